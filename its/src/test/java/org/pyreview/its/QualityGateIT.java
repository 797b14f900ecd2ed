package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    sample.analysed(server);
    twin.analysed(server);
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

  /** What the jobs of the guide's examples tell the scanner fails a build, in every CI. */
  @Test
  void the_examples_of_the_guide_fail_a_build() throws Exception {
    SonarServer server = Servers.of(version);
    List<Map<String, String>> examples = examples();
    assertThat(examples).hasSize(3);
    // They differ in how a CI says it, not in what.
    assertThat(Set.copyOf(examples)).hasSize(1);
    TestProject project = TestProject.empty(examples.get(0).get("sonar.projectKey"));
    project.add(TestProject.samples().resolve("fastapi-tickets"));
    project.commit();
    makeGate(server, 100);
    project.create(server);
    server
        .api()
        .post("/api/qualitygates/select", "gateName", "PyReview", "projectKey", project.key());
    assertThat(project.scan(server, examples.get(0)).exitCode()).isEqualTo(3);
  }

  /** The scanner's properties in each example of the guide that runs it. */
  private static List<Map<String, String>> examples() throws IOException {
    String guide = Files.readString(Workplace.root().resolve("docs/quality-gate.md"));
    return Pattern.compile("(?s)```(?:yaml|groovy)\n(.*?)```")
        .matcher(guide)
        .results()
        .map(
            example ->
                Pattern.compile("-D(sonar[\\w.]+)=([^\\s']+)")
                    .matcher(example.group(1))
                    .results()
                    .collect(
                        Collectors.toMap(property -> property.group(1), value -> value.group(2))))
        .toList();
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
