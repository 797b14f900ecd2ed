package org.pyreview.frameworks.django.settings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A place of a Django project that opens a tool for developers to every visitor of the servers,
 * whatever DEBUG says.
 *
 * @param name what opens it, as the code writes it
 * @see <a href="https://django-debug-toolbar.readthedocs.io/en/latest/configuration.html">Django
 *     Debug Toolbar: Configuration</a>
 */
public record OpenedTool(Kind kind, String name, ProjectFile file, Place place) {

  /** How it is opened. */
  public enum Kind {
    /** Its pages have URLs. */
    URLS,
    /** INTERNAL_IPS has every address. */
    ADDRESSES,
    /** The toolbar's callback always says yes. */
    CALLBACK
  }

  private static final Set<String> URLCONFS = Set.of("debug_toolbar.urls", "silk.urls");
  private static final Set<String> EVERYBODY = Set.of("*", "0.0.0.0/0", "::/0");
  private static final String CALLBACK = "SHOW_TOOLBAR_CALLBACK";

  /** Those of a project, each place once. */
  public static List<OpenedTool> of(Project project) {
    List<EffectiveSettings> production = SettingsModules.of(project).production("");
    Set<OpenedTool> found = new LinkedHashSet<>();
    for (EffectiveSettings settings : production) {
      settings.get("INTERNAL_IPS").flatMap(OpenedTool::addresses).ifPresent(found::add);
      settings
          .get("DEBUG_TOOLBAR_CONFIG")
          .flatMap(assigned -> callback(assigned, ProjectCode.of(project)))
          .ifPresent(found::add);
    }
    if (!production.isEmpty()) {
      for (ModuleCode module : ProjectCode.of(project).mainModules()) {
        if (module.mentions("debug_toolbar", "silk")) {
          urls(module).forEach(found::add);
        }
      }
    }
    return new ArrayList<>(found);
  }

  /** Whether a condition decides about every inclusion of a tool's URLs, and there is one. */
  static boolean isIncludedByConditionOnly(String tool, Project project) {
    String urlconf = tool + ".urls";
    List<ModuleCode> modules =
        ProjectCode.of(project).mainModules().stream()
            .filter(module -> module.mentions(urlconf))
            .filter(module -> module.binds("urlpatterns"))
            .toList();
    return modules.stream().anyMatch(module -> isIncludedByCondition(urlconf, module))
        && modules.stream()
            .flatMap(OpenedTool::urls)
            .noneMatch(each -> each.name().equals(urlconf));
  }

  private static boolean isIncludedByCondition(String urlconf, ModuleCode module) {
    return module.statements().stream()
        .filter(Stmt.If.class::isInstance)
        .flatMap(Stmt::everyExpression)
        .anyMatch(each -> each instanceof Expr.Text text && text.value().equals(urlconf));
  }

  private static Optional<OpenedTool> addresses(Assigned assigned) {
    return assigned.value() instanceof Known known && known.value() instanceof List<?> entries
        ? entries.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter(EVERYBODY::contains)
            .findFirst()
            .map(
                address ->
                    new OpenedTool(Kind.ADDRESSES, address, assigned.file(), assigned.place()))
        : Optional.empty();
  }

  /** The assignment has to be one that always happens. */
  private static Optional<OpenedTool> callback(Assigned assigned, ProjectCode code) {
    return code.module(assigned.file()).stream()
        .flatMap(module -> module.statements().stream())
        .filter(each -> each.place().equals(assigned.place()))
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .filter(Expr.Mapping.class::isInstance)
        .flatMap(each -> ((Expr.Mapping) each).entries().stream())
        .filter(
            entry ->
                entry.key().orElse(null) instanceof Expr.Text key
                    && key.value().equals(CALLBACK)
                    && entry.value() instanceof Expr.Lambda lambda
                    && lambda.body() instanceof Expr.Constant flag
                    && flag.text().equals("True"))
        .findFirst()
        .map(
            entry ->
                new OpenedTool(
                    Kind.CALLBACK, CALLBACK, assigned.file(), entry.key().orElseThrow().place()));
  }

  private static Stream<OpenedTool> urls(ModuleCode module) {
    if (!module.binds("urlpatterns") || DevelopmentPath.of(module.file().path()).isDevelopment()) {
      return Stream.empty();
    }
    return module.statements().stream()
        .filter(each -> !(each instanceof Stmt.If))
        .flatMap(Stmt::everything)
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::unconditional)
        .filter(each -> each instanceof Expr.Call call && call.name().equals("include"))
        .flatMap(each -> ((Expr.Call) each).positional().stream())
        .flatMap(
            argument ->
                Stream.concat(
                        argument instanceof Expr.Text text
                            ? Stream.of(text.value())
                            : argument.dotted().stream(),
                        argument instanceof Expr.Collection pair && !pair.elements().isEmpty()
                            ? pair.elements().get(0).dotted().stream()
                            : Stream.empty())
                    .filter(URLCONFS::contains)
                    .map(name -> new OpenedTool(Kind.URLS, name, module.file(), argument.place())));
  }
}
