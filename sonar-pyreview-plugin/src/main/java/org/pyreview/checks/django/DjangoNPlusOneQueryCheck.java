package org.pyreview.checks.django;

import java.util.Set;
import org.pyreview.frameworks.django.queries.Access;
import org.pyreview.frameworks.django.queries.MissingLoads;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.python.ModulePath;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-n-plus-one-query")
public class DjangoNPlusOneQueryCheck extends CodeCheck {

  @RuleProperty(
      key = "includeManagementCommands",
      description = "Also review management commands",
      defaultValue = "false")
  public boolean includeManagementCommands;

  @RuleProperty(
      key = "followCalls",
      description =
          "Also report relations loaded by methods, properties and functions called in the loop",
      defaultValue = "true")
  public boolean followCalls = true;

  @Override
  public void review(ProjectReview review) {
    MissingLoads missing = new MissingLoads(review.project());
    for (Access access : QueryUses.of(review.project()).accesses()) {
      if (isReviewed(access) && (followCalls || access.calls().isEmpty())) {
        missing.add(access);
      }
    }
    missing.all().forEach(each -> report(each, review));
  }

  private boolean isReviewed(Access access) {
    ModulePath path = access.loop().module().file().path();
    return !path.isTest() && (includeManagementCommands || !path.isBelow(Set.of("management")));
  }

  private static void report(MissingLoad missing, ProjectReview review) {
    ProjectReview.Issue issue =
        review.report(missing.module().file(), missing.origin().place(), message(missing));
    Access first = missing.accesses().get(0);
    boolean isElsewhere =
        first.loop().module() != missing.module()
            || !first.loop().place().equals(missing.origin().place());
    if (isElsewhere) {
      issue.because(first.loop().module().file(), first.loop().place(), "The loop over its rows");
    }
    for (Access access : missing.accesses()) {
      for (Access.Call call : access.calls()) {
        issue.because(
            call.module().file(), call.place(), "\"%s\" reads them".formatted(call.name()));
      }
      issue.because(
          access.module().file(),
          access.place(),
          "Queries \"%s\" for every row".formatted(access.path()));
    }
  }

  private static String message(MissingLoad missing) {
    return missing.calls().isEmpty()
        ? "Load %s for all rows at once, with a Prefetch object or one query before the loop: a filtered query runs for every row."
            .formatted(missing.refinedPaths())
        : "Add %s to this queryset: a loop over it queries %s again for every row."
            .formatted(missing.calls(), missing.paths());
  }
}
