package org.pyreview.frameworks.django.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;

/**
 * An installed app whose tables grow until a command of its own is run.
 *
 * @param place its entry, or the list it is in
 */
public record GrowingApp(ProjectFile file, Place place, String name, String command) {

  private static final String APPS = "INSTALLED_APPS";

  /**
   * Those of a project's servers that nothing in the project purges.
   *
   * @param commands the command of each app
   */
  public static List<GrowingApp> neverPurged(Project project, Map<String, String> commands) {
    List<GrowingApp> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (EffectiveSettings settings : SettingsModules.of(project).production("")) {
      settings.written(APPS).ifPresent(apps -> collect(apps, project, commands, seen, found));
    }
    return found;
  }

  private static void collect(
      Assigned apps,
      Project project,
      Map<String, String> commands,
      Set<String> seen,
      List<GrowingApp> found) {
    if (!(apps.value() instanceof Known known) || !(known.value() instanceof List<?> list)) {
      return;
    }
    commands.forEach(
        (app, command) -> {
          boolean isInstalled =
              list.stream()
                  .anyMatch(
                      each -> each.equals(app) || String.valueOf(each).startsWith(app + ".apps."));
          if (isInstalled && seen.add(app) && !isRun(command, project)) {
            found.add(place(app, command, apps, project));
          }
        });
  }

  private static boolean isRun(String command, Project project) {
    Mentions mentions = Mentions.of(project);
    Pattern written = Pattern.compile(Pattern.quote(command));
    return mentions.areInCode(command)
        || mentions.areInOperation(written)
        || mentions.areInDocuments(written);
  }

  /** The entry, wherever the list is put together. */
  private static GrowingApp place(String app, String command, Assigned apps, Project project) {
    for (ModuleCode module : SettingsModules.of(project).all()) {
      if (module.mentions(app)) {
        for (Stmt statement : module.topLevel().toList()) {
          for (Expr each : statement.expressions().stream().flatMap(Expr::all).toList()) {
            boolean isEntry =
                each instanceof Expr.Text text
                    && (text.value().equals(app) || text.value().startsWith(app + ".apps."));
            if (isEntry) {
              return new GrowingApp(module.file(), each.place(), app, command);
            }
          }
        }
      }
    }
    return new GrowingApp(apps.file(), apps.place(), app, command);
  }
}
