package org.pyreview.checklist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.checklist.Checklist.Point;
import org.pyreview.checklist.Checklist.Section;

/** The answers to all points of the checklist for one project. */
public final class Report {

  private final Checklist checklist;
  private final ReviewRun run;
  private final RuleIssues issues;
  private final Map<String, Section> sectionOf = new HashMap<>();
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  /**
   * The answer to a point.
   *
   * @param issues how many open issues speak against it, and the worst of them
   */
  public record Answer(Verdict verdict, RuleIssues.Count issues) {}

  /**
   * @param issues of the whole project
   */
  public Report(Checklist checklist, ReviewRun run, RuleIssues issues) {
    this.checklist = checklist;
    this.run = run;
    this.issues = issues;
    for (Section section : checklist.sections()) {
      section.points().forEach(point -> sectionOf.put(point.slug(), section));
    }
    checklist.points().forEach(point -> answers.put(point.slug(), answer(point)));
  }

  /** The answer to a point. */
  public Answer answer(String slug) {
    return answers.get(slug);
  }

  private Answer answer(Point point) {
    List<Point> asked =
        withRolledUp(point).filter(each -> !isOnlyARollUp(each) && isApplicable(each)).toList();
    if (asked.isEmpty() || !isApplicable(point)) {
      return new Answer(Verdict.NOT_APPLICABLE, RuleIssues.Count.NONE);
    }
    // What was found counts, even if nothing said before that the rule is about the project.
    RuleIssues.Count found = issues.of(asked.stream().flatMap(Report::rulesOf).distinct().toList());
    if (!found.isNone()) {
      return new Answer(Verdict.FAILED, found);
    }
    boolean isPlanned = asked.stream().allMatch(this::isPlanned);
    boolean hasRun = deciding(asked).stream().anyMatch(run.rules()::contains);
    Verdict verdict = isPlanned ? Verdict.PLANNED : hasRun ? Verdict.PASSED : Verdict.MANUAL;
    return new Answer(verdict, found);
  }

  /**
   * The rules that have to run for a point to pass: ours, if it has any, even where none of them is
   * about this project. That the analyzer's own rules found nothing is evidence for a person then,
   * but not what the point was specified to need.
   */
  private Set<String> deciding(List<Point> asked) {
    return asked.stream().allMatch(point -> point.rules().isEmpty())
        ? asked.stream().flatMap(point -> point.builtin().stream()).collect(Collectors.toSet())
        : asked.stream().flatMap(this::applicableOwnRules).collect(Collectors.toSet());
  }

  /** Whether the rules that will answer a point for this project are still to be written. */
  private boolean isPlanned(Point point) {
    return !point.planned().isEmpty() && applicableOwnRules(point).findAny().isEmpty();
  }

  private static boolean isOnlyARollUp(Point point) {
    return point.rules().isEmpty() && point.builtin().isEmpty() && !point.rollsUp().isEmpty();
  }

  /** The point and those whose answers are its answer. */
  private Stream<Point> withRolledUp(Point point) {
    Map<String, Point> all = new LinkedHashMap<>();
    collect(point, all);
    return all.values().stream();
  }

  private void collect(Point point, Map<String, Point> all) {
    if (all.putIfAbsent(point.slug(), point) == null) {
      point.rollsUp().stream().flatMap(this::targets).forEach(each -> collect(each, all));
    }
  }

  private Stream<Point> targets(String target) {
    String slug = target.substring(target.indexOf(':') + 1);
    return target.startsWith("section:")
        ? checklist.sections().stream()
            .filter(section -> section.slug().equals(slug))
            .flatMap(section -> section.points().stream())
        : checklist.points().filter(point -> point.slug().equals(slug));
  }

  private boolean isApplicable(Point point) {
    List<String> onlyFor = sectionOf.get(point.slug()).onlyFor();
    boolean isForTheProject =
        onlyFor.isEmpty() || onlyFor.stream().anyMatch(run.traits()::contains);
    // A point that concerns everybody is asked of a person where our rules are about others.
    boolean isAboutFrameworks =
        onlyFor.stream().anyMatch(trait -> !trait.equals(ReviewRun.APPLICATION));
    boolean isAboutOthers =
        isAboutFrameworks
            && !point.rules().isEmpty()
            && point.builtin().isEmpty()
            && point.planned().isEmpty()
            && applicableOwnRules(point).findAny().isEmpty();
    return isForTheProject && !isAboutOthers;
  }

  private Stream<String> applicableOwnRules(Point point) {
    return point.rules().stream().filter(this::isAboutTheProject);
  }

  private static Stream<String> rulesOf(Point point) {
    return Stream.concat(point.rules().stream(), point.builtin().stream());
  }

  private boolean isAboutTheProject(String rule) {
    List<String> frameworks = checklist.frameworks().get(rule);
    return frameworks == null || frameworks.stream().anyMatch(run.traits()::contains);
  }

  /** How many points have an answer. */
  public long count(Verdict verdict) {
    return answers.values().stream().filter(each -> each.verdict() == verdict).count();
  }

  /** Percent of the answered points that passed; empty if none is answered. */
  public OptionalDouble compliance() {
    return compliance(answers.values().stream());
  }

  /** The same for one section. */
  public OptionalDouble compliance(Section section) {
    return compliance(section.points().stream().map(point -> answers.get(point.slug())));
  }

  private static OptionalDouble compliance(Stream<Answer> answers) {
    return answers
        .map(Answer::verdict)
        .filter(each -> each == Verdict.PASSED || each == Verdict.FAILED)
        .mapToDouble(each -> each == Verdict.PASSED ? 100 : 0)
        .average();
  }

  /** One line per point: its slug, verdict, numbers of issues and hotspots, the worst severity. */
  public String text() {
    List<String> lines = new ArrayList<>();
    answers.forEach(
        (slug, answer) ->
            lines.add(
                "%s %s %d %d %s"
                    .formatted(
                        slug,
                        answer.verdict().word(),
                        answer.issues().issues(),
                        answer.issues().hotspots(),
                        answer.issues().worst())
                    .strip()));
    return String.join("\n", lines);
  }
}
