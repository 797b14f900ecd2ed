package org.pyreview.checks.django;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.DataOperation;
import org.pyreview.frameworks.django.DatabaseEngine;
import org.pyreview.frameworks.django.MigrationGraph.Node;
import org.pyreview.frameworks.django.MigrationState;
import org.pyreview.frameworks.django.MigrationState.AppliedOperation;
import org.pyreview.frameworks.django.RecentMigrations;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-migration-schema-change-after-data")
public class DjangoMigrationSchemaChangeAfterDataCheck extends CodeCheck {

  private static final Set<String> ALTERATIONS =
      Set.of(
          "AlterField",
          "RemoveField",
          "RenameField",
          "AlterUniqueTogether",
          "AddConstraint",
          "RemoveConstraint",
          "DeleteModel");

  @RuleProperty(
      key = "maxAgeDays",
      description =
          "Days between the newest commit and the one that added the migration, beyond which it"
              + " counts as applied everywhere; 0 reviews all migrations",
      defaultValue = "180")
  public int maxAgeDays = 180;

  @Override
  public void review(ProjectReview review) {
    DatabaseEngine engine = DatabaseEngine.of(review.project());
    if (engine.isOnlySqlite() || (engine.isAnother() && !engine.isPostgres())) {
      return;
    }
    ProjectCode code = ProjectCode.of(review.project());
    RecentMigrations recent = RecentMigrations.addedWithin(review.project(), maxAgeDays);
    MigrationState state = MigrationState.of(review.project());
    List<DataOperation> data =
        DataOperation.of(review.project())
            .filter(each -> recent.contains(each.migration()))
            .filter(each -> each.migration().migration().isAtomic() && each.changesRows())
            .toList();
    Set<Node> reported = new HashSet<>();
    for (DataOperation each : data) {
      Optional<AppliedOperation> alteration =
          reported.contains(each.migration())
              ? Optional.empty()
              : alteration(each, each.tablesWithChecks(code, state), state, code);
      alteration.ifPresent(
          found -> {
            reported.add(each.migration());
            report(found, each, review);
          });
    }
  }

  /** The first operation behind the data that alters a table in which checks are waiting. */
  private static Optional<AppliedOperation> alteration(
      DataOperation data, Set<String> waiting, MigrationState state, ProjectCode code) {
    List<AppliedOperation> later =
        state.operations().stream()
            .filter(each -> each.step().migration().equals(data.migration()))
            .filter(each -> data.place().line() < each.step().operation().line())
            .takeWhile(each -> !isMakingChecks(each))
            .toList();
    return later.stream()
        .filter(each -> ALTERATIONS.contains(each.name()) && !each.step().isStateOnly())
        .filter(
            each -> each.model().filter(model -> state.creates(data.migration(), model)).isEmpty())
        .filter(
            each ->
                each.model()
                    .map(model -> each.step().migration().app() + "." + model)
                    .filter(waiting::contains)
                    .isPresent())
        .filter(each -> !leavesColumn(each, state, code))
        .findFirst();
  }

  /** {@code SET CONSTRAINTS ALL IMMEDIATE}: nothing waits behind it. */
  private static boolean isMakingChecks(AppliedOperation operation) {
    return operation
        .call()
        .all()
        .anyMatch(
            each ->
                each instanceof Expr.Text text
                    && text.value().toUpperCase(Locale.ROOT).contains("SET CONSTRAINTS"));
  }

  private static boolean leavesColumn(
      AppliedOperation operation, MigrationState state, ProjectCode code) {
    return operation.name().equals("AlterField")
        && state.changes().stream()
            .anyMatch(
                change -> change.step().equals(operation.step()) && change.leavesColumn(code));
  }

  private static void report(
      AppliedOperation alteration, DataOperation data, ProjectReview review) {
    review
        .report(
            alteration.step().file(),
            alteration.step().operation(),
            "Move this %s to a migration of its own: after %s in the same transaction PostgreSQL refuses it, since foreign keys of the changed rows are not checked yet."
                .formatted(alteration.name(), data.name()))
        .because(data.migration().file(), data.place(), "The rows are changed here.");
  }
}
