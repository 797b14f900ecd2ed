package org.pyreview.checks.django;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.DatabaseEngine;
import org.pyreview.frameworks.django.MigrationState;
import org.pyreview.frameworks.django.MigrationState.AppliedOperation;
import org.pyreview.frameworks.django.MigrationState.FieldChange;
import org.pyreview.frameworks.django.MigrationState.Step;
import org.pyreview.frameworks.django.RecentMigrations;
import org.pyreview.frameworks.hosting.Hosting;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-migration-concurrent-index")
public class DjangoMigrationConcurrentIndexCheck extends CodeCheck {

  @RuleProperty(
      key = "recentOnly",
      description = "How many of the newest migrations of each app are reviewed",
      defaultValue = "3")
  public int recentOnly = 3;

  @RuleProperty(
      key = "ignoreModels",
      description = "Names of models known to have few rows, separated by commas",
      defaultValue = "")
  public String ignoreModels = "";

  @RuleProperty(
      key = "maxAgeDays",
      description =
          "Days between the newest commit and the one that added a migration, beyond which it"
              + " counts as applied everywhere, and a table as filled; 0 for no limit",
      defaultValue = "180")
  public int maxAgeDays = 180;

  /** Tables of kinds and settings: somebody writes their rows by hand. */
  private static final Pattern SMALL =
      Pattern.compile(
          "\\w*(?:type|kind|category|status|role|currency|country|language|locale|template)s?|(?!\\w*(?:user|account|customer|member|profile|device))\\w*(?:config|configuration|settings?|group)");

  @Override
  public void review(ProjectReview review) {
    RecentMigrations recent =
        RecentMigrations.lastOfEachApp(review.project(), recentOnly, maxAgeDays);
    MigrationState state = MigrationState.of(review.project());
    for (AppliedOperation operation : state.operations()) {
      boolean isRefused =
          operation.name().endsWith("IndexConcurrently")
              && !operation.step().isStateOnly()
              && operation.step().migration().migration().isAtomic();
      if (isRefused && recent.contains(operation.step().migration())) {
        report(
            operation.step(),
            "Set atomic = False on this migration: %s can't run inside a transaction."
                .formatted(operation.name()),
            review);
      }
    }
    if (DatabaseEngine.of(review.project()).isPostgresAlone()
        && !isStoppedForUpgrades(review.project())) {
      reviewIndexes(state, recent, review);
    }
  }

  /** Those who install the product upgrade it while it doesn't run, as its manual says. */
  private static boolean isStoppedForUpgrades(Project project) {
    return Hosting.of(project).isLeftToOthers() && !Hosting.of(project).isDeliveredToAuthors();
  }

  private void reviewIndexes(MigrationState state, RecentMigrations recent, ProjectReview review) {
    Set<String> quick = new HashSet<>();
    for (String model : ignoreModels.split(",")) {
      quick.add(model.trim().toLowerCase(Locale.ROOT));
    }
    Set<String> created = new HashSet<>();
    for (AppliedOperation operation : state.operations()) {
      if (operation.name().equals("CreateModel")
          && recent.isAmongNewest(operation.step().migration())) {
        operation.model().ifPresent(model -> created.add(key(operation.step(), model)));
      }
    }
    for (AppliedOperation operation : state.operations()) {
      String model = operation.model().orElse("");
      if (operation.name().equals("AddIndex")
          && recent.contains(operation.step().migration())
          && !operation.step().isStateOnly()
          && !isSmall(model, quick)
          && !created.contains(key(operation.step(), model))) {
        report(
            operation.step(),
            "Use AddIndexConcurrently in a migration with atomic = False: PostgreSQL blocks every write to \"%s\" while it builds this index."
                .formatted(model),
            review);
      }
    }
    for (FieldChange change : state.changes()) {
      String model = change.model().toLowerCase(Locale.ROOT);
      if (change.introducesIndex()
          && recent.contains(change.step().migration())
          && !change.step().isStateOnly()
          && !isSmall(model, quick)
          && !created.contains(key(change.step(), model))) {
        report(
            change.step(),
            "Create the index of \"%s.%s\" with AddIndexConcurrently instead of db_index: PostgreSQL blocks every write while it builds this one."
                .formatted(change.model(), change.field()),
            review);
      }
    }
  }

  private static boolean isSmall(String model, Set<String> quick) {
    return quick.contains(model) || SMALL.matcher(model).matches();
  }

  private static String key(Step step, String model) {
    return step.migration().app() + "." + model;
  }

  private static void report(Step step, String message, ProjectReview review) {
    review.report(step.file(), step.operation(), message);
  }
}
