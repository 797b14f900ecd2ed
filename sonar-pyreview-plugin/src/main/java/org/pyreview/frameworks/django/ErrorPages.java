package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.settings.EffectiveSettings;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.Project;
import org.pyreview.project.code.ProjectCode;

/** The pages that a Django project shows for errors, as far as they are its own. */
public final class ErrorPages {

  private static final Set<String> TEMPLATES = Set.of("404.html", "500.html");
  private static final Set<String> HANDLERS = Set.of("handler404", "handler500");
  private static final int FEW = 3;

  private ErrorPages() {}

  /**
   * Where a project with pages of its own configures them, if it has none for errors.
   *
   * @return empty for projects that have such pages, show hardly any page, or aren't deployed
   */
  public static Optional<Assigned> missing(Project project) {
    Optional<Assigned> templates =
        SettingsModules.of(project).production("").stream()
            .map((EffectiveSettings each) -> each.get("TEMPLATES"))
            .flatMap(Optional::stream)
            .findFirst();
    return templates.filter(each -> hasPages(project) && !hasErrorPages(project));
  }

  private static boolean hasPages(Project project) {
    TemplateSet templates = TemplateSet.of(project);
    return templates.files().stream()
            .filter(file -> !file.path().isTest())
            .filter(
                file -> !file.path().isBelow(Set.of("email", "emails", "mail", "mails", "admin")))
            .flatMap(file -> templates.template(file).stream())
            .filter(TemplateFile::hasMarkup)
            .limit(FEW)
            .count()
        == FEW;
  }

  private static boolean hasErrorPages(Project project) {
    return project.files().stream().anyMatch(file -> TEMPLATES.contains(file.name()))
        || ProjectCode.of(project).mainModules().stream()
            .anyMatch(module -> HANDLERS.stream().anyMatch(module::binds));
  }
}
