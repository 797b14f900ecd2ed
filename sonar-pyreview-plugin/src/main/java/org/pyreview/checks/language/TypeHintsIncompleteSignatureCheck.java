package org.pyreview.checks.language;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pyreview.frameworks.web.CalledByLibrary;
import org.pyreview.project.Habit;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.SelectedLints;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.project.code.TypedProject;
import org.pyreview.project.code.TypedProject.Signature;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "type-hints-incomplete-signature")
public class TypeHintsIncompleteSignatureCheck extends CodeCheck {

  @RuleProperty(
      key = "minProjectCoverage",
      description = "Percent of annotated parameters from which a project counts as typed",
      defaultValue = "80")
  public int minProjectCoverage = 80;

  @Override
  public void review(ProjectReview review) {
    TypedProject typed = TypedProject.of(review.project());
    if (typed.coverage() < minProjectCoverage) {
      return;
    }
    SelectedLints lints = SelectedLints.of(review.project());
    CodeRoles roles = CodeRoles.of(review.project());
    Habit habit = review.habit();
    List<Signature> asked =
        typed.signatures().stream()
            .filter(Signature::isPublic)
            .filter(each -> roles.of(each.module().file()).isProduction())
            .filter(each -> lints.wantsWholeSignatures(each.module().file()))
            .filter(each -> !CalledByLibrary.is(each.function()))
            .toList();
    habit.looked(asked.size());
    Set<ModuleCode> reported = new HashSet<>();
    asked.stream()
        .filter(Signature::isIncomplete)
        .filter(each -> !untold(each).isEmpty() && !givesAnything(each.function()))
        // Once per file: who mends one sees the others.
        .filter(each -> reported.add(each.module()))
        .forEach(each -> report(each, habit));
    habit.report(
        "Annotate whole signatures: %d files have functions with types for some parameters only."
            ::formatted);
  }

  /** The parameters without a type, those left out whose default tells it. */
  private static List<Expr.Parameter> untold(Signature signature) {
    return signature.bare().stream().filter(each -> each.standard().isEmpty()).toList();
  }

  /** Whether it hands on what it gets, so that types of single parameters change nothing. */
  private static boolean givesAnything(Stmt.Function function) {
    boolean takesRest =
        function.parameters().stream()
            .anyMatch(
                each ->
                    !each.stars().isEmpty()
                        && each.annotation().isEmpty()
                        && !each.name().isEmpty());
    boolean returnsAny =
        function
            .returns()
            .flatMap(Expr::dotted)
            .filter(each -> each.equals("Any") || each.endsWith(".Any"))
            .isPresent();
    return takesRest || returnsAny;
  }

  private static void report(Signature found, Habit habit) {
    List<Expr.Parameter> bare = untold(found);
    ProjectReview.Issue issue =
        habit.found(
            found.module().file(),
            found.function().place(),
            "Annotate %s of %s() as well: type checkers take %s for anything, in a signature that looks checked."
                .formatted(
                    bare.stream()
                        .map(each -> "`" + each.name() + "`")
                        .collect(Collectors.joining(", ")),
                    found.function().name(),
                    bare.size() == 1 ? "it" : "them"));
    bare.forEach(each -> issue.because(found.module().file(), each.place(), "No type."));
  }
}
