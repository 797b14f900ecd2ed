package org.pyreview.its;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** How many open issues of a project each point of the checklist has, counted on the server. */
final class IssuesOfPoints {

  private final Map<String, JsonObject> points = new LinkedHashMap<>();
  private final Map<String, List<String>> sections = new HashMap<>();
  private final Map<String, Integer> issues;
  private final Map<String, Integer> hotspots;
  private final Set<String> notApplicable;

  private IssuesOfPoints(
      Map<String, Integer> issues, Map<String, Integer> hotspots, Set<String> notApplicable) {
    this.issues = issues;
    this.hotspots = hotspots;
    this.notApplicable = notApplicable;
    for (JsonElement each : Summary.checklist().getAsJsonArray("sections")) {
      JsonObject section = each.getAsJsonObject();
      List<JsonObject> inside =
          section.getAsJsonArray("points").asList().stream()
              .map(JsonElement::getAsJsonObject)
              .toList();
      inside.forEach(point -> points.put(point.get("slug").getAsString(), point));
      sections.put(
          section.get("slug").getAsString(),
          inside.stream().map(point -> point.get("slug").getAsString()).toList());
    }
  }

  /**
   * @param notApplicable points that are about something the project doesn't have
   */
  static IssuesOfPoints of(SonarServer server, TestProject project, Set<String> notApplicable) {
    Map<String, Integer> issues = new TreeMap<>();
    project
        .issues(server)
        .forEach(issue -> issues.merge(issue.get("rule").getAsString(), 1, Integer::sum));
    // Older servers keep what a person has to judge in a list of its own.
    Map<String, Integer> hotspots = new TreeMap<>();
    server
        .api()
        .all("/api/hotspots/search", "hotspots", "project", project.key(), "status", "TO_REVIEW")
        .forEach(spot -> hotspots.merge(spot.get("ruleKey").getAsString(), 1, Integer::sum));
    return new IssuesOfPoints(issues, hotspots, notApplicable);
  }

  /** The slugs of all points. */
  Set<String> points() {
    return points.keySet();
  }

  /** The open issues of a point, those of the points it sums up included. */
  int count(String slug) {
    return count(slug, issues);
  }

  /** The open issues of our own rules for a point. */
  int countOfOurs(String slug) {
    Map<String, Integer> ours = new TreeMap<>(issues);
    ours.keySet().removeIf(rule -> !rule.startsWith("pyreview:"));
    return count(slug, ours);
  }

  /** The slugs of the points of some sections. */
  static Set<String> inSections(Set<String> slugs) {
    Set<String> points = new LinkedHashSet<>();
    for (JsonElement each : Summary.checklist().getAsJsonArray("sections")) {
      JsonObject section = each.getAsJsonObject();
      if (slugs.contains(section.get("slug").getAsString())) {
        section
            .getAsJsonArray("points")
            .forEach(point -> points.add(point.getAsJsonObject().get("slug").getAsString()));
      }
    }
    return points;
  }

  /** Whether there is an issue or a security hotspot. */
  boolean isFailed(String slug) {
    return count(slug) + count(slug, hotspots) > 0;
  }

  private int count(String slug, Map<String, Integer> found) {
    Set<String> rules = new LinkedHashSet<>();
    withRolledUp(slug)
        .forEach(
            point -> {
              strings(point, "rules").forEach(key -> rules.add("pyreview:" + key));
              strings(point, "builtin").forEach(key -> rules.add("python:" + key));
            });
    return rules.stream().mapToInt(rule -> found.getOrDefault(rule, 0)).sum();
  }

  /** The points with open issues, and how many. */
  Map<String, Integer> counts() {
    return counts(issues);
  }

  /** The points with security hotspots, and how many. */
  Map<String, Integer> hotspotCounts() {
    return counts(hotspots);
  }

  private Map<String, Integer> counts(Map<String, Integer> found) {
    Map<String, Integer> counts = new TreeMap<>();
    points().stream()
        .filter(slug -> count(slug, found) > 0)
        .forEach(slug -> counts.put(slug, count(slug, found)));
    return counts;
  }

  /** Whether some rule of ours for a point exists that is about a framework, or about all. */
  boolean hasRuleFor(String framework, String slug) {
    JsonObject frameworks = Summary.checklist().getAsJsonObject("frameworks");
    return withRolledUp(slug)
        .flatMap(point -> strings(point, "rules"))
        .anyMatch(
            key ->
                !frameworks.has(key)
                    || strings(frameworks, key).anyMatch(each -> each.equals(framework)));
  }

  /** Whether rules of ours for a point are still to be written. */
  boolean isPlanned(String slug) {
    return withRolledUp(slug).flatMap(point -> strings(point, "planned")).findAny().isPresent();
  }

  private Stream<JsonObject> withRolledUp(String slug) {
    Set<String> all = new LinkedHashSet<>();
    collect(slug, all);
    return all.stream().filter(each -> !notApplicable.contains(each)).map(points::get);
  }

  private void collect(String slug, Set<String> all) {
    if (!all.add(slug)) {
      return;
    }
    strings(points.get(slug), "rollsUp")
        .forEach(
            target -> {
              String name = target.substring(target.indexOf(':') + 1);
              List<String> slugs =
                  target.startsWith("section:") ? sections.get(name) : List.of(name);
              slugs.forEach(each -> collect(each, all));
            });
  }

  private static Stream<String> strings(JsonObject point, String field) {
    JsonArray array = point.getAsJsonArray(field);
    return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsString);
  }
}
