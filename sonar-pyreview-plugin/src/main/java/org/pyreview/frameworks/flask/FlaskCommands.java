package org.pyreview.frameworks.flask;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The first words that the command {@code flask} of a project takes.
 *
 * @param own those that the project's code defines
 * @see <a href="https://flask.palletsprojects.com/en/stable/cli/#custom-commands">Flask: Custom
 *     Commands</a>
 */
public record FlaskCommands(Set<String> own) {

  /** Flask's own commands and those of its usual extensions. */
  private static final Set<String> BROUGHT =
      Set.of(
          "run",
          "shell",
          "routes",
          "db",
          "assets",
          "babel",
          "translate",
          "users",
          "roles",
          "limiter",
          "rq",
          "cache",
          "fab",
          "digest",
          "openapi",
          "spec",
          "vite",
          "tailwind",
          "security",
          "celery",
          "crontab",
          "urls",
          "sitemap",
          "webpack");

  private static final Pattern ON_APPLICATION =
      Pattern.compile("(?:.*\\.)?(?:app|application|current_app)\\.cli");

  /** Those of a project; worked out once. */
  public static FlaskCommands of(Project project) {
    return project.knowledge(FlaskCommands.class, FlaskCommands::collect);
  }

  private static FlaskCommands collect(Project project) {
    ProjectCode code = ProjectCode.of(project);
    Set<String> own = new TreeSet<>();
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions("cli", "AppGroup", "add_command", "FlaskGroup")) {
        Map<String, String> blueprints = new HashMap<>();
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope
              .statements()
              .forEach(
                  each -> {
                    if (each instanceof Stmt.Assign assign
                        && assign.value().orElse(null) instanceof Expr.Call call) {
                      made(assign, call, blueprints, own);
                    } else if (each instanceof Stmt.Function function) {
                      function
                          .decorators()
                          .forEach(decorator -> decorated(function, decorator, blueprints, own));
                    }
                  });
        }
      }
    }
    return new FlaskCommands(own);
  }

  private static void made(
      Stmt.Assign assign, Expr.Call call, Map<String, String> blueprints, Set<String> own) {
    if (call.name().equals("AppGroup")
        && call.at(0, "name").orElse(null) instanceof Expr.Text name) {
      own.add(name.value());
    } else if (call.name().equals("Blueprint")
        && call.at(0, "name").orElse(null) instanceof Expr.Text name) {
      String group =
          call.named("cli_group").orElse(name) instanceof Expr.Text text ? text.value() : "";
      assign.name().ifPresent(variable -> blueprints.put(variable, group));
    }
  }

  private static void decorated(
      Stmt.Function function, Expr decorator, Map<String, String> blueprints, Set<String> own) {
    Expr named = decorator instanceof Expr.Call call ? call.callee() : decorator;
    if (!(named instanceof Expr.Attribute method)
        || !Set.of("command", "group").contains(method.name())) {
      return;
    }
    String on = method.value().dotted().orElse("");
    String holder = on.replaceFirst("\\.cli$", "");
    if (on.endsWith(".cli") && !blueprints.getOrDefault(holder, "").isEmpty()) {
      own.add(blueprints.get(holder));
    } else if (on.endsWith(".cli") || on.equals("click") || ON_APPLICATION.matcher(on).matches()) {
      addNames(function, decorator, own);
    }
  }

  /** click derives the name from the function's, and since 8.2 without its ending. */
  private static void addNames(Stmt.Function function, Expr decorator, Set<String> own) {
    if (decorator instanceof Expr.Call call && call.at(0, "name").isPresent()) {
      if (call.at(0, "name").get() instanceof Expr.Text name) {
        own.add(name.value());
      }
      return;
    }
    String name = function.name().replace('_', '-');
    own.add(name);
    own.add(name.replaceFirst("-(?:command|cmd|group|grp)$", ""));
  }

  /** Whether it is a command of the project, of Flask or of an extension. */
  public boolean know(String command) {
    return BROUGHT.contains(command) || own.contains(command);
  }
}
