package org.pyreview.checks.django;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pyreview.frameworks.django.queries.Access;
import org.pyreview.frameworks.django.queries.MissingLoads;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.frameworks.django.queries.Query;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.frameworks.django.queries.RepeatedReads;
import org.pyreview.frameworks.django.queries.SparedLoads;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.python.CodeRole;
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

  private static final Set<CodeRole> SERVED = EnumSet.of(CodeRole.SERVER, CodeRole.WORKER);

  @Override
  public void review(ProjectReview review) {
    RepeatedReads reads = new RepeatedReads(review.project());
    SparedLoads spared = new SparedLoads(review.project(), reads);
    MissingLoads missing = new MissingLoads(review.project());
    MissingLoads ofKeys = new MissingLoads(review.project());
    for (Access access : QueryUses.of(review.project()).accesses()) {
      if (isReviewed(access, reads)
          && (followCalls || access.calls().isEmpty())
          && !spared.contains(access)) {
        (reads.column(access).isPresent() ? ofKeys : missing).add(access);
      }
    }
    List<MissingLoad> all = missing.all();
    all.forEach(each -> reportLoad(each, reads, review));
    ofKeys.all().stream()
        .flatMap(each -> each.accesses().stream())
        .filter(access -> all.stream().noneMatch(each -> loads(each, access)))
        .filter(access -> !reads.isOfOneParent(access))
        .forEach(access -> reportKey(access, reads, review));
  }

  private boolean isReviewed(Access access, RepeatedReads reads) {
    Set<CodeRole> roles = EnumSet.copyOf(SERVED);
    if (includeManagementCommands) {
      roles.add(CodeRole.COMMAND);
    }
    boolean isCommand =
        access.loop().module().file().path().isBelow(Set.of("management"))
            && !includeManagementCommands;
    return !isCommand
        && reads.areIn(access, roles)
        && reads.areMany(access)
        && !reads.isBesideHeavyWork(access);
  }

  /** Whether the row whose key is read is needed as a whole, too. */
  private static boolean loads(MissingLoad missing, Access key) {
    return missing.origin().place().equals(key.query().origin().place())
        && missing.module() == key.query().module()
        && missing.accesses().stream()
            .anyMatch(each -> (each.path() + "__").startsWith(key.path() + "__"));
  }

  private static void reportKey(Access access, RepeatedReads reads, ProjectReview review) {
    review
        .report(
            access.module().file(),
            access.place(),
            "Read \"%s\" instead of the id of \"%s\": that is a query for every row of a loop."
                .formatted(reads.column(access).orElseThrow(), access.path()))
        .because(access.loop().module().file(), access.loop().place(), "The loop over its rows");
  }

  private static void reportLoad(MissingLoad missing, RepeatedReads reads, ProjectReview review) {
    if (!reads.isStreamed(missing.accesses().get(0))) {
      report(missing, review);
    } else if (!missing.joined().isEmpty()) {
      // prefetch_related() fails where rows come in portions of a size that nobody names.
      report(missing.onlyJoined(), review);
    }
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
    for (Query.Source source : missing.sources()) {
      issue.because(source.module().file(), source.made().place(), "The queryset comes from here");
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
        : "Add %s to this queryset: a loop over it queries %s again for every row.%s"
            .formatted(missing.calls(), missing.paths(), missing.besides());
  }
}
