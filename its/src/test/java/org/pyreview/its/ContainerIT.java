package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/**
 * The plugin in a container, on the engine that Testcontainers finds: Docker, or podman by way of
 * {@code its/container/with-podman}. The image is {@code ITS_IMAGE}, or the official one.
 */
@Tag("container")
class ContainerIT {

  private static SonarServer server;

  @BeforeAll
  static void start() {
    Prerequisite.require(
        DockerClientFactory.instance().isDockerAvailable(),
        "No container engine here: run its/container/with-podman, or install Docker");
    String image = System.getenv("ITS_IMAGE");
    server =
        ContainerServer.start(
            image != null ? image : ContainerServer.officialImage(Workplace.DEFAULT_VERSION),
            Workplace.pluginJar());
    server
        .api()
        .post(
            "/api/qualityprofiles/set_default",
            "language",
            "py",
            "qualityProfile",
            Servers.profileOfAllRules(server.api()));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void has_exactly_the_expected_issues() throws IOException {
    TestProject project = TestProject.sample("django-shop");
    Scan scan = project.analysed(server);
    assertThat(scan.exitCode()).as(scan.log()).isZero();
    assertThat(project.ourIssues(server))
        .containsExactlyInAnyOrderElementsOf(
            Files.readAllLines(TestProject.samples().resolve("django-shop.expected")));
  }

  @Test
  void is_silent_about_the_clean_twin() {
    TestProject project = TestProject.cleanTwin("django-shop");
    Scan scan = project.analysed(server);
    assertThat(scan.exitCode()).as(scan.log()).isZero();
    assertThat(project.ourIssues(server)).isEmpty();
  }

  @Test
  void starts_without_a_complaint_about_us() {
    assertThat(server.logs().lines())
        .filteredOn(line -> line.matches(".*\\b(?:WARN|ERROR)\\b.*pyreview.*"))
        .isEmpty();
  }
}
