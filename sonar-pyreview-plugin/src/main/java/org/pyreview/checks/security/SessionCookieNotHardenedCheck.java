package org.pyreview.checks.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.fastapi.SessionMiddleware;
import org.pyreview.frameworks.flask.FlaskConfiguration;
import org.pyreview.frameworks.flask.FlaskConfiguration.Setting;
import org.pyreview.frameworks.hosting.Hosting;
import org.pyreview.frameworks.web.CookieLifetime;
import org.pyreview.frameworks.web.OnionService;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "session-cookie-not-hardened")
public class SessionCookieNotHardenedCheck extends CodeCheck {

  private static final Set<String> LIFETIMES =
      Set.of("PERMANENT_SESSION_LIFETIME", "REMEMBER_COOKIE_DURATION");

  @RuleProperty(
      key = "maxLifetimeDays",
      description = "The longest acceptable lifetime of a session, in days",
      defaultValue = "30")
  public int maxLifetimeDays = 30;

  @Override
  public void review(ProjectReview review) {
    Project project = review.project();
    if (DeployedApplication.of(project).isLibrary() || OnionService.of(project).isOffered()) {
      return;
    }
    CookieLifetime lifetime = new CookieLifetime(new Constants(ProjectCode.of(project)));
    reviewFlask(FlaskConfiguration.of(project), lifetime, review);
    if (SessionMiddleware.isWrittenTo(project)) {
      SessionMiddleware.of(project).forEach(each -> reviewMiddleware(each, lifetime, review));
    }
    reviewDjango(lifetime, review);
  }

  private void reviewFlask(
      FlaskConfiguration configuration, CookieLifetime lifetime, ProjectReview review) {
    if (!configuration.hasSessions()) {
      return;
    }
    reviewAbsent(configuration, review);
    for (String name : List.of("SESSION_COOKIE_SECURE", "REMEMBER_COOKIE_SECURE")) {
      List<Setting> settings = configuration.of(name);
      // Where something else sets it as well, or who hosts it does, False is where they begin.
      boolean isDefault =
          !settings.stream().allMatch(each -> each.is("False"))
              || Hosting.of(review.project()).isOfferedToOthers();
      reportIf(
          settings.stream().filter(each -> !isDefault && each.is("False")),
          "Set %s to True: the cookie goes out with the first plain http request.".formatted(name),
          review);
    }
    for (String name : List.of("SESSION_COOKIE_HTTPONLY", "REMEMBER_COOKIE_HTTPONLY")) {
      reportIf(
          configuration.of(name).stream().filter(each -> each.is("False")),
          "Leave %s at True: with False every injected script can read the cookie.".formatted(name),
          review);
    }
    for (String name : List.of("SESSION_COOKIE_SAMESITE", "REMEMBER_COOKIE_SAMESITE")) {
      reportIf(
          configuration.of(name).stream().filter(each -> each.is("None")),
          "Set %s to \"Lax\": without it forms of other websites are sent with the session."
              .formatted(name),
          review);
    }
    for (String name : LIFETIMES) {
      configuration
          .of(name)
          .forEach(each -> reviewLifetime(name, each.value(), each.module(), lifetime, review));
    }
  }

  private static void reviewAbsent(FlaskConfiguration configuration, ProjectReview review) {
    List<String> absent = new ArrayList<>();
    if (configuration.isUnset("SESSION_COOKIE_SECURE")) {
      absent.add("SESSION_COOKIE_SECURE");
    }
    if (configuration.setsRememberCookie() && configuration.isUnset("REMEMBER_COOKIE_SECURE")) {
      absent.add("REMEMBER_COOKIE_SECURE");
    }
    if (!absent.isEmpty()) {
      configuration
          .applications()
          .forEach(
              each ->
                  review.report(
                      each.file(),
                      each.place(),
                      messageOnAbsent(configuration, review)
                          .formatted(String.join(" and ", absent))));
    }
  }

  private static String messageOnAbsent(FlaskConfiguration configuration, ProjectReview review) {
    if (Hosting.of(review.project()).isOfferedToOthers()) {
      return "Let the configuration switch %s on: where this is served over https, whoever listens to a plain http request gets the session.";
    }
    return configuration.readsEnvironment()
        ? "Let a variable of the environment set %s to True in the configuration: as it is, whoever listens to a plain http request gets the session."
        : "Set %s to True in the configuration: as it is, whoever listens to a plain http request gets the session.";
  }

  private static void reportIf(Stream<Setting> settings, String message, ProjectReview review) {
    settings.forEach(each -> review.report(each.file(), each.value().place(), message));
  }

  private void reviewMiddleware(
      SessionMiddleware middleware, CookieLifetime lifetime, ProjectReview review) {
    ProjectFile file = middleware.module().file();
    if (middleware.isSentInTheClear()) {
      review.report(
          file,
          middleware.ofHttpsOnly(),
          Hosting.of(review.project()).isOfferedToOthers()
              ? "Let a setting decide about https_only of SessionMiddleware: where this is served over https, the session still goes out with plain http requests."
              : "Pass https_only=True to SessionMiddleware: without it the session goes out with the first plain http request.");
    }
    middleware
        .maxAge()
        .ifPresent(
            age -> {
              if (age instanceof Expr.Constant none && none.text().equals("None")) {
                review.report(
                    file,
                    age.place(),
                    "Give the session a max_age: with None the server accepts it for ever.");
              } else {
                reviewLifetime("max_age", age, middleware.module(), lifetime, review);
              }
            });
  }

  private void reviewDjango(CookieLifetime lifetime, ProjectReview review) {
    for (ModuleCode module : SettingsModules.of(review.project()).all()) {
      if (!DevelopmentPath.of(module.file().path()).isDevelopment()) {
        module
            .topLevel()
            .filter(Stmt.Assign.class::isInstance)
            .map(Stmt.Assign.class::cast)
            .filter(each -> each.name().filter("SESSION_COOKIE_AGE"::equals).isPresent())
            .flatMap(each -> each.value().stream())
            .forEach(
                value -> reviewLifetime("SESSION_COOKIE_AGE", value, module, lifetime, review));
      }
    }
  }

  private void reviewLifetime(
      String name, Expr value, ModuleCode module, CookieLifetime lifetime, ProjectReview review) {
    if (lifetime.days(value, module).filter(days -> days > maxLifetimeDays).isPresent()) {
      review.report(
          module.file(),
          value.place(),
          "Shorten %s to at most %d days: a stolen cookie opens the account for as long."
              .formatted(name, maxLifetimeDays));
    }
  }
}
