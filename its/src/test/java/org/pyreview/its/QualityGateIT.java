package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A CI job that waits for the quality gate fails with the scanner's exit code 3. */
@ParameterizedClass
@MethodSource("org.pyreview.its.Servers#versions")
class QualityGateIT {

  private static final String GATE = "No serious issue";

  @Parameter String version;

  @ParameterizedTest
  @CsvSource({"false, 3", "true, 0"})
  void decides_the_exit_code(boolean clean, int exitCode) {
    SonarServer server = Servers.of(version);
    TestProject project =
        clean ? TestProject.cleanTwin("fastapi-tickets") : TestProject.sample("fastapi-tickets");
    createGate(server.api());
    project.create(server);
    server.api().post("/api/qualitygates/select", "gateName", GATE, "projectKey", project.key());
    Scan scan =
        project.scan(
            server, Map.of("sonar.qualitygate.wait", "true", "sonar.qualitygate.timeout", "600"));
    assertThat(scan.exitCode()).as(scan.log()).isEqualTo(exitCode);
  }

  /** The gate that the guide's script makes. */
  @ParameterizedTest
  @CsvSource({"false, 3", "true, 0"})
  void fails_below_a_compliance(boolean clean, int exitCode) throws Exception {
    SonarServer server = Servers.of(version);
    TestProject project =
        clean ? TestProject.cleanTwin("fastapi-tickets") : TestProject.sample("fastapi-tickets");
    project.create(server);
    // Twice: the second time the gate is there already.
    makeGate(server);
    makeGate(server);
    server
        .api()
        .post("/api/qualitygates/select", "gateName", "PyReview", "projectKey", project.key());
    Scan scan =
        project.scan(
            server, Map.of("sonar.qualitygate.wait", "true", "sonar.qualitygate.timeout", "600"));
    assertThat(scan.exitCode()).as(scan.log()).isEqualTo(exitCode);
    assertThat(
            server
                .api()
                .get("/api/qualitygates/show", "name", "PyReview")
                .getAsJsonArray("conditions")
                .asList())
        .extracting(each -> each.getAsJsonObject().get("metric").getAsString())
        .containsExactlyInAnyOrder("new_violations", "pyreview_compliance");
  }

  private static void makeGate(SonarServer server) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            Workplace.root().resolve("scripts/make-quality-gate").toString(), server.url(), "90");
    command.environment().put("SONAR_TOKEN", server.token());
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static void createGate(SonarApi api) {
    boolean exists =
        api.get("/api/qualitygates/list").getAsJsonArray("qualitygates").asList().stream()
            .anyMatch(gate -> gate.getAsJsonObject().get("name").getAsString().equals(GATE));
    if (exists) {
      return;
    }
    api.post("/api/qualitygates/create", "name", GATE);
    api.get("/api/qualitygates/show", "name", GATE)
        .getAsJsonArray("conditions")
        .forEach(
            condition ->
                api.post(
                    "/api/qualitygates/delete_condition",
                    "id",
                    condition.getAsJsonObject().get("id").getAsString()));
    api.post(
        "/api/qualitygates/create_condition",
        "gateName",
        GATE,
        "metric",
        "software_quality_high_issues",
        "op",
        "GT",
        "error",
        "0");
  }
}
