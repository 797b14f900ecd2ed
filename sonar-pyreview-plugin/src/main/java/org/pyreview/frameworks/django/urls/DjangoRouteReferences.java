package org.pyreview.frameworks.django.urls;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.frameworks.web.RouteReference;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;

/**
 * Where a Django project names routes: {@code reverse()}, {@code redirect()}, the url tag,
 * settings.
 */
public final class DjangoRouteReferences {

  private static final List<String> FUNCTIONS = List.of("reverse", "redirect", "resolve_url");
  private static final List<String> KEYWORDS = List.of("viewname", "to");

  /** They take the names of routes, or URLs. */
  private static final List<String> SETTINGS =
      List.of("LOGIN_URL", "LOGIN_REDIRECT_URL", "LOGOUT_REDIRECT_URL");

  private static final Pattern NAMING =
      Pattern.compile(
          "django\\.(?:urls|urls\\.base|core\\.urlresolvers)\\.reverse(?:_lazy)?"
              + "|django\\.shortcuts\\.(?:redirect|resolve_url)"
              + "|rest_framework\\.reverse\\.reverse(?:_lazy)?");
  private static final Pattern VARIABLE = Pattern.compile(".*\\sas\\s+\\w+", Pattern.DOTALL);

  private DjangoRouteReferences() {}

  /** The references in code and templates whose names are written out. */
  public static List<RouteReference> of(Project project) {
    List<RouteReference> found =
        new ArrayList<>(
            RouteReference.inCode(
                    project, FUNCTIONS, KEYWORDS, name -> NAMING.matcher(name).matches())
                .stream()
                .filter(reference -> isName(reference.name()))
                .toList());
    SettingsModules.of(project).all().stream()
        .filter(module -> !DevelopmentPath.of(module.file().path()).isDevelopment())
        .forEach(module -> collect(module, found));
    TemplateSet templates = TemplateSet.of(project);
    templates.files().stream()
        .filter(file -> !file.path().isTest())
        .flatMap(file -> templates.template(file).stream())
        .forEach(template -> collect(template, found));
    return found;
  }

  /** {@code redirect()} takes URLs too, and {@code reverse()} dotted paths of views. */
  private static boolean isName(String text) {
    return !text.isEmpty() && !text.contains("/") && !text.contains(".");
  }

  private static void collect(ModuleCode settings, List<RouteReference> found) {
    for (String each : SETTINGS) {
      if (settings.onlyAssignment(each).orElse(null) instanceof Expr.Text name
          && isName(name.value())) {
        found.add(new RouteReference(settings.file(), name.place(), name.value()));
      }
    }
  }

  private static void collect(TemplateFile template, List<RouteReference> found) {
    template
        .tags("url")
        .filter(tag -> !VARIABLE.matcher(tag.arguments()).matches())
        .forEach(
            tag ->
                tag.quotedArgument()
                    .filter(DjangoRouteReferences::isName)
                    .ifPresent(
                        name ->
                            found.add(
                                new RouteReference(template.file(), template.place(tag), name))));
  }
}
