package org.pyreview.checks.web;

import java.util.List;
import java.util.Optional;
import org.pyreview.frameworks.flask.FlaskExtension;
import org.pyreview.frameworks.web.WebApplication;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.ProjectCode;
import org.sonar.check.Rule;

@Rule(key = "flask-extension-never-initialised")
public class FlaskExtensionNeverInitialisedCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    ProjectCode code = ProjectCode.of(review.project());
    List<FlaskExtension> extensions = FlaskExtension.of(review.project());
    for (FlaskExtension each : extensions) {
      if (each.isGlobal()) {
        checkGlobal(each, code, review);
      } else {
        checkLocal(each, extensions, review);
      }
    }
  }

  private static void checkGlobal(
      FlaskExtension extension, ProjectCode code, ProjectReview review) {
    if (!extension.isMadeWithApplication() && !extension.isBound(code)) {
      review.report(
          extension.module().file(),
          extension.call().place(),
          "Call %s.init_app(app) where the application is made: %s."
              .formatted(
                  extension.name(),
                  extension.protects()
                      ? "without it nothing is protected"
                      : "without it the first use fails"));
    }
  }

  private static void checkLocal(
      FlaskExtension local, List<FlaskExtension> all, ProjectReview review) {
    boolean isInFactory =
        WebApplication.of(review.project()).stream().anyMatch(app -> isSame(app, local));
    Optional<FlaskExtension> shared =
        all.stream()
            .filter(each -> each.isGlobal() && each.type().equals(local.type()))
            .findFirst();
    if (isInFactory && shared.isPresent() && !local.needsNoHandle()) {
      review
          .report(
              local.module().file(),
              local.call().place(),
              "Bind `%s` of %s with init_app() instead of making a second %s: the other files know only that one."
                  .formatted(
                      shared.get().name(), shared.get().module().file().name(), local.type()))
          .because(
              shared.get().module().file(), shared.get().call().place(), "The others use this.");
    }
  }

  private static boolean isSame(WebApplication app, FlaskExtension local) {
    return app.isFlask()
        && app.module() == local.module()
        && app.scope()
            .function()
            .filter(
                each ->
                    local
                        .scope()
                        .function()
                        .filter(f -> f.place().equals(each.place()))
                        .isPresent())
            .isPresent();
  }
}
