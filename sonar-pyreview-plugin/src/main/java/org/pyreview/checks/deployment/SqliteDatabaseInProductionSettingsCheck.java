package org.pyreview.checks.deployment;

import java.util.List;
import java.util.Optional;
import org.pyreview.frameworks.container.ServerProcesses;
import org.pyreview.frameworks.django.settings.DjangoDatabase;
import org.pyreview.frameworks.sqlalchemy.SqliteFile;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "sqlite-database-in-production-settings")
public class SqliteDatabaseInProductionSettingsCheck extends CodeCheck {

  @RuleProperty(
      key = "allowSingleProcess",
      description = "Whether SQLite is fine where one process answers all requests",
      defaultValue = "true")
  public boolean allowSingleProcess = true;

  @Override
  public void review(ProjectReview review) {
    Project project = review.project();
    if (!DeployedApplication.of(project).isDeployed()) {
      return;
    }
    Optional<ServerProcesses> several = ServerProcesses.several(project);
    if (several.isEmpty() && allowSingleProcess) {
      return;
    }
    List<DjangoDatabase> databases = DjangoDatabase.ofProduction(project);
    boolean isSqlite =
        !databases.isEmpty()
            && databases.stream().allMatch(each -> each.isSqlite() && each.isWholeKnown());
    if (isSqlite) {
      report(databases.get(0).file(), databases.get(0).place(), several, review);
    } else if (databases.isEmpty()) {
      SqliteFile.of(project)
          .ifPresent(found -> report(found.file(), found.place(), several, review));
    }
  }

  private static void report(
      ProjectFile file, Place place, Optional<ServerProcesses> several, ProjectReview review) {
    ProjectReview.Issue issue =
        review.report(
            file,
            place,
            several.isPresent()
                ? "Use a database server here: several processes write to this file of SQLite, and wait for or lock out each other."
                : "Use a database server here: this file of SQLite is in production.");
    several.ifPresent(
        each -> issue.because(each.file(), each.place(), "This starts more than one process."));
  }
}
