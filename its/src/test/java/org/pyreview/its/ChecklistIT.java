package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checklist is answered by measures of the project, computed from the issues of all rules. */
@ParameterizedClass
@MethodSource("org.pyreview.its.Servers#versions")
class ChecklistIT {

  private static final String COMPLIANCE = "pyreview_compliance";
  private static final List<String> SAMPLES =
      List.of("django-shop", "flask-library", "fastapi-tickets");

  /** Sections of which every point has rules, and the number of their points. */
  private static final Map<Set<String>, Integer> WORKING =
      Map.of(
          Set.of(
              "code-quality-and-pythonic-patterns",
              "django-specific-review-points",
              "flask-fastapi-specific-review-points",
              "django-anti-patterns-to-flag",
              "flask-fastapi-anti-patterns-to-flag"),
          30,
          Set.of(
              "environment-management",
              "production-readiness",
              "python-artifact-cleanup",
              "cleanup-automation",
              "development-workflow-compliance",
              "quality-gates-and-standards",
              "constructive-python-specific-feedback",
              "review-checklist"),
          48);

  @Parameter String version;

  private record Answer(String verdict, int issues, int hotspots) {}

  @ParameterizedTest
  @ValueSource(strings = {"django-shop", "flask-library", "fastapi-tickets"})
  void a_point_fails_exactly_with_the_issues_of_its_rules(String sample) {
    SonarServer server = Servers.of(version);
    for (TestProject project : List.of(TestProject.sample(sample), TestProject.cleanTwin(sample))) {
      project.analysed(server);
      Map<String, Answer> answers = answers(server, project);
      assertThat(answers).hasSize(126);
      Set<String> notApplicable =
          answers.keySet().stream()
              .filter(slug -> answers.get(slug).verdict().equals("not-applicable"))
              .collect(Collectors.toSet());
      IssuesOfPoints issues = IssuesOfPoints.of(server, project, notApplicable);
      answers.forEach(
          (slug, answer) -> {
            String point = project.key() + " " + slug;
            int expected = issues.count(slug);
            assertThat(answer.issues()).as(point).isEqualTo(expected);
            assertThat(answer.verdict().equals("failed"))
                .as(point)
                .isEqualTo(issues.isFailed(slug));
          });
    }
  }

  /** What has rules has samples: each point is failed by one of them, and by none of the twins. */
  @Test
  void every_point_of_a_finished_section_fails_in_a_sample_and_in_no_twin() {
    SonarServer server = Servers.of(version);
    Set<String> points = new TreeSet<>();
    WORKING.forEach(
        (sections, number) -> {
          Set<String> inside = IssuesOfPoints.inSections(sections);
          assertThat(inside).hasSize(number);
          points.addAll(inside);
        });
    Set<String> failed = new TreeSet<>();
    for (String sample : SAMPLES) {
      TestProject project = TestProject.sample(sample);
      project.analysed(server);
      TestProject twin = TestProject.cleanTwin(sample);
      twin.analysed(server);
      IssuesOfPoints issues = IssuesOfPoints.of(server, project, Set.of());
      IssuesOfPoints issuesOfTwin = IssuesOfPoints.of(server, twin, Set.of());
      points.stream().filter(slug -> issues.countOfOurs(slug) > 0).forEach(failed::add);
      assertThat(points.stream().filter(slug -> issuesOfTwin.countOfOurs(slug) > 0))
          .as(twin.key())
          .isEmpty();
    }
    assertThat(failed).isEqualTo(points);
  }

  @Test
  void a_fix_makes_a_point_pass() {
    SonarServer server = Servers.of(version);
    TestProject sample = TestProject.sample("fastapi-tickets");
    TestProject twin = TestProject.cleanTwin("fastapi-tickets");
    sample.analysed(server);
    twin.analysed(server);
    Map<String, Answer> before = answers(server, sample);
    Map<String, Answer> after = answers(server, twin);
    for (String slug :
        List.of("cors-configuration", "jwt-implementation", "sql-injection-prevention")) {
      assertThat(before.get(slug).verdict()).as(slug).isEqualTo("failed");
      assertThat(after.get(slug)).as(slug).isEqualTo(new Answer("passed", 0, 0));
    }
    assertThat(before.get("checklist-security").verdict()).isEqualTo("failed");
    assertThat(before.get("model-design").verdict()).isEqualTo("not-applicable");
    assertThat(after.get("model-design").verdict()).isEqualTo("not-applicable");
    assertThat(number(server, twin, COMPLIANCE)).isGreaterThan(number(server, sample, COMPLIANCE));
    String section = COMPLIANCE + "_authentication_and_authorization";
    assertThat(number(server, twin, section)).isGreaterThan(number(server, sample, section));
  }

  @Test
  void the_figures_sum_up_the_answers() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.sample("django-shop");
    project.analysed(server);
    List<Answer> answers = List.copyOf(answers(server, project).values());
    long failed = answers.stream().filter(each -> each.verdict().equals("failed")).count();
    long passed = answers.stream().filter(each -> each.verdict().equals("passed")).count();
    assertThat(number(server, project, "pyreview_failed_points")).isEqualTo(failed);
    assertThat(number(server, project, "pyreview_passed_points")).isEqualTo(passed);
    assertThat(number(server, project, COMPLIANCE))
        .isCloseTo(100.0 * passed / (passed + failed), org.assertj.core.data.Offset.offset(0.1));
  }

  @Test
  void an_accepted_issue_does_not_count() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.sample("fastapi-tickets");
    project.analysed(server);
    JsonObject issue =
        project.issues(server).stream()
            .filter(
                each ->
                    each.get("rule").getAsString().equals("pyreview:cors-origin-not-restricted"))
            .findFirst()
            .orElseThrow();
    String key = issue.get("key").getAsString();
    server.api().post("/api/issues/do_transition", "issue", key, "transition", "accept");
    project.scan(server, Map.of());
    assertThat(answers(server, project).get("cors-configuration").verdict()).isEqualTo("passed");
    server.api().post("/api/issues/do_transition", "issue", key, "transition", "reopen");
    project.scan(server, Map.of());
    assertThat(answers(server, project).get("cors-configuration").verdict()).isEqualTo("failed");
  }

  @Test
  void without_the_profile_a_person_has_to_answer() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("another-profile");
    project.write("app.py", "from fastapi import FastAPI\n\napp = FastAPI()\n");
    project.createWithProfile(server, "Sonar way");
    project.analysed(server);
    // All rules of this point are ours.
    assertThat(answers(server, project).get("virtual-environment").verdict()).isEqualTo("manual");
  }

  /** The same issues count once, wherever the scanner draws the borders of modules. */
  @Test
  void modules_count_together() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("modules");
    String flag = "import os\n\nDEBUG = bool(os.environ.get('DEBUG'))\n";
    project.write("shop/settings.py", "from fastapi import FastAPI\n" + flag);
    project.write("billing/settings.py", flag);
    project.write("common/__init__.py", "");
    Scan scan =
        project.scan(
            server,
            Map.of(
                "sonar.modules", "shop,billing",
                "sonar.sources", "common",
                "shop.sonar.sources", ".",
                "billing.sonar.sources", "."));
    assertThat(scan.exitCode()).as(scan.log()).isZero();
    assertThat(project.ourIssues(server))
        .contains(
            "billing/settings.py:3 environment-flag-read-as-string",
            "shop/settings.py:4 environment-flag-read-as-string");
    Map<String, Answer> answers = answers(server, project);
    assertThat(answers.get("configuration-management")).isEqualTo(new Answer("failed", 2, 0));
    assertThat(answers.get("model-design").verdict()).isEqualTo("not-applicable");
  }

  @Test
  void a_project_without_python_has_no_answers() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("no-python");
    project.write("notes.txt", "Nothing to review.\n");
    project.analysed(server);
    assertThat(measures(server, project, "pyreview_answers," + COMPLIANCE)).isEmpty();
  }

  private static Map<String, Answer> answers(SonarServer server, TestProject project) {
    Map<String, Answer> answers = new TreeMap<>();
    measures(server, project, "pyreview_answers")
        .get("pyreview_answers")
        .lines()
        .map(line -> line.split(" "))
        .forEach(
            fields ->
                answers.put(
                    fields[0],
                    new Answer(
                        fields[1], Integer.parseInt(fields[2]), Integer.parseInt(fields[3]))));
    return answers;
  }

  private static double number(SonarServer server, TestProject project, String metric) {
    return Double.parseDouble(measures(server, project, metric).get(metric));
  }

  private static Map<String, String> measures(
      SonarServer server, TestProject project, String metrics) {
    Map<String, String> values = new TreeMap<>();
    server
        .api()
        .get("/api/measures/component", "component", project.key(), "metricKeys", metrics)
        .getAsJsonObject("component")
        .getAsJsonArray("measures")
        .forEach(
            each ->
                values.put(
                    each.getAsJsonObject().get("metric").getAsString(),
                    each.getAsJsonObject().get("value").getAsString()));
    return values;
  }
}
