package org.pyreview.checks.language;

import java.util.List;
import java.util.stream.Collectors;
import org.pyreview.frameworks.web.CalledByLibrary;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
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
    if (typed.coverage() >= minProjectCoverage) {
      typed.signatures().stream()
          .filter(Signature::isPublic)
          .filter(Signature::isIncomplete)
          .filter(each -> !CalledByLibrary.is(each.function()))
          .forEach(each -> report(each, review));
    }
  }

  private static void report(Signature found, ProjectReview review) {
    List<Expr.Parameter> bare = found.bare();
    ProjectReview.Issue issue =
        review.report(
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
