package org.pyreview.its;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ./review}: scans a folder in a local SonarQube with the plugin, and says what it found.
 */
public final class ReviewCommand {

  private static final String USAGE =
      """
      Usage: ./review [PATH] [options]

      Reviews the Python backend in PATH (default: the bundled Django sample) in a local SonarQube.

        --stop-after      stop the server after the summary instead of keeping it up
        --port N          port of the server's web page (default: any free one)
        --version V       SonarQube version, as on Maven Central (default: %s)
        --docker          run the server in a container of the official image
        --image NAME      container image instead of the official one
        --help            this text
      """
          .formatted(Workplace.DEFAULT_VERSION);

  private final Deque<String> arguments;
  private Path path = Workplace.root().resolve("its/projects/django-shop");
  private boolean stopAfter;
  private int port;
  private String version = Workplace.DEFAULT_VERSION;
  private boolean docker;
  private String image;

  private ReviewCommand(String... arguments) {
    this.arguments = new ArrayDeque<>(List.of(arguments));
  }

  /** Exit codes: 0 the review is done, 1 it could not be done, 2 the arguments are wrong. */
  public static void main(String[] arguments) throws Exception {
    try {
      ReviewCommand command = new ReviewCommand(arguments);
      if (command.parse()) {
        command.run();
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n\n" + USAGE);
      System.exit(2);
    } catch (Problem e) {
      System.err.println("review: " + e.getMessage());
      System.exit(1);
    }
  }

  private boolean parse() {
    while (!arguments.isEmpty()) {
      String argument = arguments.remove();
      switch (argument) {
        case "--help", "-h" -> {
          System.out.print(USAGE);
          return false;
        }
        case "--stop-after" -> stopAfter = true;
        case "--port" -> port = Integer.parseInt(value(argument));
        case "--version" -> version = value(argument);
        case "--docker" -> docker = true;
        case "--image" -> image = value(argument);
        default -> {
          if (argument.startsWith("-")) {
            throw new IllegalArgumentException("unknown option " + argument);
          }
          path = Path.of(System.getProperty("pyreview.cwd", "")).resolve(argument);
        }
      }
    }
    return true;
  }

  private String value(String option) {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return arguments.remove();
  }

  private void run() throws Exception {
    if (!Files.isDirectory(path)) {
      throw new Problem(path + " is not a folder");
    }
    Path folder = path.toRealPath();
    Optional<RunningServer> running = docker ? Optional.empty() : RunningServer.find(version);
    SonarServer server = running.isPresent() ? running.get() : start();
    try {
      server
          .api()
          .post("/api/qualityprofiles/set_default", "language", "py", "qualityProfile", "PyReview");
      String key = projectKey(folder);
      Scan scan = Scan.of(server, key, folder, Map.of("sonar.projectName", name(folder)));
      if (scan.exitCode() != 0) {
        throw new Problem("The scan failed: " + scan.reason());
      }
      System.out.println(Summary.of(server, key, folder));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    if (stopAfter) {
      server.close();
    } else if (running.isEmpty()) {
      System.out.println("\nThe server stays up until you press Ctrl-C.");
      awaitEnd(server);
    } else {
      System.out.println("\nThe server belongs to another ./review, which keeps it up.");
    }
  }

  private static void awaitEnd(SonarServer server) throws InterruptedException {
    if (server instanceof ProcessServer process) {
      process.join();
      System.out.println("The server has stopped.");
    } else {
      Thread.currentThread().join();
    }
  }

  private SonarServer start() {
    if (docker) {
      return ContainerServer.start(
          image != null ? image : ContainerServer.officialImage(version), Workplace.pluginJar());
    }
    ProcessServer server =
        ProcessServer.start(
            Workplace.home().resolve("server-" + version), version, Workplace.pluginJar(), port);
    RunningServer.remember(server, version);
    return server;
  }

  private static String name(Path folder) {
    return Optional.ofNullable(folder.getFileName()).map(Path::toString).orElse("project");
  }

  /** Readable, and different for folders of the same name. */
  private static String projectKey(Path folder) {
    String place = HexFormat.of().toHexDigits(folder.toString().hashCode());
    return name(folder).replaceAll("[^A-Za-z0-9_.-]", "-") + "-" + place;
  }
}
