package org.pyreview.metadata;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files the plugin carries: rule JSON and HTML, rule index, profile, checklist, examples. */
final class Resources {

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final Map<String, String> TYPES =
      Map.of(
          "RELIABILITY", "BUG",
          "SECURITY", "VULNERABILITY",
          "MAINTAINABILITY", "CODE_SMELL");
  private static final Map<String, String> STANDARD_SEVERITIES =
      Map.of(
          "BLOCKER", "Blocker",
          "HIGH", "Critical",
          "MEDIUM", "Major",
          "LOW", "Minor",
          "INFO", "Info");

  private final Checklist checklist;
  private final List<Rule> rules;

  Resources(Checklist checklist, List<Rule> rules) {
    this.checklist = checklist;
    this.rules = rules;
  }

  /** Content of every resource by its path on the class path. */
  Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    for (Rule rule : rules) {
      Description description = new Description(rule);
      files.put("org/pyreview/rules/" + rule.key() + ".json", GSON.toJson(ruleJson(rule)) + "\n");
      files.put("org/pyreview/rules/" + rule.key() + ".html", description.html());
      files.put(
          "org/pyreview/examples/" + rule.key() + ".json",
          GSON.toJson(description.examples()) + "\n");
    }
    files.put("org/pyreview/rules.txt", index());
    files.put("org/pyreview/profile.txt", profile());
    String checklistOfAll = GSON.toJson(checklistJson()) + "\n";
    files.put("org/pyreview/checklist.json", checklistOfAll);
    // The page reads it from the server's static files.
    files.put("static/checklist.json", checklistOfAll);
    return files;
  }

  private static Map<String, Object> ruleJson(Rule rule) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", rule.title());
    json.put("type", TYPES.get(rule.quality()));
    json.put("status", "ready");
    json.put(
        "code",
        ordered("impacts", Map.of(rule.quality(), rule.severity()), "attribute", rule.attribute()));
    json.put("remediation", ordered("func", "Constant/Issue", "constantCost", rule.text("effort")));
    json.put("tags", rule.list("tags"));
    json.put("defaultSeverity", STANDARD_SEVERITIES.get(rule.severity()));
    json.put("sqKey", rule.key());
    json.put("scope", rule.text("scope").equals("tests") ? "Tests" : "All");
    json.put("quickfix", rule.quickFix().isPresent() ? "covered" : "infeasible");
    json.put(
        "securityStandards",
        ordered(
            "CWE",
            rule.list("cwe").stream().map(Integer::valueOf).toList(),
            "OWASP Top 10 2021",
            rule.list("owasp")));
    return json;
  }

  /** {@code Map.of} iterates in another order every time, and the jar would never be the same. */
  private static Map<String, Object> ordered(String key, Object value, String key2, Object value2) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(key2, value2);
    return map;
  }

  /**
   * One line per rule: key, kind, class, and the keys it had before. The plugin instantiates from
   * it; nobody edits a list.
   */
  private String index() {
    return rules.stream()
        .map(
            rule ->
                Stream.concat(
                        Stream.of(rule.key(), rule.kind().toString(), rule.className()),
                        rule.deprecatedKeys().stream())
                    .collect(Collectors.joining(" ", "", "\n")))
        .collect(Collectors.joining());
  }

  private String profile() {
    StringBuilder lines = new StringBuilder();
    rules.stream()
        .filter(Rule::onByDefault)
        .forEach(rule -> lines.append("pyreview:").append(rule.key()).append('\n'));
    checklist.builtinRules().forEach(key -> lines.append("python:").append(key).append('\n'));
    return lines.toString();
  }

  private Map<String, Object> checklistJson() {
    Set<String> keys = rules.stream().map(Rule::key).collect(Collectors.toSet());
    Map<String, Object> frameworks = new TreeMap<>();
    rules.stream()
        .filter(rule -> !rule.frameworks().contains("any"))
        .forEach(rule -> frameworks.put(rule.key(), rule.frameworks()));
    return ordered("frameworks", frameworks, "sections", sectionsJson(keys));
  }

  private List<Map<String, Object>> sectionsJson(Set<String> keys) {
    return checklist.sections().stream()
        .map(
            section -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("name", section.name());
              json.put("slug", section.slug());
              json.put("onlyFor", section.onlyFor());
              json.put(
                  "points",
                  section.points().stream().map(point -> pointJson(point, keys)).toList());
              return json;
            })
        .toList();
  }

  private Map<String, Object> pointJson(Checklist.Point point, Set<String> keys) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", point.name());
    json.put("slug", point.slug());
    json.put("question", point.question());
    json.put("status", checklist.status(point, keys).toString());
    json.put("rules", point.written(keys));
    json.put("planned", point.planned(keys));
    json.put("builtin", point.builtin());
    json.put("rollsUp", point.rollsUp());
    json.put("unseen", point.unseen());
    return json;
  }
}
