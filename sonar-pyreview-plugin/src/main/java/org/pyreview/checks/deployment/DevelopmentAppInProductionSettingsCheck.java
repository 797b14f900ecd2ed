package org.pyreview.checks.deployment;

import org.pyreview.frameworks.django.settings.DevelopmentTool;
import org.pyreview.frameworks.django.settings.OpenedTool;
import org.pyreview.frameworks.web.DebugTool;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "development-app-in-production-settings")
public class DevelopmentAppInProductionSettingsCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    DevelopmentTool.ofProduction(review.project()).forEach(each -> report(each, review));
    OpenedTool.of(review.project())
        .forEach(each -> review.report(each.file(), each.place(), message(each)));
    DebugTool.of(review.project())
        .forEach(
            each ->
                review.report(
                    each.file(),
                    each.place(),
                    "Use `%s` only if a condition says that no visitor is there: it shows code, queries and data of requests to whoever finds it."
                        .formatted(each.name())));
  }

  private static String message(OpenedTool tool) {
    return switch (tool.kind()) {
      case URLS ->
          "Include `%s` only if DEBUG is on: its pages show queries, settings and data of requests to whoever finds them."
              .formatted(tool.name());
      case ADDRESSES ->
          "Take `%s` out of INTERNAL_IPS for the servers: it makes every visitor a developer."
              .formatted(tool.name());
      case CALLBACK ->
          "Let `%s` ask for DEBUG: it shows the toolbar to every visitor.".formatted(tool.name());
    };
  }

  private static void report(DevelopmentTool found, ProjectReview review) {
    ProjectReview.Issue issue =
        review.report(
            found.place().file(),
            found.place().place(),
            "Take `%s` out of %s for the servers: it shows queries, settings and data of requests to whoever finds it."
                .formatted(found.name(), found.setting()));
    if (found.place().file() != found.settings().module().file()) {
      issue.because(
          found.settings().module().file(),
          found.settings().module().statements().get(0).place(),
          "The servers run with these settings.");
    }
  }
}
