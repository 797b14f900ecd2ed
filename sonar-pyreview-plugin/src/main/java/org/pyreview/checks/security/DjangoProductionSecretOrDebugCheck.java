package org.pyreview.checks.security;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.HostLinks;
import org.pyreview.frameworks.django.OwnHostCheck;
import org.pyreview.frameworks.django.ReplacedHost;
import org.pyreview.frameworks.django.settings.EffectiveSettings;
import org.pyreview.frameworks.django.settings.SettingValue;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingValue.FromEnvironment;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-production-secret-or-debug")
public class DjangoProductionSecretOrDebugCheck extends CodeCheck {

  private static final int SHORTEST_KEY = 50;
  private static final int FEWEST_CHARACTERS = 5;

  @Override
  public void review(ProjectReview review) {
    Set<String> reported = new HashSet<>();
    for (EffectiveSettings settings : SettingsModules.of(review.project()).production("")) {
      report(settings, "SECRET_KEY", secret(settings), reported, review);
      report(settings, "SECRET_KEY_FALLBACKS", fallbacks(settings), reported, review);
      report(settings, "DEBUG", debug(settings), reported, review);
      report(settings, "ALLOWED_HOSTS", hosts(settings, review.project()), reported, review);
    }
  }

  private static void report(
      EffectiveSettings settings,
      String setting,
      Optional<String> message,
      Set<String> reported,
      ProjectReview review) {
    if (message.isEmpty()) {
      return;
    }
    Assigned assigned = settings.get(setting).orElseThrow();
    if (reported.add(assigned.file() + " " + assigned.place())) {
      ProjectReview.Issue issue = review.report(assigned.file(), assigned.place(), message.get());
      if (assigned.file() != settings.module().file()) {
        issue.because(
            settings.module().file(),
            settings.module().statements().get(0).place(),
            "The servers run with these settings");
      }
    }
  }

  private static Optional<Object> known(EffectiveSettings settings, String name) {
    return value(settings, name)
        .filter(Known.class::isInstance)
        .map(value -> ((Known) value).value());
  }

  private static Optional<SettingValue> value(EffectiveSettings settings, String name) {
    return settings.get(name).filter(assigned -> !settings.isChecked(name)).map(Assigned::value);
  }

  /** What a setting is where the variable of the environment that it comes from isn't set. */
  private static Optional<Object> standard(EffectiveSettings settings, String name) {
    return value(settings, name)
        .filter(FromEnvironment.class::isInstance)
        .flatMap(value -> ((FromEnvironment) value).standard());
  }

  private static Optional<String> secret(EffectiveSettings settings) {
    Optional<String> written =
        known(settings, "SECRET_KEY")
            .filter(String.class::isInstance)
            .map(
                key ->
                    "Read SECRET_KEY from the environment: the servers run with the one that is written here%s, and whoever reads the code can sign sessions."
                        .formatted(weakness((String) key)));
    return written.or(
        () ->
            standard(settings, "SECRET_KEY")
                .filter(key -> key instanceof String text && !text.isBlank())
                .map(
                    key ->
                        "Refuse to start without SECRET_KEY: where the variable isn't set, the servers run with the key that is written here%s, and whoever reads the code can sign sessions."
                            .formatted(weakness((String) key))));
  }

  private static String weakness(String key) {
    if (key.startsWith("django-insecure-")) {
      return " (generated for development)";
    }
    boolean isWeak =
        key.length() < SHORTEST_KEY || key.chars().distinct().count() < FEWEST_CHARACTERS;
    return isWeak ? " (%d characters, which can be guessed)".formatted(key.length()) : "";
  }

  private static Optional<String> fallbacks(EffectiveSettings settings) {
    return known(settings, "SECRET_KEY_FALLBACKS")
        .filter(keys -> keys instanceof List<?> list && !list.isEmpty())
        .map(
            keys ->
                "Read SECRET_KEY_FALLBACKS from the environment: whoever reads the code can sign sessions with these keys.");
  }

  private static Optional<String> debug(EffectiveSettings settings) {
    return known(settings, "DEBUG")
        .filter(Boolean.TRUE::equals)
        .map(
            debug ->
                "Set DEBUG to False for the servers: with True every error page shows settings and variables to the visitor.");
  }

  /** Every host is a danger where it gets into mails, and the project doesn't refuse it itself. */
  private static Optional<String> hosts(EffectiveSettings settings, Project project) {
    if (OwnHostCheck.of(project).isThere()) {
      return Optional.empty();
    }
    Optional<String> none =
        known(settings, "ALLOWED_HOSTS")
            .filter(hosts -> hosts instanceof List<?> list && list.isEmpty())
            .map(
                hosts ->
                    "Name the servers' hosts in ALLOWED_HOSTS: with none and DEBUG off Django answers every request with 400.");
    return none.isEmpty()
            && HostLinks.of(project).areMailed()
            && !ReplacedHost.of(project).isThere()
        ? everyHost(settings)
        : none;
  }

  private static Optional<String> everyHost(EffectiveSettings settings) {
    Optional<String> written =
        known(settings, "ALLOWED_HOSTS")
            .filter(hosts -> hosts instanceof List<?> list && list.contains("*"))
            .map(
                hosts ->
                    "Name the servers' hosts in ALLOWED_HOSTS: with \"*\" an attacker chooses the host in links such as those of password mails.");
    return written.or(
        () ->
            standard(settings, "ALLOWED_HOSTS")
                .filter(hosts -> hosts instanceof List<?> list && list.contains("*"))
                .map(
                    hosts ->
                        "Leave ALLOWED_HOSTS empty where the variable isn't set: with \"*\" an attacker chooses the host in links such as those of password mails."));
  }
}
