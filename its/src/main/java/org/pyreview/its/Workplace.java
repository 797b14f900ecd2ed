package org.pyreview.its;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The folders of a clone that everything here works with. */
public final class Workplace {

  /** SonarQube of the review command, and the first of the tests. */
  public static final String DEFAULT_VERSION = "26.9.0.129388";

  private static final String SCANNER_VERSION = "8.1.0.6389";
  private static final String DEPENDENCY_PLUGIN =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get";

  private Workplace() {}

  /** The clone. */
  public static Path root() {
    return Path.of(System.getProperty("pyreview.root", ".")).toAbsolutePath().normalize();
  }

  /** The plugin that the build made. */
  public static Path pluginJar() {
    Path target = root().resolve("sonar-pyreview-plugin/target");
    try (Stream<Path> files =
        Files.isDirectory(target) ? Files.list(target) : Stream.<Path>empty()) {
      return files
          .filter(
              file -> file.getFileName().toString().matches("sonar-pyreview-plugin-[\\d.]+\\.jar"))
          .findFirst()
          .orElseThrow(() -> new Problem("No plugin in " + target + ": run ./mvnw package first"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where servers and scanners are unpacked. A server refuses to run as root and is started as
   * another user, who must be able to reach the folder.
   */
  public static Path home() {
    String chosen = System.getenv("PYREVIEW_HOME");
    Path home = chosen != null ? Path.of(chosen) : root().resolve(".pyreview");
    if (chosen == null && isRoot() && !othersCanReach(root())) {
      home =
          Path.of(System.getProperty("java.io.tmpdir"))
              .resolve("pyreview-" + Integer.toHexString(root().hashCode()));
    }
    try {
      return Files.createDirectories(home.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static boolean othersCanReach(Path folder) {
    try {
      for (Path each = folder; each != null; each = each.getParent()) {
        if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The distribution of a server version, from the local Maven repository or Maven Central. */
  static Path serverZip(String version) {
    return artifact("org.sonarsource.sonarqube", "sonar-application", version);
  }

  /** The distribution of the scanner. */
  static Path scannerZip() {
    return artifact("org.sonarsource.scanner.cli", "sonar-scanner-cli", SCANNER_VERSION);
  }

  private static Path artifact(String group, String name, String version) {
    Path zip =
        repository()
            .resolve(group.replace('.', '/'))
            .resolve(name)
            .resolve(version)
            .resolve(name + "-" + version + ".zip");
    if (!Files.exists(zip)) {
      Progress.say("Downloading %s %s from Maven Central".formatted(name, version));
      run(
          List.of(
              root().resolve("mvnw").toString(),
              "-B",
              "-q",
              DEPENDENCY_PLUGIN,
              "-Dtransitive=false",
              "-Dmaven.repo.local=" + repository(),
              "-Dartifact=%s:%s:%s:zip".formatted(group, name, version)),
          root());
    }
    if (!Files.exists(zip)) {
      throw new Problem("Maven found no %s %s".formatted(name, version));
    }
    return zip;
  }

  private static Path repository() {
    String configured = System.getProperty("pyreview.repository");
    return configured != null
        ? Path.of(configured)
        : Path.of(System.getProperty("user.home"), ".m2", "repository");
  }

  /** Runs a program to its end; its output is in the message if it fails. */
  static String run(List<String> command, Path folder) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(30, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new Problem(String.join(" ", command) + " failed:\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem("Interrupted while running " + command.get(0));
    }
  }
}
