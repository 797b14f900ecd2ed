package org.pyreview.its;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipFile;

/** What a review found, in the words of a terminal. */
final class Summary {

  private static final List<String> SEVERITIES =
      List.of("BLOCKER", "HIGH", "MEDIUM", "LOW", "INFO");
  private static final int MOST_IMPORTANT = 10;
  private static final int SEARCH_LIMIT = 10_000;

  private final StringBuilder text = new StringBuilder();

  private Summary() {}

  /** The summary of a project that was scanned. */
  static String of(SonarServer server, String projectKey, Path folder) {
    SonarApi api = server.api();
    JsonObject total =
        api.get("/api/issues/search", "components", projectKey, "resolved", "false", "ps", "1");
    int count = total.getAsJsonObject("paging").get("total").getAsInt();
    List<JsonObject> issues =
        count < SEARCH_LIMIT
            ? api.all("/api/issues/search", "issues", "components", projectKey, "resolved", "false")
            : api.all(
                "/api/issues/search",
                "issues",
                "components",
                projectKey,
                "resolved",
                "false",
                "impactSeverities",
                "BLOCKER,HIGH");
    Summary summary = new Summary();
    summary.text.append("\n%d issues in %s\n".formatted(count, folder));
    if (count >= SEARCH_LIMIT) {
      summary.text.append("More than the server lists at once: below are blocker and high ones.\n");
    }
    summary.severities(issues);
    summary.sections(issues);
    summary.mostImportant(issues);
    summary.text.append(
        "\nAll of them: %s/project/issues?id=%s&resolved=false\n"
            .formatted(server.url(), projectKey));
    summary.text.append(
        "Log in as admin with the password admin; the first time, SonarQube asks for a new one.");
    return summary.text.toString();
  }

  private void severities(List<JsonObject> issues) {
    text.append("\nBy severity\n");
    for (String severity : SEVERITIES) {
      long count = issues.stream().filter(issue -> severity(issue).equals(severity)).count();
      if (count > 0) {
        text.append("  %5d  %s\n".formatted(count, severity.toLowerCase(Locale.ROOT)));
      }
    }
  }

  private void sections(List<JsonObject> issues) {
    Map<String, TreeSet<String>> rules = rulesBySection();
    Map<String, Long> counts = new LinkedHashMap<>();
    rules.forEach(
        (section, keys) ->
            counts.put(
                section,
                issues.stream()
                    .filter(issue -> keys.contains(issue.get("rule").getAsString()))
                    .count()));
    text.append("\nBy section of the checklist (a rule may answer points of several)\n");
    counts.forEach(
        (section, count) -> {
          if (count > 0) {
            text.append("  %5d  %s\n".formatted(count, section));
          }
        });
  }

  private void mostImportant(List<JsonObject> issues) {
    text.append("\nMost important\n");
    issues.stream()
        .sorted(
            Comparator.comparing((JsonObject issue) -> SEVERITIES.indexOf(severity(issue)))
                .thenComparing(issue -> !issue.get("rule").getAsString().startsWith("pyreview:"))
                .thenComparing(Summary::place))
        .limit(MOST_IMPORTANT)
        .forEach(
            issue ->
                text.append(
                    "  %-8s %s\n           %s  [%s]\n"
                        .formatted(
                            severity(issue).toLowerCase(Locale.ROOT),
                            place(issue),
                            issue.get("message").getAsString(),
                            issue.get("rule").getAsString())));
  }

  private static String place(JsonObject issue) {
    String component = issue.get("component").getAsString();
    String path = component.substring(component.indexOf(':') + 1);
    boolean onProject = component.equals(issue.get("project").getAsString());
    return (onProject ? "(project)" : path)
        + (issue.has("line") ? ":" + issue.get("line").getAsInt() : "");
  }

  private static String severity(JsonObject issue) {
    List<String> severities = new ArrayList<>();
    for (JsonElement impact : issue.getAsJsonArray("impacts")) {
      severities.add(impact.getAsJsonObject().get("severity").getAsString());
    }
    return severities.stream().min(Comparator.comparingInt(SEVERITIES::indexOf)).orElse("INFO");
  }

  /** Rule keys by section, from the checklist inside the plugin. */
  private static Map<String, TreeSet<String>> rulesBySection() {
    Map<String, TreeSet<String>> rules = new LinkedHashMap<>();
    for (JsonElement each : checklist().getAsJsonArray("sections")) {
      JsonObject section = each.getAsJsonObject();
      TreeSet<String> keys = new TreeSet<>();
      for (JsonElement point : section.getAsJsonArray("points")) {
        point
            .getAsJsonObject()
            .getAsJsonArray("rules")
            .forEach(key -> keys.add("pyreview:" + key.getAsString()));
        point
            .getAsJsonObject()
            .getAsJsonArray("builtin")
            .forEach(key -> keys.add("python:" + key.getAsString()));
      }
      rules.put(section.get("name").getAsString(), keys);
    }
    return rules;
  }

  /** The checklist that the plugin carries. */
  static JsonObject checklist() {
    try (ZipFile jar = new ZipFile(Workplace.pluginJar().toFile());
        var in = jar.getInputStream(jar.getEntry("org/pyreview/checklist.json"))) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
