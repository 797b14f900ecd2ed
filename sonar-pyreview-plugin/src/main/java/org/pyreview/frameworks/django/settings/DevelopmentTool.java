package org.pyreview.frameworks.django.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.project.Project;
import org.pyreview.python.QualifiedName;

/**
 * A tool for developers that the servers of a Django project run with.
 *
 * @param name as the setting names it
 * @param setting the setting
 * @param place where the setting gets its value
 * @param settings the settings that the servers run with
 */
public record DevelopmentTool(
    String name, String setting, Assigned place, EffectiveSettings settings) {

  private static final Pattern TOOLS =
      Pattern.compile(
          "(?:debug_toolbar|silk|django_browser_reload|debug_permissions|django_pdb|template_profiler_panel|nplusone"
              + "|django_querycount|querycount|werkzeug_debugger_runserver|template_timings_panel|debug_panel)(?:\\..*)?");
  private static final String APPS = "INSTALLED_APPS";
  private static final String MIDDLEWARE = "MIDDLEWARE";
  private static final List<String> LISTS = List.of(APPS, MIDDLEWARE);

  /** Those of a project, each place once. */
  public static List<DevelopmentTool> ofProduction(Project project) {
    List<DevelopmentTool> found = new ArrayList<>();
    Set<String> places = new HashSet<>();
    for (EffectiveSettings settings : SettingsModules.of(project).production("")) {
      for (String setting : LISTS) {
        settings
            .get(setting)
            .ifPresent(
                assigned ->
                    tool(assigned)
                        .filter(
                            name ->
                                !setting.equals(APPS)
                                    || !isOnlyOpenedByCondition(name, settings, project))
                        .filter(name -> places.add(QualifiedName.of(name).firstName()))
                        .ifPresent(
                            name ->
                                found.add(new DevelopmentTool(name, setting, assigned, settings))));
      }
    }
    return found;
  }

  /**
   * Whether the only pages of the tool are included under a condition, and nothing of it takes part
   * in requests: installed alone it shows nothing.
   */
  private static boolean isOnlyOpenedByCondition(
      String tool, EffectiveSettings settings, Project project) {
    boolean takesPart =
        settings
            .get(MIDDLEWARE)
            .map(Assigned::value)
            .filter(Known.class::isInstance)
            .map(value -> ((Known) value).value().toString())
            .filter(all -> all.contains(tool + "."))
            .isPresent();
    return !takesPart && OpenedTool.isIncludedByConditionOnly(tool, project);
  }

  private static Optional<String> tool(Assigned assigned) {
    return assigned.value() instanceof Known known && known.value() instanceof List<?> entries
        ? entries.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter(entry -> TOOLS.matcher(entry).matches())
            .findFirst()
        : Optional.empty();
  }
}
