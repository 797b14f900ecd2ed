package org.pyreview.frameworks.flask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.frameworks.web.RouteReference;
import org.pyreview.project.Project;
import org.pyreview.project.code.ProjectCode;

/** Where a Flask project names views: {@code url_for()} in code and in templates. */
public final class FlaskRouteReferences {

  private static final Set<String> NAMING = Set.of("flask.url_for", "flask.helpers.url_for");
  private static final Pattern IN_TEMPLATE =
      Pattern.compile("(?<![\\w.])url_for\\(\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*[,)]");

  private FlaskRouteReferences() {}

  /** The references whose names are written out, a leading dot replaced by the file's blueprint. */
  public static List<RouteReference> of(Project project) {
    FlaskRoutes routes = FlaskRoutes.of(project);
    ProjectCode code = ProjectCode.of(project);
    List<RouteReference> found = new ArrayList<>();
    for (RouteReference each :
        RouteReference.inCode(project, List.of("url_for"), List.of("endpoint"), NAMING::contains)) {
      if (!each.name().startsWith(".")) {
        found.add(each);
      } else {
        Optional<String> blueprint = code.module(each.file()).flatMap(routes::blueprintOf);
        blueprint.ifPresent(
            name -> found.add(new RouteReference(each.file(), each.place(), name + each.name())));
      }
    }
    TemplateSet templates = TemplateSet.of(project);
    templates.files().stream()
        .filter(file -> !file.path().isTest())
        .flatMap(file -> templates.template(file).stream())
        .forEach(template -> collect(template, found));
    return found;
  }

  private static void collect(TemplateFile template, List<RouteReference> found) {
    template
        .constructs()
        .forEach(
            construct -> {
              Matcher call = IN_TEMPLATE.matcher(construct.arguments());
              while (call.find()) {
                String name = call.group(1) != null ? call.group(1) : call.group(2);
                found.add(new RouteReference(template.file(), template.place(construct), name));
              }
            });
  }
}
