package org.pyreview.its;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server from the distribution on Maven Central, on its embedded database. */
public final class ProcessServer implements SonarServer {

  /** The analyzers a Python project needs; without the others the server starts faster. */
  private static final Pattern UNUSED_ANALYZER =
      Pattern.compile("lib/extensions/(?!sonar-(?:python|text|cayc)-plugin).*\\.jar");

  private static final Duration START_LIMIT = Duration.ofMinutes(15);

  private final Path home;
  private final Process process;
  private final String url;
  private String token;

  private ProcessServer(Path home, Process process, String url) {
    this.home = home;
    this.process = process;
    this.url = url;
  }

  /**
   * Unpacks a new server and starts it on free ports, or on the given one.
   *
   * @param home an empty or missing folder
   * @param version of SonarQube, as on Maven Central
   * @param plugin the jar to install
   * @param port for the web server; 0 for any
   */
  public static ProcessServer start(Path home, String version, Path plugin, int port) {
    Jdk jdk = Jdk.forServer();
    Path zip = Workplace.serverZip(version);
    int webPort = port == 0 ? freePort() : requireFree(port);
    try {
      deleteRecursively(home);
      Progress.say("Unpacking SonarQube " + version);
      Zip.unpack(zip, home, path -> !UNUSED_ANALYZER.matcher(path).matches());
      install(plugin, home);
      Files.writeString(
          home.resolve("conf/sonar.properties"),
          """
          sonar.web.host=127.0.0.1
          sonar.web.port=%d
          sonar.search.port=%d
          sonar.es.port=%d
          sonar.embeddedDatabase.port=%d
          sonar.plugins.risk.consent=ACCEPTED
          sonar.telemetry.enable=false
          sonar.updatecenter.activate=false
          sonar.web.javaAdditionalOpts=%s
          sonar.ce.javaAdditionalOpts=%s
          sonar.search.javaAdditionalOpts=-Dnode.store.allow_mmap=false %s
          sonar.log.level.app=INFO
          """
              .formatted(
                  webPort,
                  freePort(),
                  freePort(),
                  freePort(),
                  Jdk.QUICK_START,
                  Jdk.QUICK_START,
                  Jdk.QUICK_START));
      Process process = launch(home, version, jdk);
      ProcessServer server = new ProcessServer(home, process, "http://127.0.0.1:" + webPort);
      server.awaitStart(version);
      server.token = SonarServer.firstToken(server.url);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stops the server and starts it again with another build of the plugin, as an administrator does
   * who updates it: its database and its port stay.
   *
   * @param version of SonarQube, the same as before
   * @param plugin the jar to install instead; it has the name of the former
   */
  ProcessServer restart(String version, Path plugin) {
    close();
    try {
      install(plugin, home);
      ProcessServer server = new ProcessServer(home, launch(home, version, Jdk.forServer()), url);
      server.awaitStart(version);
      server.token = token;
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void install(Path plugin, Path home) throws IOException {
    Files.copy(
        plugin,
        Files.createDirectories(home.resolve("extensions/plugins")).resolve(plugin.getFileName()),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static Process launch(Path home, String version, Jdk jdk) throws IOException {
    List<String> command = new ArrayList<>();
    if (Workplace.isRoot()) {
      Workplace.run(List.of("chown", "-R", "nobody:nogroup", home.toString()), home);
      command.addAll(
          List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
    }
    command.addAll(
        List.of(
            jdk.java().toString(),
            "-Xmx64m",
            "-jar",
            home.resolve("lib/sonar-application-" + version + ".jar").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("console.log").toFile());
    builder.environment().put("SONAR_JAVA_PATH", jdk.java().toString());
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    builder.environment().put("ES_JAVA_HOME", jdk.home().toString());
    return builder.start();
  }

  private void awaitStart(String version) {
    Thread stop = new Thread(this::close);
    Runtime.getRuntime().addShutdownHook(stop);
    boolean up =
        Progress.await(
            "Starting SonarQube " + version,
            START_LIMIT,
            () -> {
              if (!process.isAlive()) {
                throw new Problem("SonarQube stopped while starting:\n" + lastLines(logs()));
              }
              return SonarApi.status(url).equals("UP");
            });
    if (!up) {
      close();
      throw new Problem(
          "SonarQube is not up after %d minutes:\n%s"
              .formatted(START_LIMIT.toMinutes(), lastLines(logs())));
    }
  }

  private static String lastLines(String text) {
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int requireFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new Problem(
          "Port %d is taken: stop what listens there, or choose another with --port"
              .formatted(port));
    }
  }

  static void deleteRecursively(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Process id, for other commands that want to know whether the server still runs. */
  long pid() {
    return process.pid();
  }

  /** Waits until the server's process ends. */
  void join() throws InterruptedException {
    process.waitFor();
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public String token() {
    return token;
  }

  @Override
  public String logs() {
    StringBuilder all = new StringBuilder();
    for (String log :
        List.of("console.log", "logs/sonar.log", "logs/web.log", "logs/ce.log", "logs/es.log")) {
      Path file = home.resolve(log);
      try {
        if (Files.exists(file)) {
          all.append(Files.readString(file)).append('\n');
        }
      } catch (IOException e) {
        all.append(file).append(": ").append(e).append('\n');
      }
    }
    return all.toString();
  }

  /** Ends the processes started here, the children by way of their parent. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
