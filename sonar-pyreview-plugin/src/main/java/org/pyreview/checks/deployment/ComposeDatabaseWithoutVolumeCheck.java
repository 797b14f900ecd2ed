package org.pyreview.checks.deployment;

import org.pyreview.frameworks.container.DatabaseService;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "compose-database-without-volume")
public class ComposeDatabaseWithoutVolumeCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    DatabaseService.of(review.project()).stream()
        .filter(service -> !service.isKept())
        .forEach(
            service ->
                review.report(
                    service.file(),
                    service.place(),
                    "Keep the data of `%s` in a volume: it is lost when the container is made anew."
                        .formatted(service.name())));
    DatabaseService.of(review.project())
        .forEach(
            service ->
                service
                    .misplaced()
                    .ifPresent(
                        volume ->
                            review.report(
                                service.file(),
                                volume,
                                "Mount this volume at /var/lib/postgresql: from version 18 on PostgreSQL keeps the data of `%s` in a folder of its version there, and this one stays empty."
                                    .formatted(service.name()))));
  }
}
