package org.pyreview.checks.web;

import java.util.Optional;
import org.pyreview.frameworks.container.StartCommand;
import org.pyreview.frameworks.flask.ContextRead;
import org.pyreview.frameworks.web.ApplicationFactory;
import org.pyreview.frameworks.web.ApplicationFactory.ChangedConfiguration;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.sonar.check.Rule;

@Rule(key = "flask-factory-misused")
public class FlaskFactoryMisusedCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    ProjectCode code = ProjectCode.of(review.project());
    for (ApplicationFactory factory : ApplicationFactory.of(review.project())) {
      if (!isServed(factory, review)) {
        factory.callsAtImport(code).forEach(call -> reportCall(factory, call, review));
      }
      factory
          .fixedConfiguration(code)
          .ifPresent(loading -> reportConfiguration(factory, loading, review));
    }
    ContextRead.of(review.project())
        .forEach(
            read ->
                review.report(
                    read.file(),
                    read.place(),
                    "Read `%s` inside a function: while the file is imported there is no application yet, and this fails."
                        .formatted(read.name())));
  }

  /** Whether a server starts with the factory's file, which is an entry point then. */
  private static boolean isServed(ApplicationFactory factory, ProjectReview review) {
    return StartCommand.of(review.project()).stream()
        .anyMatch(command -> command.serves(factory.module().file()));
  }

  private static void reportCall(ApplicationFactory factory, Expr.Call call, ProjectReview review) {
    review
        .report(
            factory.module().file(),
            call.place(),
            "Call %s() in an entry point such as wsgi.py: here every import of the file makes an application."
                .formatted(factory.function().name()))
        .because(
            factory.module().file(),
            factory.function().place(),
            "The factory is in the same file.");
  }

  private static void reportConfiguration(
      ApplicationFactory factory, Expr.Call loading, ProjectReview review) {
    ProjectReview.Issue issue =
        review
            .report(
                factory.module().file(),
                factory.function().place(),
                "Let %s() take its configuration as a parameter: it always loads the same one, in tests, too."
                    .formatted(factory.function().name()))
            .because(factory.module().file(), loading.place(), "This is all it knows.");
    Optional<ChangedConfiguration> changed = ChangedConfiguration.inTests(review.project());
    changed.ifPresent(
        each ->
            issue.because(
                each.file(), each.place(), "A test changes it when the application is made."));
  }
}
