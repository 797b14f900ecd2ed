package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real scans of the sample backends: every violation is found, and nothing else. */
@ParameterizedClass
@MethodSource("org.pyreview.its.Servers#versions")
class SampleBackendsIT {

  @Parameter String version;

  @ParameterizedTest
  @ValueSource(strings = {"django-shop", "django-guestbook", "flask-library", "fastapi-tickets"})
  void has_exactly_the_expected_issues(String sample) throws IOException {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.sample(sample);
    Scan scan = project.analysed(server);
    assertThat(scan.exitCode()).as(scan.log()).isZero();
    List<String> expected =
        Files.readAllLines(TestProject.samples().resolve(sample + ".expected")).stream()
            .sorted()
            .toList();
    assertThat(project.ourIssues(server)).isEqualTo(expected);
    assertThat(warningsAboutUs(scan)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"django-shop", "django-guestbook", "flask-library", "fastapi-tickets"})
  void is_silent_about_the_clean_twin(String sample) {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.cleanTwin(sample);
    Scan scan = project.analysed(server);
    assertThat(scan.exitCode()).as(scan.log()).isZero();
    assertThat(project.ourIssues(server)).isEmpty();
    assertThat(warningsAboutUs(scan)).isEmpty();
  }

  /** What a user gets who assigns the built-in profile: without the rules that are off in it. */
  @Test
  void has_the_issues_of_the_built_in_profile() throws IOException {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("built-in-profile");
    project.add(TestProject.samples().resolve("django-shop"));
    project.commit();
    project.createWithProfile(server, "PyReview");
    project.analysed(server);
    List<String> active = PluginIT.resource("profile.txt");
    List<String> expected =
        Files.readAllLines(TestProject.samples().resolve("django-shop.expected")).stream()
            .filter(line -> active.contains("pyreview:" + line.substring(line.indexOf(' ') + 1)))
            .sorted()
            .toList();
    assertThat(project.ourIssues(server)).isEqualTo(expected);
  }

  /** An issue over several files shows the other imports as secondary locations. */
  @Test
  void shows_the_causes_of_a_cross_file_issue() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.sample("django-shop");
    project.analysed(server);
    JsonObject cycle =
        project.issues(server).stream()
            .filter(
                issue -> issue.get("rule").getAsString().equals("pyreview:circular-module-import"))
            .findFirst()
            .orElseThrow();
    assertThat(cycle.getAsJsonArray("flows").toString()).contains("catalogue/stock.py");
  }

  private static List<String> warningsAboutUs(Scan scan) {
    return scan.log()
        .lines()
        .filter(line -> line.matches(".*\\b(?:WARN|ERROR)\\b.*"))
        .filter(line -> line.contains("is not reviewed") || line.contains("Rule "))
        .toList();
  }
}
