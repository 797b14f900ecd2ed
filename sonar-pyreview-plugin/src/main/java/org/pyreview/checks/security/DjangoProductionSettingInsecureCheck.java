package org.pyreview.checks.security;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.settings.Components;
import org.pyreview.frameworks.django.settings.EffectiveSettings;
import org.pyreview.frameworks.django.settings.ProxyConfiguration;
import org.pyreview.frameworks.django.settings.SettingValue;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.hosting.Hosting;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Constants;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-production-setting-insecure")
public class DjangoProductionSettingInsecureCheck extends CodeCheck {

  private static final String PROXY_HEADER = "SECURE_PROXY_SSL_HEADER";
  private static final String HSTS = "SECURE_HSTS_SECONDS";

  @RuleProperty(
      key = "productionSettings",
      description =
          "Dotted names of the settings modules that the servers run with, separated by commas;"
              + " empty to find them",
      defaultValue = "")
  public String productionSettings = "";

  @RuleProperty(
      key = "tlsTerminatedByProxy",
      description = "A proxy redirects to https and sets Strict-Transport-Security",
      defaultValue = "false")
  public boolean tlsTerminatedByProxy;

  @Override
  public void review(ProjectReview review) {
    Set<String> reported = new HashSet<>();
    for (EffectiveSettings settings :
        SettingsModules.of(review.project()).forVisitors(productionSettings)) {
      new Deployment(settings, reported, review).check();
    }
  }

  /** One production module under {@code manage.py check --deploy}. */
  private final class Deployment {
    private final EffectiveSettings settings;
    private final Set<String> reported;
    private final ProjectReview review;
    private final Hosting hosting;
    private final Set<String> absent = new LinkedHashSet<>();

    Deployment(EffectiveSettings settings, Set<String> reported, ProjectReview review) {
      this.settings = settings;
      this.reported = reported;
      this.review = review;
      this.hosting = Hosting.of(review.project());
    }

    void check() {
      checkMiddleware(
          Components.SECURITY_MIDDLEWARE,
          "Add SecurityMiddleware to MIDDLEWARE: without it no SECURE_* setting has an effect.");
      checkMiddleware(
          Components.FRAME_OPTIONS_MIDDLEWARE,
          "Add XFrameOptionsMiddleware to MIDDLEWARE: without it other sites can frame the pages and catch clicks.");
      if (!isServedByOthers()) {
        checkCookies();
        checkTransport();
        reportAbsent();
      }
      checkValue(
          "SESSION_COOKIE_HTTPONLY",
          false,
          "Leave SESSION_COOKIE_HTTPONLY at True: with False every injected script can read the session.");
      checkValue(
          "SECURE_CONTENT_TYPE_NOSNIFF",
          false,
          "Leave SECURE_CONTENT_TYPE_NOSNIFF at True: with False browsers may run uploads as scripts.");
      checkValue(
          "X_FRAME_OPTIONS",
          "ALLOWALL",
          "Set X_FRAME_OPTIONS to \"DENY\": \"ALLOWALL\" lets other sites frame the pages and catch clicks.");
      checkValue(
          "SECURE_REFERRER_POLICY",
          Constants.NONE,
          "Leave SECURE_REFERRER_POLICY at \"same-origin\": with None links tell other sites the full address.");
      checkValue(
          "SECURE_CROSS_ORIGIN_OPENER_POLICY",
          Constants.NONE,
          "Leave SECURE_CROSS_ORIGIN_OPENER_POLICY at \"same-origin\": with None pages share a process with whoever opened them.");
      checkValue(
          "SESSION_SERIALIZER",
          Components.PICKLE_SERIALIZER,
          "Use the JSON session serializer: whoever gets hold of SECRET_KEY runs code through pickled sessions.");
      checkSameSite("SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_SECURE");
      checkSameSite("CSRF_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE");
      boolean trustsHost =
          isKnown("USE_X_FORWARDED_HOST", true)
              && settings.get(PROXY_HEADER).isEmpty()
              && !settings.isOpen();
      if (trustsHost) {
        report(
            "USE_X_FORWARDED_HOST",
            "Set SECURE_PROXY_SSL_HEADER too, or remove USE_X_FORWARDED_HOST: without a proxy that sets it, visitors choose the host.");
      }
    }

    /** Who installs a product decides whether there is https; its README may say so itself. */
    private boolean isServedByOthers() {
      return hosting.isLeftToOthers()
          && !hosting.isOperatedByAuthors()
          && !hosting.isOfferedToOthers();
    }

    /** Only what is used sends its cookie. */
    private void checkCookies() {
      if (settings.isOpen() || settings.mentions(Components.SESSIONS_APP)) {
        checkToggle(
            "SESSION_COOKIE_SECURE",
            "the session cookie goes out with the first plain http request.");
      }
      if (settings.isOpen() || settings.mentions(Components.CSRF_MIDDLEWARE)) {
        checkToggle(
            "CSRF_COOKIE_SECURE", "the CSRF cookie goes out with the first plain http request.");
      }
    }

    private void checkTransport() {
      ProxyConfiguration proxy = ProxyConfiguration.of(review.project());
      // Who hosts a product chooses what stands in front of it.
      boolean isBehindProxy =
          tlsTerminatedByProxy || saysProxyRedirects() || hosting.isOfferedToOthers();
      if (!isBehindProxy && !proxy.redirectsToHttps()) {
        checkToggle("SECURE_SSL_REDIRECT", "plain http requests are answered.");
      }
      if (!isBehindProxy && !proxy.setsTransportSecurity() && isTransportKnown(proxy)) {
        checkTransportSecurity();
      }
    }

    /** A remark beside SECURE_PROXY_SSL_HEADER that somebody in front takes care. */
    private boolean saysProxyRedirects() {
      return settings
          .get(PROXY_HEADER)
          .flatMap(header -> header.file().text())
          .filter(text -> text.matches("(?is).*#[^\\n]*(?:proxy|balancer|nginx|traefik|caddy).*"))
          .isPresent();
    }

    /**
     * Whether Django adds the header at all: behind a proxy it takes every request for plain http.
     */
    private boolean isTransportKnown(ProxyConfiguration proxy) {
      return settings.isOpen() || settings.get(PROXY_HEADER).isPresent() || !proxy.isThere();
    }

    private void checkTransportSecurity() {
      Optional<Assigned> seconds = settings.get(HSTS);
      boolean isZero =
          seconds
              .map(Assigned::value)
              .filter(
                  value ->
                      value instanceof SettingValue.Known known
                          && known.value() instanceof BigDecimal number
                          && number.signum() == 0)
              .isPresent();
      if (isZero) {
        report(
            HSTS,
            "Set SECURE_HSTS_SECONDS, 31536000 for a year: without it every visit may start on plain http.");
      } else if (seconds.isEmpty() && !settings.isOpen()) {
        absent.add(HSTS);
      }
    }

    /** One issue for all that the module lacks, in the order in which it can be set. */
    private void reportAbsent() {
      List<String> cookies = absent.stream().filter(each -> each.contains("COOKIE")).toList();
      List<String> transport =
          absent.stream()
              .filter(each -> !cookies.contains(each))
              .map(each -> each + (each.equals(HSTS) ? " to 31536000" : " to True"))
              .toList();
      List<String> steps = new ArrayList<>();
      if (!cookies.isEmpty()) {
        steps.add(String.join(" and ", cookies) + " to True");
      }
      if (!transport.isEmpty() && settings.get(PROXY_HEADER).isEmpty()) {
        // Behind a proxy every request looks like plain http without it: a redirect would loop.
        steps.add(PROXY_HEADER + " to what the proxy in front says");
        steps.add("then " + String.join(" and ", transport));
      } else if (!transport.isEmpty()) {
        steps.add(String.join(" and ", transport));
      }
      if (!steps.isEmpty()) {
        String set = hosting.isOfferedToOthers() ? "Let variables of the environment set " : "Set ";
        report(absent.iterator().next(), set + String.join(", ", steps) + harm(cookies, transport));
      }
    }

    private String harm(List<String> cookies, List<String> transport) {
      String readable = "the cookies go out with the first plain http request.";
      return cookies.isEmpty()
          ? ", or let the proxy do so: visitors may stay on plain http."
          : transport.isEmpty()
              ? ": " + readable
              : ": visitors may stay on plain http, and " + readable;
    }

    private void checkMiddleware(String middleware, String message) {
      boolean isMissing =
          settings
              .get("MIDDLEWARE")
              .map(Assigned::value)
              .filter(
                  value ->
                      value instanceof SettingValue.Known known
                          && known.value() instanceof List<?> list
                          && !list.contains(middleware))
              .isPresent();
      if (isMissing) {
        report("MIDDLEWARE", message);
      }
    }

    /**
     * A setting that Django leaves off and a server wants on. Of a product that people run at home,
     * too, it only has to be a setting of theirs.
     */
    private void checkToggle(String setting, String harm) {
      Optional<SettingValue> value = settings.get(setting).map(Assigned::value);
      if (value.isEmpty()) {
        if (!settings.isOpen()) {
          absent.add(setting);
        }
      } else if (value.get() instanceof SettingValue.Known known && known.value().equals(false)) {
        String advice =
            hosting.isOfferedToOthers()
                ? "Let a variable of the environment switch %s on: where this is served over https, "
                : setting.equals("SECURE_SSL_REDIRECT")
                    ? "Set %s to True, or let the proxy redirect: "
                    : "Set %s to True: ";
        report(setting, advice.formatted(setting) + harm);
      }
    }

    private boolean isKnown(String setting, Object value) {
      return settings
          .get(setting)
          .map(Assigned::value)
          .filter(each -> each instanceof SettingValue.Known known && known.value().equals(value))
          .isPresent();
    }

    private void checkValue(String setting, Object insecure, String message) {
      if (isKnown(setting, insecure)) {
        report(setting, message);
      }
    }

    private void checkSameSite(String setting, String secure) {
      if (isKnown(setting, "None") && !isKnown(secure, true)) {
        report(
            setting,
            "Set %s to True with %s = \"None\": browsers drop such a cookie otherwise."
                .formatted(secure, setting));
      }
    }

    /** On the assignment; what is absent, on the first statement of the module. */
    private void report(String setting, String message) {
      Optional<Assigned> assigned = settings.get(setting);
      if (assigned.isPresent()) {
        Assigned at = assigned.get();
        if (reported.add(at.file() + " " + at.place() + " " + setting + message)) {
          ProjectReview.Issue issue = review.report(at.file(), at.place(), message);
          if (at.file() != settings.module().file()) {
            issue.because(
                settings.module().file(),
                settings.module().statements().get(0).place(),
                "The servers run with these settings");
          }
        }
      } else if (reported.add(settings.module() + " " + message)) {
        review.report(
            settings.module().file(), settings.module().statements().get(0).place(), message);
      }
    }
  }
}
