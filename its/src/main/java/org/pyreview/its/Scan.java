package org.pyreview.its;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A finished run of the scanner.
 *
 * @param exitCode of the scanner; 3 if it waited for a quality gate that failed
 * @param log what it wrote
 */
public record Scan(int exitCode, String log) {

  private static final Duration REPORT_LIMIT = Duration.ofMinutes(10);

  /**
   * Scans a folder and waits until the server has processed the report.
   *
   * @param projectKey of the project on the server
   * @param folder the project
   * @param more properties of the scanner, over the usual ones
   */
  public static Scan of(
      SonarServer server, String projectKey, Path folder, Map<String, String> more) {
    Path work = Workplace.home().resolve("scans").resolve(projectKey);
    try {
      ProcessServer.deleteRecursively(work);
      Files.createDirectories(work);
      Path report = work.resolve("report-task.txt");
      Map<String, String> properties = new TreeMap<>();
      properties.put("sonar.host.url", server.url());
      properties.put("sonar.token", server.token());
      properties.put("sonar.projectKey", projectKey);
      properties.put("sonar.projectBaseDir", folder.toString());
      properties.put("sonar.sources", ".");
      properties.put("sonar.working.directory", work.resolve("work").toString());
      properties.put("sonar.userHome", Workplace.home().resolve("scanner-cache").toString());
      properties.put("sonar.scanner.metadataFilePath", report.toString());
      properties.put("sonar.scanner.skipJreProvisioning", "true");
      properties.put("sonar.scanner.javaExePath", Jdk.forServer().java().toString());
      properties.putAll(more);
      Path log = work.resolve("scanner.log");
      int exitCode = run(properties, folder, log);
      String output = Files.readString(log);
      if (Files.exists(report)) {
        awaitProcessing(server, report);
      }
      return new Scan(exitCode, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(Map<String, String> properties, Path folder, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Jdk.forServer().java().toString());
    // It only fetches and starts the engine, a Java process of its own.
    command.addAll(Jdk.SHORT_RUN);
    command.add("-Dscanner.home=" + scannerHome());
    command.add("-Dproject.home=" + folder);
    command.add("-cp");
    command.add(scannerHome().resolve("lib") + "/*");
    command.add("org.sonarsource.scanner.cli.Main");
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    Progress.await(
        "Scanning " + folder.getFileName(), Duration.ofHours(2), () -> !process.isAlive());
    return process.exitValue();
  }

  private static Path scannerHome() {
    Path home = Workplace.home().resolve("scanner");
    Path unpacked = home.resolve("unpacked");
    if (!Files.exists(unpacked)) {
      try {
        ProcessServer.deleteRecursively(home);
        Zip.unpack(Workplace.scannerZip(), home, path -> true);
        Files.writeString(unpacked, "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return home;
  }

  private static void awaitProcessing(SonarServer server, Path report) throws IOException {
    Properties task = new Properties();
    try (var in = Files.newBufferedReader(report)) {
      task.load(in);
    }
    boolean processed =
        Progress.await(
            "Waiting for the server to process the report",
            REPORT_LIMIT,
            () -> {
              JsonObject state =
                  server.api().get("/api/ce/task", "id", task.getProperty("ceTaskId"));
              String status = state.getAsJsonObject("task").get("status").getAsString();
              if (status.equals("FAILED") || status.equals("CANCELED")) {
                throw new Problem("The server could not process the report: " + state);
              }
              return status.equals("SUCCESS");
            });
    if (!processed) {
      throw new Problem("The server has not processed the report in time");
    }
  }

  /** Why the scan failed, in the scanner's own words. */
  public String reason() {
    return log.lines()
        .filter(line -> line.contains("ERROR"))
        .map(line -> line.replaceFirst("^.*?ERROR:?\\s*", ""))
        .filter(line -> !line.isBlank())
        .filter(line -> !line.matches("(?:Re-run|Error during SonarScanner).*"))
        .findFirst()
        .orElse("the scanner ended with code " + exitCode);
  }
}
