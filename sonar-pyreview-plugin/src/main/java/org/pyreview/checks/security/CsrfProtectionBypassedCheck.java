package org.pyreview.checks.security;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.csrf.CsrfExemption;
import org.pyreview.frameworks.django.csrf.QuietSession;
import org.pyreview.frameworks.django.settings.Components;
import org.pyreview.frameworks.django.settings.EffectiveSettings;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.flask.FlaskConfiguration;
import org.pyreview.frameworks.flask.FlaskConfiguration.Form;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
import org.sonar.check.Rule;

@Rule(key = "csrf-protection-bypassed")
public class CsrfProtectionBypassedCheck extends CodeCheck {

  private static final Pattern WHOLE_TOP_LEVEL = Pattern.compile("https?://\\*\\.\\w{2,3}");
  private static final Pattern NO_HOST = Pattern.compile("(?:https?://)?\\*");
  private static final Pattern PLAIN =
      Pattern.compile(
          "http://(?!localhost|127\\.|\\[::1\\]|0\\.0\\.0\\.0|[\\w-]+(?::\\d+)?$|.*\\.(?:local|test|localhost)(?::|$)).*");

  private static final Set<String> KEEPING = Set.of("lax", "strict");

  /** SonarQube's own S4502 reads the file of this name. */
  private static final String SETTINGS = "settings.py";

  @Override
  public void review(ProjectReview review) {
    for (CsrfExemption each : CsrfExemption.of(review.project())) {
      review.report(
          each.file(),
          each.at(),
          "Remove csrf_exempt from `%s`, or check a signature in it: other websites can send its forms for whoever is logged in."
              .formatted(each.view().name()));
    }
    for (QuietSession each : QuietSession.of(review.project())) {
      review.report(
          each.type().file(),
          each.method().place(),
          "Remove enforce_csrf() from `%s`, or use token authentication: with a session alone other websites can write for whoever is logged in."
              .formatted(each.type().name()));
    }
    reviewFlask(FlaskConfiguration.of(review.project()), review);
    reviewDjango(review);
  }

  private static void reviewFlask(FlaskConfiguration configuration, ProjectReview review) {
    for (String name : List.of("WTF_CSRF_ENABLED", "WTF_CSRF_CHECK_DEFAULT")) {
      configuration.of(name).stream()
          // SonarQube's own S4502 knows app.config["WTF_CSRF_ENABLED"] = False.
          .filter(each -> each.is("False") && each.form() != Form.ENTRY)
          .forEach(
              each ->
                  review.report(
                      each.file(),
                      each.value().place(),
                      "Leave %s at True outside of tests: with False other websites can send your forms."
                          .formatted(name)));
    }
    boolean hasCookies =
        configuration.of("JWT_TOKEN_LOCATION").stream()
            .flatMap(each -> each.value().all())
            .anyMatch(each -> each instanceof Expr.Text text && text.value().equals("cookies"));
    if (hasCookies) {
      configuration.of("JWT_COOKIE_CSRF_PROTECT").stream()
          .filter(each -> each.is("False") && !keepsCookie(each, configuration))
          .forEach(
              each ->
                  review.report(
                      each.file(),
                      each.value().place(),
                      "Leave JWT_COOKIE_CSRF_PROTECT at True: the token is in a cookie, which browsers send with forms of other websites, too."));
    }
  }

  /** Whether the cookie stays in the browser when other websites send something. */
  private static boolean keepsCookie(
      FlaskConfiguration.Setting protect, FlaskConfiguration configuration) {
    return configuration.of("JWT_COOKIE_SAMESITE").stream()
        .anyMatch(
            each ->
                each.file().equals(protect.file())
                    && each.value() instanceof Expr.Text text
                    && KEEPING.contains(text.value().toLowerCase(Locale.ROOT)));
  }

  private static void reviewDjango(ProjectReview review) {
    Set<String> reported = new HashSet<>();
    for (EffectiveSettings settings : SettingsModules.of(review.project()).production("")) {
      report(
          settings.get("MIDDLEWARE"),
          list(settings, "MIDDLEWARE")
              .filter(list -> !list.isEmpty() && !list.contains(Components.CSRF_MIDDLEWARE))
              .filter(list -> !isReadBySonar(settings))
              .map(
                  list ->
                      "Add CsrfViewMiddleware to MIDDLEWARE: without it other websites can send your forms."),
          reported,
          review);
      report(
          settings.get("CSRF_TRUSTED_ORIGINS"),
          list(settings, "CSRF_TRUSTED_ORIGINS").flatMap(CsrfProtectionBypassedCheck::origins),
          reported,
          review);
    }
  }

  private static boolean isReadBySonar(EffectiveSettings settings) {
    return settings
        .get("MIDDLEWARE")
        .filter(each -> each.file().name().equals(SETTINGS))
        .isPresent();
  }

  private static Optional<List<?>> list(EffectiveSettings settings, String name) {
    return settings
        .get(name)
        .map(Assigned::value)
        .filter(each -> each instanceof Known known && known.value() instanceof List<?>)
        .map(each -> (List<?>) ((Known) each).value());
  }

  /** {@code "https://*"} matches no host at all: Django knows wildcards below a domain only. */
  private static Optional<String> origins(List<?> origins) {
    return origins.stream()
        .map(Object::toString)
        .flatMap(each -> origin(each).stream())
        .findFirst();
  }

  private static Optional<String> origin(String origin) {
    if (WHOLE_TOP_LEVEL.matcher(origin).matches()) {
      return Optional.of(
          "Name the hosts in CSRF_TRUSTED_ORIGINS: \"%s\" lets every website there send your forms."
              .formatted(origin));
    }
    return PLAIN.matcher(origin).matches() && !NO_HOST.matcher(origin).matches()
        ? Optional.of(
            "Trust only https in CSRF_TRUSTED_ORIGINS: whoever can change the plain page of \"%s\" can send your forms."
                .formatted(origin))
        : Optional.empty();
  }

  private static void report(
      Optional<Assigned> at, Optional<String> message, Set<String> reported, ProjectReview review) {
    if (at.isPresent()
        && message.isPresent()
        && reported.add(at.get().file() + " " + at.get().place() + message.get())) {
      review.report(at.get().file(), at.get().place(), message.get());
    }
  }
}
