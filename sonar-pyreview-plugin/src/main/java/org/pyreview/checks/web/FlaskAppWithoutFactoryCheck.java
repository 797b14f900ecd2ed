package org.pyreview.checks.web;

import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.frameworks.flask.FlaskModules;
import org.pyreview.frameworks.web.WebApplication;
import org.pyreview.frameworks.web.WebApplication.Importer;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "flask-app-without-factory")
public class FlaskAppWithoutFactoryCheck extends CodeCheck {

  private static final Pattern FACTORY =
      Pattern.compile("(?:create|make|build|init|configure|setup)_(?:\\w+_)?app(?:lication)?");

  @RuleProperty(
      key = "minModules",
      description = "Modules that import flask from which the application is not small any more",
      defaultValue = "3")
  public int minModules = 3;

  @Override
  public void review(ProjectReview review) {
    ProjectCode code = ProjectCode.of(review.project());
    WebApplication.of(review.project()).stream()
        .filter(app -> app.isFlask() && app.isGlobal())
        .filter(app -> !isConfiguredByFactory(app))
        .filter(app -> app.isUsed() || !app.importers(code).isEmpty())
        .forEach(app -> check(app, code, review));
  }

  /** {@code create_app(application)}: the function that configures it takes any other as well. */
  private static boolean isConfiguredByFactory(WebApplication app) {
    return app.module()
        .topLevel()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(
            each ->
                each instanceof Expr.Call call
                    && FACTORY.matcher(call.name()).matches()
                    && call.arguments().stream()
                        .anyMatch(argument -> argument.value().dotted().equals(app.name())));
  }

  private void check(WebApplication app, ProjectCode code, ProjectReview review) {
    List<Importer> importers = app.importers(code);
    FlaskModules modules = FlaskModules.of(review.project());
    long count = modules.count() - otherApplications(app, review);
    boolean isLarge =
        !importers.isEmpty()
            || count >= minModules
            || (count > 1 && modules.haveBlueprintsOrExtensions());
    if (isLarge) {
      ProjectReview.Issue issue =
          review.report(
              app.module().file(),
              app.call().place(),
              importers.isEmpty()
                  ? "Make `%s` in a function create_app(): as it is, tests and commands can't give it a configuration of their own."
                      .formatted(app.name().orElseThrow())
                  : "Make `%s` in a function create_app(): %s it, and tests can't give it a configuration of their own."
                      .formatted(
                          app.name().orElseThrow(),
                          importers.size() == 1
                              ? "another file imports"
                              : importers.size() + " other files import"));
      importers.forEach(
          each ->
              issue.because(
                  each.module().file(), each.statement().place(), "This imports the application."));
    }
  }

  /** How many files make an application of their own, which is small for itself. */
  private static long otherApplications(WebApplication app, ProjectReview review) {
    return WebApplication.of(review.project()).stream()
        .filter(each -> each.isFlask() && each.isUsed())
        .map(WebApplication::module)
        .filter(module -> module != app.module())
        .distinct()
        .count();
  }
}
