package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The server knows our rules, their descriptions and the profile. */
@ParameterizedClass
@MethodSource("org.pyreview.its.Servers#versions")
class PluginIT {

  private final SonarServer server;

  PluginIT(String version) {
    server = Servers.of(version);
  }

  @Test
  void has_every_rule() throws IOException {
    assertThat(rules("pyreview")).isEqualTo(keysOf(resource("rules.txt")));
  }

  @Test
  void shows_the_fix_of_each_framework_in_a_tab() {
    JsonObject rule =
        server
            .api()
            .get("/api/rules/show", "key", "pyreview:money-in-float-field")
            .getAsJsonObject("rule");
    List<String> tabs = new ArrayList<>();
    List<String> sections = new ArrayList<>();
    for (JsonElement each : rule.getAsJsonArray("descriptionSections")) {
      JsonObject section = each.getAsJsonObject();
      sections.add(section.get("key").getAsString());
      if (section.has("context")) {
        tabs.add(section.getAsJsonObject("context").get("displayName").getAsString());
      }
    }
    assertThat(tabs).containsExactlyInAnyOrder("Django", "Flask", "FastAPI");
    assertThat(sections).contains("introduction", "root_cause", "how_to_fix", "resources");
    assertThat(rule.getAsJsonArray("params").get(0).getAsJsonObject().get("key").getAsString())
        .isEqualTo("moneyNames");
  }

  /** Rules of the Python analyzer that this version lacks are skipped, and named in the log. */
  @Test
  void activates_the_profile_as_far_as_the_server_knows_its_rules() throws IOException {
    List<String> wanted = resource("profile.txt");
    JsonObject profile =
        server
            .api()
            .get("/api/qualityprofiles/search", "language", "py", "qualityProfile", "PyReview")
            .getAsJsonArray("profiles")
            .get(0)
            .getAsJsonObject();
    assertThat(profile.get("isBuiltIn").getAsBoolean()).isTrue();
    Set<String> active =
        server
            .api()
            .all(
                "/api/rules/search",
                "rules",
                "activation",
                "true",
                "qprofile",
                profile.get("key").getAsString())
            .stream()
            .map(rule -> rule.get("key").getAsString())
            .collect(Collectors.toSet());
    Set<String> known =
        rules("python").stream().map(key -> "python:" + key).collect(Collectors.toSet());
    rules("pyreview").forEach(key -> known.add("pyreview:" + key));
    assertThat(active)
        .containsExactlyInAnyOrderElementsOf(wanted.stream().filter(known::contains).toList());
    if (!server.logs().isEmpty()) {
      assertThat(wanted)
          .filteredOn(key -> !known.contains(key))
          .allSatisfy(key -> assertThat(server.logs()).contains(key));
    }
  }

  @Test
  void starts_without_a_complaint_about_us() {
    assertThat(server.logs().lines())
        .filteredOn(line -> line.matches(".*\\b(?:WARN|ERROR)\\b.*"))
        .filteredOn(line -> line.toLowerCase(Locale.ROOT).contains("pyreview"))
        .filteredOn(line -> !line.contains("/pyreview") && !line.contains("/.pyreview"))
        .isEmpty();
  }

  private Set<String> rules(String repository) {
    return server.api().all("/api/rules/search", "rules", "repositories", repository).stream()
        .map(rule -> rule.get("key").getAsString().split(":")[1])
        .collect(Collectors.toSet());
  }

  private static Set<String> keysOf(List<String> index) {
    return index.stream().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
  }

  static List<String> resource(String name) throws IOException {
    try (ZipFile jar = new ZipFile(Workplace.pluginJar().toFile());
        var in = jar.getInputStream(jar.getEntry("org/pyreview/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
