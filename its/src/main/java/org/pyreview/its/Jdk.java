package org.pyreview.its;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK that can run SonarQube: Java 21 or newer with the module {@code jdk.jlink}, which a plain
 * runtime lacks.
 *
 * @param home its folder
 */
public record Jdk(Path home) {

  /**
   * Without the second, optimising compiler, which pays off after minutes only: a server starts
   * with half the work.
   */
  static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  /** Options for a program that ends within seconds. */
  static final List<String> SHORT_RUN = List.of(QUICK_START, "-XX:+UseSerialGC");

  private static final int OLDEST = 21;

  /** The first one found in the usual places. */
  public static Jdk forServer() {
    return among(candidates());
  }

  /** The first that can run a server; the message names the places if there is none. */
  static Jdk among(List<Path> candidates) {
    return candidates.stream()
        .filter(Jdk::canRunServer)
        .findFirst()
        .map(Jdk::new)
        .orElseThrow(
            () ->
                new Problem(
                    "SonarQube needs a JDK %d or newer with jlink, and none is in these places: %s. Install one, or set SONAR_JAVA_HOME to its folder."
                        .formatted(OLDEST, candidates)));
  }

  private static List<Path> candidates() {
    List<Path> homes = new ArrayList<>();
    for (String variable : List.of("SONAR_JAVA_HOME", "JAVA_HOME")) {
      Optional.ofNullable(System.getenv(variable)).map(Path::of).ifPresent(homes::add);
    }
    System.getenv().entrySet().stream()
        .filter(entry -> entry.getKey().matches("JAVA_HOME_\\d+.*"))
        .map(entry -> Path.of(entry.getValue()))
        .forEach(homes::add);
    homes.add(Path.of(System.getProperty("java.home")));
    Path user = Path.of(System.getProperty("user.home"));
    for (Path folder :
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/opt"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks"),
            Path.of("/Library/Java/JavaVirtualMachines"))) {
      homes.addAll(foldersIn(folder));
    }
    return homes;
  }

  private static List<Path> foldersIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .sorted()
          .flatMap(entry -> Stream.of(entry, entry.resolve("Contents/Home")))
          .filter(Files::isDirectory)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean canRunServer(Path home) {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return false;
    }
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(release)) {
      properties.load(in);
    } catch (IOException e) {
      return false;
    }
    String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
    String modules = properties.getProperty("MODULES", "");
    boolean hasJlink =
        modules.contains("jdk.jlink") || Files.exists(home.resolve("jmods/jdk.jlink.jmod"));
    return Integer.parseInt(version.split("[.+-]")[0]) >= OLDEST && hasJlink;
  }

  Path java() {
    return home.resolve("bin").resolve("java");
  }
}
