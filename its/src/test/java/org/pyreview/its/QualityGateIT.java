package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

  /** The gate that the guide's script makes, between what a project and its fixed twin have. */
  @Test
  void fails_below_a_compliance() throws Exception {
    SonarServer server = Servers.of(version);
    TestProject sample = TestProject.sample("fastapi-tickets");
    TestProject twin = TestProject.cleanTwin("fastapi-tickets");
    sample.scan(server, Map.of());
    twin.scan(server, Map.of());
    long percent = Math.round((compliance(server, sample) + compliance(server, twin)) / 2);
    makeGate(server, percent);
    // The second time the gate is there already.
    makeGate(server, percent);
    assertThat(exitCode(server, sample)).isEqualTo(3);
    assertThat(exitCode(server, twin)).isZero();
    assertThat(
            server
                .api()
                .get("/api/qualitygates/show", "name", "PyReview")
                .getAsJsonArray("conditions")
                .asList())
        .extracting(each -> each.getAsJsonObject().get("metric").getAsString())
        .containsExactlyInAnyOrder("new_violations", "pyreview_compliance");
  }

  private static int exitCode(SonarServer server, TestProject project) {
    server
        .api()
        .post("/api/qualitygates/select", "gateName", "PyReview", "projectKey", project.key());
    Map<String, String> wait =
        Map.of("sonar.qualitygate.wait", "true", "sonar.qualitygate.timeout", "600");
    return project.scan(server, wait).exitCode();
  }

  private static double compliance(SonarServer server, TestProject project) {
    return server
        .api()
        .get(
            "/api/measures/component",
            "component",
            project.key(),
            "metricKeys",
            "pyreview_compliance")
        .getAsJsonObject("component")
        .getAsJsonArray("measures")
        .get(0)
        .getAsJsonObject()
        .get("value")
        .getAsDouble();
  }

  private static void makeGate(SonarServer server, long percent) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            Workplace.root().resolve("scripts/make-quality-gate").toString(),
            server.url(),
            String.valueOf(percent));
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
