package org.pyreview.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pyreview.checklist.Checklist.Point;
import org.pyreview.checklist.Checklist.Section;

/** How issues, rules that ran and traits of a project become answers. */
class ReportTest {

  private static final Point SQL = point("sql", List.of("sql"), List.of("S2077"), List.of());
  private static final Point MODELS = point("models", List.of("money"), List.of(), List.of());
  private static final Point FORMS =
      point("forms", List.of("django-form"), List.of("S6559"), List.of());
  private static final Point ADMIN = point("admin", List.of("django-admin"), List.of(), List.of());
  private static final Point STYLE = point("style", List.of(), List.of("S100"), List.of(), "style");
  private static final Point ALL =
      point("all", List.of(), List.of(), List.of("section:code", "point:style"));
  private static final Point DJANGO_ONLY =
      point("only", List.of(), List.of(), List.of("section:django"));

  /** Written for Django, and planned for others. */
  private static final Point PAGES =
      point("pages", List.of("django-page"), List.of(), List.of(), "flask-page");

  private static final Point STATIC = point("static", List.of("django-form"), List.of(), List.of());

  private static final Point WORDS = point("words", List.of(), List.of(), List.of(), "words");

  private static final Checklist CHECKLIST =
      new Checklist(
          List.of(
              new Section("Code", "code", List.of(), List.of(SQL, FORMS, STYLE, WORDS)),
              new Section("Django", "django", List.of("django"), List.of(MODELS, ADMIN)),
              new Section("Pages", "pages", List.of(), List.of(PAGES)),
              new Section("Servers", "servers", List.of("application"), List.of(STATIC)),
              new Section("Summary", "summary", List.of(), List.of(ALL, DJANGO_ONLY))),
          Map.of(
              "django-form",
              List.of("django"),
              "django-page",
              List.of("django"),
              "django-admin",
              List.of("django", "flask")));

  private static final Set<String> EVERYTHING =
      Set.of("sql", "money", "django-form", "django-admin", "S2077", "S6559", "S100");

  private static Point point(
      String slug,
      List<String> rules,
      List<String> builtin,
      List<String> rollsUp,
      String... planned) {
    return new Point(slug, rules, builtin, rollsUp, List.of(planned));
  }

  private static Report report(Set<String> traits, Set<String> ran, String... issues) {
    RuleIssues counted = new RuleIssues();
    for (String issue : issues) {
      counted.add(issue, "MAJOR");
    }
    return new Report(CHECKLIST, new ReviewRun(traits, ran), counted);
  }

  private static Verdict verdict(Report report, String slug) {
    return report.answer(slug).verdict();
  }

  @Test
  void a_point_fails_with_the_issues_of_its_rules_and_passes_without() {
    RuleIssues issues = new RuleIssues();
    issues.add("sql", "MINOR");
    issues.addAll("S2077=2=0=BLOCKER sql=1=1=MAJOR");
    Report report = new Report(CHECKLIST, new ReviewRun(Set.of("django"), EVERYTHING), issues);
    assertThat(report.answer("sql").verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.answer("sql").issues()).isEqualTo(new RuleIssues.Count(4, 1, "BLOCKER"));
    assertThat(verdict(report, "models")).isEqualTo(Verdict.PASSED);
  }

  @Test
  void what_the_project_does_not_have_is_not_applicable() {
    Report report = report(Set.of("fastapi"), EVERYTHING);
    assertThat(verdict(report, "models")).isEqualTo(Verdict.NOT_APPLICABLE);
    assertThat(verdict(report, "only")).isEqualTo(Verdict.NOT_APPLICABLE);
    assertThat(verdict(report, "sql")).isEqualTo(Verdict.PASSED);
    // Ours is about Django, another's is not.
    assertThat(verdict(report, "forms")).isEqualTo(Verdict.MANUAL);
  }

  @Test
  void a_point_for_everybody_asks_a_person_where_our_rules_are_about_others() {
    Report report = report(Set.of("flask", ReviewRun.APPLICATION), EVERYTHING);
    assertThat(verdict(report, "static")).isEqualTo(Verdict.MANUAL);
    assertThat(verdict(report(Set.of("flask"), EVERYTHING), "static"))
        .isEqualTo(Verdict.NOT_APPLICABLE);
  }

  @Test
  void an_issue_counts_whatever_the_rule_is_about() {
    assertThat(verdict(report(Set.of("flask"), EVERYTHING, "django-form"), "forms"))
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void without_rules_that_ran_a_person_has_to_answer() {
    Report report = report(Set.of("django"), Set.of("S100"));
    assertThat(verdict(report, "sql")).isEqualTo(Verdict.MANUAL);
    assertThat(verdict(report, "all")).isEqualTo(Verdict.MANUAL);
  }

  @Test
  void the_analyzers_rules_alone_are_evidence_but_no_answer_where_rules_of_ours_exist() {
    assertThat(verdict(report(Set.of("django"), Set.of("S2077")), "sql")).isEqualTo(Verdict.MANUAL);
    assertThat(verdict(report(Set.of("django"), Set.of("S2077"), "S2077"), "sql"))
        .isEqualTo(Verdict.FAILED);
    // Ours are all about Django.
    assertThat(verdict(report(Set.of("flask"), EVERYTHING), "forms")).isEqualTo(Verdict.MANUAL);
  }

  @Test
  void a_point_without_a_rule_of_ours_is_planned_unless_others_found_something() {
    assertThat(verdict(report(Set.of("django"), EVERYTHING), "style")).isEqualTo(Verdict.PLANNED);
    assertThat(verdict(report(Set.of("django"), EVERYTHING), "words")).isEqualTo(Verdict.PLANNED);
    assertThat(verdict(report(Set.of("django"), EVERYTHING, "S100"), "style"))
        .isEqualTo(Verdict.FAILED);
    assertThat(verdict(report(Set.of("flask"), EVERYTHING), "pages")).isEqualTo(Verdict.PLANNED);
    assertThat(verdict(report(Set.of("django"), Set.of("django-page")), "pages"))
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void a_summary_fails_with_what_it_sums_up() {
    Report report = report(Set.of("django"), EVERYTHING, "sql", "S6559", "money");
    assertThat(report.answer("all").issues().issues()).isEqualTo(2);
    assertThat(verdict(report, "all")).isEqualTo(Verdict.FAILED);
    assertThat(report.answer("only").issues().issues()).isEqualTo(1);
  }

  @Test
  void compliance_is_the_share_of_answered_points_that_passed() {
    Report report = report(Set.of("django"), EVERYTHING, "sql");
    // sql and all fail; forms, models, admin and only pass; style is planned.
    assertThat(report.count(Verdict.FAILED)).isEqualTo(2);
    assertThat(report.count(Verdict.PASSED)).isEqualTo(4);
    assertThat(report.compliance()).hasValueCloseTo(66.7, org.assertj.core.data.Offset.offset(0.1));
    assertThat(report.compliance(CHECKLIST.sections().get(0))).hasValue(50);
    assertThat(report(Set.of(), Set.of()).compliance()).isEmpty();
  }

  @Test
  void an_answer_is_one_line() {
    assertThat(report(Set.of("django"), EVERYTHING, "sql").text())
        .startsWith("sql failed 1 0 MAJOR\nforms passed 0 0\nstyle planned 0 0\n");
  }

  @Test
  void a_run_reads_what_it_wrote() {
    ReviewRun run = new ReviewRun(Set.of("flask", "application"), Set.of("b", "a"));
    assertThat(run.text()).isEqualTo("application flask\na b");
    assertThat(ReviewRun.of(run.text())).isEqualTo(run);
    assertThat(ReviewRun.of("")).isEqualTo(new ReviewRun(Set.of(), Set.of()));
  }

  @Test
  void the_checklist_of_the_plugin_is_whole() {
    Checklist checklist = Checklist.load();
    assertThat(checklist.sections()).hasSize(21);
    assertThat(checklist.points()).hasSize(126);
    assertThat(checklist.frameworks())
        .containsEntry("request-data-in-sql", List.of("django", "flask", "fastapi"));
    assertThat(checklist.frameworks()).doesNotContainKey("sql-query-formatted");
  }
}
