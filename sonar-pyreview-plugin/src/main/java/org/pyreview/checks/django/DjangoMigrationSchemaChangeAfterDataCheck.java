package org.pyreview.checks.django;

import java.util.HashSet;
import java.util.List;
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
    if (DatabaseEngine.of(review.project()).isOnlySqlite()) {
      return;
    }
    RecentMigrations recent = RecentMigrations.addedWithin(review.project(), maxAgeDays);
    MigrationState state = MigrationState.of(review.project());
    List<DataOperation> data =
        DataOperation.of(review.project())
            .filter(each -> recent.contains(each.migration()))
            .filter(each -> each.migration().migration().isAtomic() && each.changesRows())
            .toList();
    Set<Node> reported = new HashSet<>();
    for (DataOperation each : data) {
      Set<String> written =
          each.writtenModels(ProjectCode.of(review.project()), state).orElse(Set.of());
      Optional<AppliedOperation> alteration =
          reported.contains(each.migration()) ? Optional.empty() : alteration(each, written, state);
      alteration.ifPresent(
          found -> {
            reported.add(each.migration());
            report(found, each, review);
          });
    }
  }

  /**
   * The first operation behind the data that alters a table that was written, and in which checks
   * of foreign keys may be waiting for the end of the transaction.
   */
  private static Optional<AppliedOperation> alteration(
      DataOperation data, Set<String> written, MigrationState state) {
    return state.operations().stream()
        .filter(each -> each.step().migration().equals(data.migration()))
        .filter(each -> ALTERATIONS.contains(each.name()) && !each.step().isStateOnly())
        .filter(each -> data.place().line() < each.step().operation().line())
        .filter(
            each -> each.model().filter(model -> state.creates(data.migration(), model)).isEmpty())
        .filter(
            each ->
                each.model()
                    .map(model -> each.step().migration().app() + "." + model)
                    .filter(label -> written.contains(label) && state.isInForeignKeys(label))
                    .isPresent())
        .findFirst();
  }

  private static void report(
      AppliedOperation alteration, DataOperation data, ProjectReview review) {
    review
        .report(
            alteration.step().file(),
            alteration.step().operation(),
            "Move this %s to a migration of its own: after %s in the same transaction the database may refuse it, and the table stays locked while the data is copied."
                .formatted(alteration.name(), data.name()))
        .because(data.migration().file(), data.place(), "The rows are changed here.");
  }
}
