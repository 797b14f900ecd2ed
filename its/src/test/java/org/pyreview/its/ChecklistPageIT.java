package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The checklist page, in a real browser. */
@ParameterizedClass
@MethodSource("org.pyreview.its.Servers#versions")
class ChecklistPageIT {

  @Parameter String version;

  @Test
  void shows_all_points_with_links_filters_and_a_text_to_paste() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.sample("fastapi-tickets");
    project.scan(server, Map.of());
    Path picture = Workplace.root().resolve("its/target/checklist-" + version + ".png");
    JsonObject seen = Browser.look(server, "viewer", project.key(), picture);
    assertThat(strings(seen, "errors")).isEmpty();
    assertThat(strings(seen, "foreign")).isEmpty();
    assertThat(strings(seen, "violations")).isEmpty();
    assertThat(strings(seen, "notices")).isEmpty();
    JsonObject verdicts = seen.getAsJsonObject("verdicts");
    assertThat(verdicts.size()).isEqualTo(126);
    assertThat(seen.get("sections").getAsInt()).isEqualTo(21);
    assertThat(seen.get("overall").getAsString()).matches("\\d+\\.\\d%");
    assertThat(verdicts.get("cors-configuration").getAsString()).isEqualTo("failed");
    assertThat(verdicts.get("model-design").getAsString()).isEqualTo("not-applicable");
    assertThat(verdicts.get("docstrings").getAsString()).isEqualTo("planned");

    long failed =
        verdicts.entrySet().stream()
            .filter(each -> each.getValue().getAsString().equals("failed"))
            .count();
    assertThat(seen.get("failed").getAsLong()).isEqualTo(failed).isPositive();
    assertThat(strings(seen, "django"))
        .contains("model-design")
        .doesNotContain("application-factory");
    assertThat(seen.get("markdown").getAsString())
        .contains("- [ ] CORS Configuration: failed (1)", "## Django-Specific Review Points");

    String link = seen.getAsJsonObject("links").get("cors-configuration").getAsString();
    assertThat(URLDecoder.decode(link, StandardCharsets.UTF_8))
        .startsWith("/project/issues?id=fastapi-tickets&")
        .contains("rules=pyreview:cors-origin-not-restricted,python:S5122");
    assertThat(seen.get("issuesAddress").getAsString()).contains("/project/issues");
  }

  @Test
  void says_what_to_do_without_the_profile() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("page-another-profile");
    project.write("app.py", "from fastapi import FastAPI\n\napp = FastAPI()\n");
    project.createWithProfile(server, "Sonar way");
    project.scan(server, Map.of());
    assertThat(strings(Browser.look(server, "viewer", project.key()), "notices"))
        .singleElement()
        .asString()
        .contains("Assign the quality profile");
  }

  @Test
  void says_what_to_do_before_the_first_analysis() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("page-never-analysed");
    project.create(server);
    assertThat(strings(Browser.look(server, "viewer", project.key()), "notices"))
        .singleElement()
        .asString()
        .contains("Analyse the project once");
  }

  @Test
  void says_that_there_is_no_python() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("page-no-python");
    project.write("notes.txt", "Nothing to review.\n");
    project.scan(server, Map.of());
    assertThat(strings(Browser.look(server, "viewer", project.key()), "notices"))
        .singleElement()
        .asString()
        .contains("at least one Python file");
  }

  private static List<String> strings(JsonObject seen, String field) {
    return seen.getAsJsonArray(field).asList().stream().map(JsonElement::getAsString).toList();
  }
}
