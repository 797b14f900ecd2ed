package org.pyreview.metadata;

import java.util.List;
import java.util.Locale;
import org.pyreview.ecosystem.Ledgers;
import org.pyreview.ecosystem.Ledgers.InProject;
import org.pyreview.ecosystem.Mutation;
import org.pyreview.ecosystem.Tally;

/** What the docs say about the rules on real code: numbers of the ledgers in {@code ecosystem/}. */
final class Benchmarks {

  private static final String COLUMNS = "Issues | Read | True | Pedantic | False |";

  private final Ledgers ledgers;
  private final List<Rule> rules;

  Benchmarks(Ledgers ledgers, List<Rule> rules) {
    this.ledgers = ledgers;
    this.rules = rules;
  }

  /** The sections of the page of benchmarks. */
  String page() {
    List<String> profile = rules.stream().filter(Rule::onByDefault).map(Rule::key).toList();
    StringBuilder page = new StringBuilder("## By project\n\n");
    page.append("Files and lines are those of Python.\n\n");
    page.append("| Project | Frameworks | Files | Lines | Per 1,000 lines | " + COLUMNS + "\n");
    page.append("|---|---|---|---|---|---|---|---|---|---|\n");
    ledgers.byProject(profile).forEach(each -> page.append(row(each)));
    page.append("\n## By rule\n\n");
    page.append(
        "| Rule | Projects | " + COLUMNS + " Profile |\n|---|---|---|---|---|---|---|---|\n");
    rules.stream().filter(this::isSeen).forEach(rule -> page.append(row(rule)));
    Tally all = ledgers.of(profile);
    page.append(
        String.format(
            Locale.ROOT,
            "\nRules of the profile together: %d issues, %d of them read, %d true (%.1f %%), %d"
                + " pedantic (%.1f %%), %d false (%.1f %%). With those that are no longer reported, %d"
                + " were read.\n",
            all.issues(),
            all.read(),
            all.right(),
            all.percent(all.right()),
            all.pedantic(),
            all.percent(all.pedantic()),
            all.wrong(),
            all.percent(all.wrong()),
            ledgers.verdicts()));
    page.append("\n## Rules that said nothing about these projects\n\n");
    page.append(
        "Where packages of Debian 12 were read before, these are the numbers. Mutations are places"
            + " in copies of these projects that were changed so that the rule has to fire.\n\n");
    page.append("| Rule | Hits in Debian | Read | True | Mutations | Profile |\n");
    page.append("|---|---|---|---|---|---|\n");
    rules.stream().filter(rule -> !isSeen(rule)).forEach(rule -> page.append(olderRow(rule)));
    return page.toString();
  }

  private boolean isSeen(Rule rule) {
    return ledgers.of(rule.key()).issues() > 0;
  }

  private static String row(InProject each) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %d | %.1f | %s |\n",
        link(each.project().repository(), each.project().checkout(), each.project().commit()),
        each.project().frameworks(),
        each.project().files(),
        each.project().lines(),
        1000.0 * each.tally().issues() / Math.max(1, each.project().lines()),
        each.tally().columns());
  }

  private String row(Rule rule) {
    return "| [%s](rules/%s.md) | %d | %s | %s |\n"
        .formatted(
            rule.key(),
            rule.key(),
            ledgers.byProject(rule.key()).size(),
            ledgers.of(rule.key()).columns(),
            onOrOff(rule));
  }

  private String olderRow(Rule rule) {
    List<Rule.Measurement> rows = older(rule);
    return "| [%s](rules/%s.md) | %d | %d | %d | %d | %s |\n"
        .formatted(
            rule.key(),
            rule.key(),
            rows.stream().mapToInt(Rule.Measurement::hits).sum(),
            rows.stream().mapToInt(Rule.Measurement::read).sum(),
            rows.stream().mapToInt(Rule.Measurement::correct).sum(),
            ledgers.mutations(rule.key()).size(),
            onOrOff(rule));
  }

  private static List<Rule.Measurement> older(Rule rule) {
    return rule.measurements().stream().filter(row -> !row.isPrepared()).toList();
  }

  private static String onOrOff(Rule rule) {
    return rule.onByDefault() ? "on" : "off";
  }

  private static String link(String repository, String checkout, String commit) {
    int at = checkout.indexOf("--");
    String made = at < 0 ? "" : ", " + checkout.substring(at + 2);
    return "[%s](https://github.com/%s/tree/%s)%s".formatted(repository, repository, commit, made);
  }

  /** The section of a rule's page. */
  String section(Rule rule) {
    StringBuilder text = new StringBuilder("## Measured on real code\n\n");
    if (rule.frontMatter().containsKey("off-because")) {
      text.append("Off in the profile: ").append(rule.text("off-because")).append("\n\n");
    }
    if (isSeen(rule)) {
      text.append(inLedgers(rule));
    } else {
      text.append(unseen(rule));
    }
    List<Mutation> mutations = ledgers.mutations(rule.key());
    if (!mutations.isEmpty()) {
      text.append("\nIn changed copies of real projects it reports:\n\n");
      text.append("| Project | Changed | At | Reported |\n|---|---|---|---|\n");
      mutations.forEach(
          each ->
              text.append(
                  "| %s | %s | `%s` | %s |\n"
                      .formatted(
                          each.project().replace("+", "/"),
                          each.changed(),
                          each.at(),
                          each.message().replace("|", "\\|"))));
    }
    return text.toString();
  }

  private String inLedgers(Rule rule) {
    Tally all = ledgers.of(rule.key());
    List<InProject> projects = ledgers.byProject(rule.key());
    StringBuilder text = new StringBuilder();
    text.append(
        "%d issues in %d of %d projects; %d read: %d true, %d pedantic, %d false.\n\n"
            .formatted(
                all.issues(),
                projects.size(),
                ledgers.projects().entries().size(),
                all.read(),
                all.right(),
                all.pedantic(),
                all.wrong()));
    text.append("| Project | " + COLUMNS + "\n|---|---|---|---|---|---|\n");
    projects.forEach(
        each ->
            text.append(
                "| %s | %s |\n"
                    .formatted(
                        link(
                            each.project().repository(),
                            each.project().checkout(),
                            each.project().commit()),
                        each.tally().columns())));
    return text.toString();
  }

  private String unseen(Rule rule) {
    StringBuilder text = new StringBuilder();
    if (!rule.onByDefault()) {
      text.append("Not part of the run over real projects, since it is off.\n");
    } else if (older(rule).stream().allMatch(row -> row.hits() == 0)) {
      text.append("Not seen firing on real code.\n");
    } else {
      text.append("Not seen firing on the [projects](../benchmarks.md) that are read now.\n");
    }
    if (rule.measurements().isEmpty()) {
      return text.toString();
    }
    text.append("\nAn older measurement, on packages of Debian 12 and prepared copies:\n\n");
    text.append("| Project | Hits | Read | True |\n|---|---|---|---|\n");
    rule.measurements()
        .forEach(
            row ->
                text.append(
                    "| %s | %d | %d | %d |\n"
                        .formatted(row.project(), row.hits(), row.read(), row.correct())));
    if (rule.frontMatter().containsKey("measured-note")) {
      text.append("\n").append(rule.text("measured-note")).append("\n");
    }
    return text.toString();
  }
}
