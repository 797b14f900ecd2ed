package org.pyreview.checks.deployment;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.settings.EffectiveSettings;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.django.settings.SettingsModules.Entry;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.python.QualifiedName;
import org.sonar.check.Rule;

@Rule(key = "wsgi-defaults-to-development-settings")
public class WsgiDefaultsToDevelopmentSettingsCheck extends CodeCheck {

  /** Reads of the environment, by the libraries for it as well. */
  private static final Pattern ENVIRONMENT =
      Pattern.compile("\\benviron\\b|\\bgetenv\\b|\\benv(?:\\.\\w+)?\\(|\\bconfig\\([\"']");

  @Override
  public void review(ProjectReview review) {
    SettingsModules modules = SettingsModules.of(review.project());
    boolean isSetOutside =
        modules.entries().stream().anyMatch(entry -> !entry.isCode() && !entry.namesDevelopment());
    // Whoever has to set variables for production sets the one of the settings with them.
    boolean needsEnvironment =
        modules.all().stream()
            .filter(each -> !isDebug(modules.effective(each)))
            .anyMatch(each -> each.file().text().filter(ENVIRONMENT.asPredicate()).isPresent());
    for (Entry entry : modules.entries()) {
      boolean isOverruled = entry.isCode() && (isSetOutside || needsEnvironment);
      if (!isOverruled && isForDevelopment(entry, modules)) {
        report(entry, modules, review);
      }
    }
  }

  private static boolean isForDevelopment(Entry entry, SettingsModules modules) {
    if (entry.namesDevelopment()) {
      return true;
    }
    Optional<ModuleCode> module = modules.named(entry.module());
    return module.isPresent()
        && isDebug(modules.effective(module.get()))
        && modules.all().stream()
            .filter(other -> other != module.get())
            .anyMatch(other -> !isDebug(modules.effective(other)));
  }

  private static boolean isDebug(EffectiveSettings settings) {
    return settings
        .get("DEBUG")
        .map(Assigned::value)
        .filter(value -> value instanceof Known known && known.value().equals(true))
        .isPresent();
  }

  private static void report(Entry entry, SettingsModules modules, ProjectReview review) {
    Optional<String> better =
        List.of("production", "prod").stream()
            .map(name -> QualifiedName.of(entry.module()).sibling(name).text())
            .filter(name -> modules.named(name).isPresent())
            .findFirst();
    review.report(
        entry.file(),
        entry.place(),
        "Let the server start with %s instead of \"%s\": where nobody sets DJANGO_SETTINGS_MODULE it runs with development settings."
            .formatted(
                better.map(name -> '"' + name + '"').orElse("production settings"),
                entry.module()));
  }
}
