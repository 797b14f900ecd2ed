package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

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
