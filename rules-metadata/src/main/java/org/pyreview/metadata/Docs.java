package org.pyreview.metadata;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The generated part of docs/: one page per rule, the rule list and the checklist's coverage. */
final class Docs {

  private static final String GENERATED =
      "<!-- Generated from rules-metadata by scripts/update-docs. Edit there. -->\n\n";

  private final String benchmarks;
  private final Benchmarks numbers;
  private final Checklist checklist;
  private final List<Rule> rules;
  private final Set<String> keys;

  /**
   * @param benchmarks what stands above the measured numbers
   * @param numbers those
   */
  Docs(Checklist checklist, List<Rule> rules, String benchmarks, Benchmarks numbers) {
    this.numbers = numbers;
    this.benchmarks = benchmarks;
    this.checklist = checklist;
    this.rules = rules;
    this.keys = rules.stream().map(Rule::key).collect(Collectors.toSet());
  }

  /** Content of every generated page by its path below docs/. */
  Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    pages.put("rules/README.md", ruleList());
    pages.put("checklist.md", coverage());
    pages.put("benchmarks.md", measured());
    rules.forEach(rule -> pages.put("rules/" + rule.key() + ".md", rulePage(rule)));
    return pages;
  }

  private String ruleList() {
    StringBuilder page = new StringBuilder(GENERATED);
    page.append("# Rules\n\n");
    page.append(
        "Repository `pyreview`. The profile \"PyReview\" activates the ones marked on, and the"
            + " rules of the Python analyzer named in the [checklist](../checklist.md).\n\n");
    page.append(
        "| Rule | What it says | Quality | Severity | In the IDE | Quick fix | Profile |\n");
    page.append("|---|---|---|---|---|---|---|\n");
    for (Rule rule : rules) {
      page.append(
          "| [%s](%s.md) | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  rule.key(),
                  rule.key(),
                  rule.title(),
                  rule.quality().toLowerCase(java.util.Locale.ROOT),
                  rule.severity().toLowerCase(java.util.Locale.ROOT),
                  rule.kind().runsInTheIde() ? "yes" : "no",
                  rule.quickFix().isPresent() ? "yes" : "no",
                  rule.onByDefault() ? "on" : "off"));
    }
    return page.toString();
  }

  private String rulePage(Rule rule) {
    StringBuilder page = new StringBuilder(GENERATED);
    page.append("# ").append(rule.title()).append("\n\n");
    page.append(
        "`pyreview:%s` · %s · %s · %s\n\n"
            .formatted(
                rule.key(),
                rule.quality().toLowerCase(java.util.Locale.ROOT),
                rule.severity().toLowerCase(java.util.Locale.ROOT),
                rule.onByDefault() ? "on in the profile" : "off in the profile"));
    page.append("Answers: ").append(String.join("; ", pointsOf(rule))).append(".\n\n");
    if (!rule.deprecatedKeys().isEmpty()) {
      page.append("Called ")
          .append(
              rule.deprecatedKeys().stream()
                  .map("`%s`"::formatted)
                  .collect(Collectors.joining(", ")))
          .append(" before; its issues keep their history.\n\n");
    }
    page.append(rule.description().replaceAll("(?m)^```(\\S+) (\\S+).*$", "_$2_\n\n```$1"));
    page.append("\n\n").append(numbers.section(rule));
    return page.toString();
  }

  private String measured() {
    return GENERATED + benchmarks.strip() + "\n\n" + numbers.page();
  }

  private List<String> pointsOf(Rule rule) {
    return checklist.sections().stream()
        .flatMap(
            section ->
                section.points().stream()
                    .filter(point -> point.rules().contains(rule.key()))
                    .map(point -> section.name() + " / " + point.name()))
        .toList();
  }

  private String coverage() {
    Map<Checklist.Status, Long> counts =
        checklist
            .points()
            .collect(
                Collectors.groupingBy(
                    point -> checklist.status(point, keys),
                    () -> new EnumMap<>(Checklist.Status.class),
                    Collectors.counting()));
    StringBuilder page = new StringBuilder(GENERATED);
    page.append("# The checklist and what answers it\n\n");
    page.append(
        ("%d points: %d working, %d partial (some of their rules are still planned), %d planned"
                + " (none of our rules yet, at most rules of the Python analyzer). A planned rule does"
                + " nothing; its key is listed so that nobody takes silence for a pass.\n")
            .formatted(
                checklist.points().count(),
                counts.getOrDefault(Checklist.Status.WORKING, 0L),
                counts.getOrDefault(Checklist.Status.PARTIAL, 0L),
                counts.getOrDefault(Checklist.Status.PLANNED, 0L)));
    for (Checklist.Section section : checklist.sections()) {
      page.append("\n## ").append(section.name()).append("\n");
      for (Checklist.Point point : section.points()) {
        page.append("\n### ").append(point.name()).append("\n\n");
        page.append(point.question()).append("\n\n");
        page.append("- Status: ").append(checklist.status(point, keys)).append("\n");
        line(
            page,
            "Rules",
            point.written(keys).stream().map(key -> "[%s](rules/%s.md)".formatted(key, key)));
        line(page, "Planned", point.planned(keys).stream().map(key -> "`" + key + "`"));
        line(page, "Planned, to see more", point.deeper().stream().map(key -> "`" + key + "`"));
        line(page, "Python analyzer", point.builtin().stream().map(key -> "`" + key + "`"));
        line(page, "Rolls up", point.rollsUp().stream().map(this::nameOf));
        page.append("- Not seen: ").append(point.unseen()).append("\n");
      }
    }
    return page.toString();
  }

  private static void line(
      StringBuilder page, String title, java.util.stream.Stream<String> items) {
    String text = items.collect(Collectors.joining(", "));
    if (!text.isEmpty()) {
      page.append("- ").append(title).append(": ").append(text).append("\n");
    }
  }

  private String nameOf(String target) {
    String slug = target.substring(target.indexOf(':') + 1);
    return checklist.sections().stream()
        .flatMap(
            section ->
                target.startsWith("section:")
                    ? section.slug().equals(slug)
                        ? java.util.stream.Stream.of(section.name())
                        : java.util.stream.Stream.empty()
                    : section.points().stream()
                        .filter(point -> point.slug().equals(slug))
                        .map(point -> section.name() + " / " + point.name()))
        .findFirst()
        .orElseThrow();
  }
}
