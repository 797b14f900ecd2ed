package org.pyreview.frameworks.django;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.settings.EffectiveSettings;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.RepositoryParts;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;

/** The pages that a Django project shows for errors, as far as they are its own. */
public final class ErrorPages {

  private static final Set<String> TEMPLATES = Set.of("404.html", "500.html");
  private static final Set<String> HANDLERS = Set.of("handler404", "handler500");
  private static final int FEW = 3;
  private static final Set<String> TEXTS = Set.of("render_to_string", "get_template");

  /** Words in the paths of templates that no view answers with. */
  private static final Set<String> NO_PAGES =
      Set.of(
          "email",
          "emails",
          "mail",
          "mails",
          "mailing",
          "newsletter",
          "newsletters",
          "admin",
          "pdf",
          "pdfs",
          "print",
          "drf",
          "swagger",
          "redoc");

  private ErrorPages() {}

  /**
   * Where a project with pages of its own configures them, if it has none for errors.
   *
   * @return empty for projects that have such pages, show hardly any page, or aren't deployed
   */
  public static Optional<Assigned> missing(Project project) {
    Optional<Assigned> templates =
        SettingsModules.of(project).forVisitors("").stream()
            .filter(each -> !showsDebugPages(each))
            .map((EffectiveSettings each) -> each.get("TEMPLATES"))
            .flatMap(Optional::stream)
            .findFirst();
    return templates.filter(
        each ->
            hasPages(RepositoryParts.of(project).of(each.file()), project)
                && !hasErrorPages(project));
  }

  /** With DEBUG on, Django shows pages of its own for errors, whatever templates there are. */
  private static boolean showsDebugPages(EffectiveSettings settings) {
    return settings
        .get("DEBUG")
        .map(Assigned::value)
        .filter(value -> value instanceof Known known && known.value().equals(true))
        .isPresent();
  }

  /** Whether views show pages to users: no mails, no documents, no pages of the admin. */
  private static boolean hasPages(RepositoryPart part, Project project) {
    TemplateSet templates = TemplateSet.of(project);
    Set<String> texts = templatesOfTexts(project);
    return templates.files().stream()
            .filter(file -> part.encloses(file.path()))
            .filter(file -> CodeRole.of(file.path()).isProduction())
            .filter(file -> file.path().segments().stream().noneMatch(ErrorPages::isNoPage))
            .filter(file -> texts.stream().noneMatch(name -> isNamed(file, name)))
            .flatMap(file -> templates.template(file).stream())
            .filter(TemplateFile::hasMarkup)
            .limit(FEW)
            .count()
        == FEW;
  }

  private static boolean isNoPage(String segment) {
    return Stream.of(segment.toLowerCase(Locale.ROOT).split("[^a-z]+"))
        .anyMatch(NO_PAGES::contains);
  }

  private static boolean isNamed(ProjectFile file, String template) {
    return ("/" + file).endsWith("/" + template);
  }

  /** The templates that become texts, for mails and documents, and no answers of views. */
  private static Set<String> templatesOfTexts(Project project) {
    return ProjectCode.of(project).mainModules().stream()
        .filter(module -> module.mentions("render_to_string", "get_template"))
        .flatMap(module -> module.statements().stream())
        .flatMap(Stmt::everyExpression)
        .filter(each -> each instanceof Expr.Call call && TEXTS.contains(call.name()))
        .flatMap(each -> ((Expr.Call) each).at(0, "template_name").stream())
        .filter(Expr.Text.class::isInstance)
        .map(each -> ((Expr.Text) each).value())
        .collect(Collectors.toSet());
  }

  private static boolean hasErrorPages(Project project) {
    return project.files().stream().anyMatch(file -> TEMPLATES.contains(file.name()))
        || ProjectCode.of(project).mainModules().stream()
            .anyMatch(module -> HANDLERS.stream().anyMatch(module::binds));
  }
}
