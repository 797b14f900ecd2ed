package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The checklist page, in a real browser. */
@ParameterizedClass
@MethodSource("org.pyreview.its.Servers#versions")
class ChecklistPageIT {

  /** By server, project and theme. */
  private static final Map<List<String>, JsonObject> SEEN = new ConcurrentHashMap<>();

  @Parameter String version;

  /** Points about Django, and about Flask and FastAPI. */
  private static final Set<String> ABOUT_DJANGO =
      Set.of(
          "model-design",
          "migration-safety",
          "view-logic",
          "template-security",
          "admin-configuration",
          "settings-management",
          "fat-models",
          "fat-views",
          "circular-imports",
          "direct-db-access",
          "missing-migrations",
          "hardcoded-urls");

  private static final Set<String> ABOUT_FLASK_AND_FASTAPI =
      Set.of(
          "application-factory",
          "blueprint-organization",
          "request-handling",
          "error-handling",
          "configuration-management",
          "extension-integration",
          "global-state",
          "no-application-factory",
          "missing-error-handling",
          "blocking-operations",
          "no-request-validation",
          "poor-configuration");

  /** Each point as its issues on the server say, and each link with just these issues. */
  @ParameterizedTest
  @CsvSource({
    "django-shop, light-theme",
    "flask-library, dark-theme",
    "fastapi-tickets, light-theme",
    "fastapi-tickets, dark-theme"
  })
  void answers_every_point(String sample, String theme) {
    SonarServer server = Servers.of(version);
    String framework = sample.substring(0, sample.indexOf('-'));
    Set<String> notApplicable = framework.equals("django") ? ABOUT_FLASK_AND_FASTAPI : ABOUT_DJANGO;
    for (TestProject project : List.of(TestProject.sample(sample), TestProject.cleanTwin(sample))) {
      project.analysed(server);
      JsonObject seen = lookAtSample(server, project, theme);
      for (String trouble : List.of("errors", "foreign", "violations", "notices")) {
        assertThat(strings(seen, trouble)).as(trouble).isEmpty();
      }
      IssuesOfPoints issues = IssuesOfPoints.of(server, project, notApplicable);
      Map<String, String> expected = new TreeMap<>();
      for (String slug : issues.points()) {
        expected.put(
            slug,
            notApplicable.contains(slug)
                ? "not-applicable"
                : issues.isFailed(slug)
                    ? "failed"
                    : issues.hasRuleFor(framework, slug)
                        ? "passed"
                        : issues.isPlanned(slug) ? "planned" : "manual");
      }
      assertThat(expected).hasSize(126);
      assertThat(words(seen, "verdicts"))
          .as(project.key())
          .containsExactlyInAnyOrderEntriesOf(expected);
      assertThat(linkedIssues(server, project, seen))
          .containsExactlyInAnyOrderEntriesOf(issues.counts());
      Map<String, Integer> hotspots = new TreeMap<>();
      seen.getAsJsonObject("hotspots")
          .entrySet()
          .forEach(
              each ->
                  hotspots.put(
                      each.getKey(), each.getValue().getAsJsonObject().get("issues").getAsInt()));
      assertThat(hotspots).containsExactlyInAnyOrderEntriesOf(issues.hotspotCounts());
      assertThat(seen.get("failed").getAsInt())
          .isEqualTo(issues.points().stream().filter(issues::isFailed).count());
      assertThat(seen.has("followed")).isEqualTo(!issues.counts().isEmpty());
      if (seen.has("followed")) {
        JsonObject followed = seen.getAsJsonObject("followed");
        assertThat(followed.get("total").getAsInt())
            .isEqualTo(issues.count(followed.get("point").getAsString()));
      }
    }
  }

  /** What a viewer sees of a sample, which no test of this class changes; looked at once. */
  private JsonObject lookAtSample(SonarServer server, TestProject project, String theme) {
    Path picture =
        Workplace.root()
            .resolve("its/target/%s-%s-%s.png".formatted(project.key(), theme, version));
    return SEEN.computeIfAbsent(
        List.of(server.url(), project.key(), theme),
        look ->
            Browser.look(
                server,
                "viewer",
                project.key(),
                Map.of("theme", theme, "screenshot", picture.toString())));
  }

  /** What the links on the page find when they are asked of the server, by point. */
  private static Map<String, Integer> linkedIssues(
      SonarServer server, TestProject project, JsonObject seen) {
    Map<String, Integer> found = new TreeMap<>();
    for (Map.Entry<String, JsonElement> each : seen.getAsJsonObject("links").entrySet()) {
      JsonObject link = each.getValue().getAsJsonObject();
      Map<String, String> query = query(link.get("href").getAsString());
      assertThat(query).containsEntry("id", project.key());
      int total =
          server
              .api()
              .get(
                  "/api/issues/search",
                  "components",
                  query.get("id"),
                  "rules",
                  query.get("rules"),
                  "issueStatuses",
                  query.get("issueStatuses"))
              .get("total")
              .getAsInt();
      assertThat(link.get("issues").getAsInt()).as(each.getKey()).isEqualTo(total);
      found.put(each.getKey(), total);
    }
    return found;
  }

  private static Map<String, String> query(String link) {
    assertThat(link).startsWith("/project/issues?");
    Map<String, String> query = new TreeMap<>();
    for (String pair : link.substring(link.indexOf('?') + 1).split("&")) {
      String[] sides = pair.split("=", 2);
      query.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  @ParameterizedTest
  @CsvSource({"light-theme, light", "dark-theme, dark"})
  void follows_the_theme(String chosen, String theme) {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.sample("fastapi-tickets");
    project.analysed(server);
    JsonObject seen = lookAtSample(server, project, chosen);
    // Older servers have one theme, a light one.
    String expected = seen.has("theme") ? theme : "light";
    if (seen.has("theme")) {
      assertThat(seen.get("theme").getAsString()).isEqualTo(expected);
    }
    Map<String, String> colours = words(seen, "colours");
    assertThat(brightness(colours.get("text")) > brightness(colours.get("behind")))
        .as(colours.toString())
        .isEqualTo(expected.equals("dark"));
  }

  private static int brightness(String colour) {
    return Arrays.stream(colour.replaceAll("[^0-9,]", "").split(","))
        .limit(3)
        .mapToInt(Integer::parseInt)
        .sum();
  }

  @Test
  void has_filters_evidence_a_text_to_paste_and_works_by_keyboard() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.sample("fastapi-tickets");
    project.analysed(server);
    JsonObject seen = lookAtSample(server, project, "light-theme");
    assertThat(seen.get("sections").getAsInt()).isEqualTo(21);
    assertThat(seen.get("overall").getAsString()).matches("\\d+\\.\\d%");
    JsonObject byFramework = seen.getAsJsonObject("byFramework");
    assertThat(strings(byFramework, "django"))
        .contains("model-design")
        .doesNotContain("application-factory");
    assertThat(strings(byFramework, "flask"))
        .contains("application-factory")
        .doesNotContain("model-design");
    assertThat(seen.get("markdown").getAsString())
        .contains("- [ ] CORS Configuration: failed (1)", "## Django-Specific Review Points");
    assertThat(words(seen, "evidence"))
        .hasSize(126)
        .hasEntrySatisfying(
            "cors-configuration", text -> assertThat(text).startsWith("Rules: 1 found issues, "));
    assertThat(strings(seen, "opened"))
        .contains("Method names should comply with a naming convention: found nothing");
    // Two selections, two buttons, the text to paste, then the points; the focus can be seen.
    assertThat(seen.getAsJsonArray("tabs").asList())
        .extracting(each -> each.getAsJsonObject().get("name").getAsString())
        .startsWith("SELECT", "SELECT", "BUTTON", "BUTTON", "TEXTAREA")
        .endsWith("A");
    assertThat(seen.getAsJsonArray("tabs").asList())
        .extracting(each -> each.getAsJsonObject().get("outline").getAsString())
        .containsOnly("solid");
  }

  @Test
  void shows_how_compliance_changes() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("page-trend");
    project.add(TestProject.samples().resolve("fastapi-tickets"));
    project.analysed(server);
    JsonObject before = Browser.look(server, "viewer", project.key(), Map.of());
    assertThat(before.get("trend").getAsString()).contains("from the second analysis on");
    project.fix("fastapi-tickets");
    project.analysed(server);
    JsonObject after = Browser.look(server, "viewer", project.key(), Map.of());
    assertThat(after.get("trend").getAsString()).startsWith("Compliance over 2 analyses");
    assertThat(after.get("plot").getAsString())
        .isEqualTo(
            "From %s to %s"
                .formatted(
                    before.get("overall").getAsString(), after.get("overall").getAsString()));
  }

  @Test
  void shows_nothing_to_a_user_without_permission() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("page-private");
    project.write("app.py", "from fastapi import FastAPI\n\napp = FastAPI()\n");
    project.analysed(server);
    SonarApi api = server.api();
    api.post("/api/projects/update_visibility", "project", project.key(), "visibility", "private");
    for (String permission : List.of("user", "codeviewer", "issueadmin", "securityhotspotadmin")) {
      api.post(
          "/api/permissions/remove_group",
          "groupName",
          "sonar-users",
          "projectKey",
          project.key(),
          "permission",
          permission);
    }
    JsonObject seen = Browser.look(server, "stranger", project.key(), Map.of());
    assertThat(seen.has("verdicts")).as(seen.toString()).isFalse();
    assertThat(seen.get("refusal").getAsString()).contains("not authorized");
    assertThat(seen.get("points").getAsInt()).isZero();
  }

  @Test
  void says_what_to_do_without_the_profile() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("another-profile");
    project.write("app.py", "from fastapi import FastAPI\n\napp = FastAPI()\n");
    project.createWithProfile(server, "Sonar way");
    project.analysed(server);
    assertThat(strings(Browser.look(server, "viewer", project.key(), Map.of()), "notices"))
        .singleElement()
        .asString()
        .contains("Assign the quality profile");
  }

  @Test
  void says_what_to_do_before_the_first_analysis() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("page-never-analysed");
    project.create(server);
    assertThat(strings(Browser.look(server, "viewer", project.key(), Map.of()), "notices"))
        .singleElement()
        .asString()
        .contains("Analyse the project once");
  }

  @Test
  void says_that_there_is_no_python() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("no-python");
    project.write("notes.txt", "Nothing to review.\n");
    project.analysed(server);
    assertThat(strings(Browser.look(server, "viewer", project.key(), Map.of()), "notices"))
        .singleElement()
        .asString()
        .contains("at least one Python file");
  }

  private static Map<String, String> words(JsonObject seen, String field) {
    Map<String, String> words = new TreeMap<>();
    seen.getAsJsonObject(field)
        .entrySet()
        .forEach(each -> words.put(each.getKey(), each.getValue().getAsString()));
    return words;
  }

  private static List<String> strings(JsonObject seen, String field) {
    return seen.getAsJsonArray(field).asList().stream().map(JsonElement::getAsString).toList();
  }
}
