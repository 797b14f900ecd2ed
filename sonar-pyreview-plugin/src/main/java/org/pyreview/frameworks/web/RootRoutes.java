package org.pyreview.frameworks.web;

import java.util.Optional;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.settings.EffectiveSettings;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Where a backend's routes begin: the list of a Django project's root urlconf, or the place that
 * makes the application of Flask or FastAPI.
 */
public record RootRoutes(ProjectFile file, Place place, boolean isDjango) {

  private static final String LIST = "urlpatterns";

  /** Those of a project; of several applications the first. */
  public static Optional<RootRoutes> of(Project project) {
    return django(project)
        .or(
            () ->
                WebApplication.of(project).stream()
                    .findFirst()
                    .map(
                        app ->
                            new RootRoutes(
                                app.module().file(), app.call().callee().place(), false)));
  }

  private static Optional<RootRoutes> django(Project project) {
    return SettingsModules.of(project).forVisitors("").stream()
        .flatMap((EffectiveSettings settings) -> settings.get("ROOT_URLCONF").stream())
        .filter(setting -> setting.value() instanceof Known)
        .map(setting -> String.valueOf(((Known) setting.value()).value()))
        .flatMap(name -> named(name, project).stream())
        .findFirst();
  }

  private static Optional<RootRoutes> named(String dotted, Project project) {
    String path = "/" + dotted.replace('.', '/') + ".py";
    return ProjectCode.of(project).modules().stream()
        .filter(module -> ("/" + module.file()).endsWith(path))
        .flatMap(RootRoutes::list)
        .findFirst();
  }

  private static Stream<RootRoutes> list(ModuleCode module) {
    return module
        .topLevel()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(assign -> assign.name().filter(LIST::equals).isPresent())
        .map(assign -> new RootRoutes(module.file(), assign.targets().get(0).place(), true));
  }
}
