package org.pyreview.frameworks.environment;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.web.WebApplication;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The one configuration that a backend has for developers, tests and servers alike.
 *
 * @param place where it says whether it debugs, or else its first setting
 */
public record SingleConfiguration(ProjectFile file, Place place) {

  private static final Set<String> MARKS =
      Set.of("INSTALLED_APPS", "MIDDLEWARE", "DATABASES", "ROOT_URLCONF", "SECRET_KEY");
  private static final String[] READS_OUTSIDE = {
    "environ",
    "getenv",
    "environs",
    "decouple",
    "dynaconf",
    "dotenv",
    "pydantic_settings",
    "BaseSettings",
    "django_heroku",
    "local_settings",
    "settings_local",
    "configurations",
    "tomllib",
    "toml",
    "yaml",
    "configparser",
    "from_envvar",
    "from_prefixed_env",
    "from_pyfile",
    "from_file",
    "json.load",
    "load_dotenv"
  };
  private static final String FLASK_CONFIG = "config";

  /** That of a project; empty if there are several, or it depends on anything outside the code. */
  public static Optional<SingleConfiguration> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    List<ModuleCode> settings = SettingsModules.of(project).all();
    if (!settings.isEmpty()) {
      return settings.size() == 1 ? django(settings.get(0)) : Optional.empty();
    }
    boolean readsOutside =
        code.mainModules().stream().anyMatch(module -> module.mentions(READS_OUTSIDE));
    List<WebApplication> applications = WebApplication.of(project);
    return readsOutside || applications.isEmpty() ? Optional.empty() : other(code);
  }

  private static Optional<SingleConfiguration> django(ModuleCode settings) {
    long marks = MARKS.stream().filter(settings::binds).count();
    boolean mayBe =
        marks >= 2
            && !settings.mentions(READS_OUTSIDE)
            && !DevelopmentPath.of(settings.file().path()).isDevelopment()
            && !settings.file().toString().contains("{{");
    return mayBe ? shown(settings, assignments(settings).toList()) : Optional.empty();
  }

  /** Of Flask what is put into {@code config}; else a module of constants. */
  private static Optional<SingleConfiguration> other(ProjectCode code) {
    List<ModuleCode> modules =
        code.mainModules().stream()
            .filter(module -> !DevelopmentPath.of(module.file().path()).isDevelopment())
            .toList();
    long classes =
        modules.stream()
            .flatMap(ModuleCode::topLevel)
            .filter(Stmt.ClassDef.class::isInstance)
            .filter(each -> ((Stmt.ClassDef) each).name().matches("\\w*(?:Config|Settings)"))
            .count();
    if (classes > 1) {
      return Optional.empty();
    }
    for (ModuleCode module : modules) {
      List<Stmt.Assign> set =
          module.statements().stream()
              .flatMap(Stmt::everything)
              .filter(Stmt.Assign.class::isInstance)
              .map(Stmt.Assign.class::cast)
              .filter(
                  assign ->
                      isSetting(assign)
                          || (ConfigurationModule.is(module.file().path()) && isConstant(assign)))
              .toList();
      if (set.size() >= 2) {
        return shown(module, set);
      }
    }
    return Optional.empty();
  }

  private static boolean isSetting(Stmt.Assign assign) {
    return assign.targets().stream()
        .anyMatch(
            target ->
                target instanceof Expr.Item item
                    && item.value() instanceof Expr.Attribute attribute
                    && attribute.name().equals(FLASK_CONFIG));
  }

  private static boolean isConstant(Stmt.Assign assign) {
    return assign.name().filter(name -> name.matches("[A-Z][A-Z0-9_]+")).isPresent();
  }

  private static Stream<Stmt.Assign> assignments(ModuleCode module) {
    return module
        .topLevel()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(SingleConfiguration::isConstant);
  }

  private static Optional<SingleConfiguration> shown(ModuleCode module, List<Stmt.Assign> all) {
    return all.stream()
        .filter(SingleConfiguration::isAboutDebugging)
        .findFirst()
        .or(() -> all.stream().findFirst())
        .map(assign -> new SingleConfiguration(module.file(), assign.targets().get(0).place()));
  }

  private static boolean isAboutDebugging(Stmt.Assign assign) {
    return assign
        .targets()
        .get(0)
        .all()
        .anyMatch(
            each ->
                each.dotted().filter("DEBUG"::equals).isPresent()
                    || (each instanceof Expr.Text text && text.value().equals("DEBUG")));
  }
}
