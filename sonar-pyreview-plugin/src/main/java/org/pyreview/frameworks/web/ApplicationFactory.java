package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * A function that makes an application of Flask or FastAPI and gives it back.
 *
 * @param application what it makes
 * @param function the function
 */
public record ApplicationFactory(WebApplication application, Stmt.Function function) {

  private static final Set<String> LOADING = Set.of("from_object", "from_pyfile");
  private static final String[] ENVIRONMENT = {
    "environ", "getenv", "environs", "decouple", "BaseSettings", "from_envvar", "from_prefixed_env"
  };

  /** Those of a project. */
  public static List<ApplicationFactory> of(Project project) {
    List<ApplicationFactory> found = new ArrayList<>();
    for (WebApplication app : WebApplication.of(project)) {
      app.factory().ifPresent(function -> found.add(new ApplicationFactory(app, function)));
    }
    return found;
  }

  public ModuleCode module() {
    return application.module();
  }

  /** The calls of it that its own file makes when it is imported. */
  public List<Expr.Call> callsAtImport(ProjectCode code) {
    return WebApplication.isEntryPoint(module())
        ? List.of()
        : module().statements().stream()
            .flatMap(ApplicationFactory::atImport)
            .flatMap(each -> each.expressions().stream())
            .flatMap(Expr::all)
            .filter(Expr.Call.class::isInstance)
            .map(Expr.Call.class::cast)
            .filter(
                call ->
                    code.meaning(module(), call.callee()) instanceof Meaning.Function called
                        && called.module() == module()
                        && called.definition().place().equals(function.place()))
            .toList();
  }

  /** A statement and those in it that importing the file runs. */
  static Stream<Stmt> atImport(Stmt statement) {
    if (statement.isForProgram()
        || statement instanceof Stmt.Function
        || statement instanceof Stmt.ClassDef) {
      return Stream.empty();
    }
    return Stream.concat(
        Stream.of(statement), statement.inner().stream().flatMap(ApplicationFactory::atImport));
  }

  /**
   * The call that loads one fixed configuration, if the factory knows no other: it takes no
   * argument, and neither it nor the configuration reads the environment.
   */
  public Optional<Expr.Call> fixedConfiguration(ProjectCode code) {
    if (!function.parameters().isEmpty() || reads(function.statements())) {
      return Optional.empty();
    }
    List<Expr.Call> loading =
        function
            .statements()
            .flatMap(each -> each.expressions().stream())
            .flatMap(Expr::all)
            .filter(Expr.Call.class::isInstance)
            .map(Expr.Call.class::cast)
            .filter(call -> LOADING.contains(call.name()))
            .toList();
    return loading.size() == 1
            && loading.get(0).positional().size() == 1
            && loading.get(0).positional().get(0) instanceof Expr.Text configuration
            && !readsEnvironment(configuration.value(), code)
        ? Optional.of(loading.get(0))
        : Optional.empty();
  }

  private static boolean reads(Stream<Stmt> statements) {
    return statements
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .flatMap(each -> each.dotted().stream())
        .anyMatch(name -> Stream.of(ENVIRONMENT).anyMatch(name::contains));
  }

  /** Whether the configuration with this dotted name asks the environment, or can't be found. */
  private boolean readsEnvironment(String name, ProjectCode code) {
    Optional<ModuleCode> source =
        code.module(module(), 0, name)
            .or(
                () ->
                    QualifiedName.of(name).hasOwner()
                        ? code.module(module(), 0, QualifiedName.of(name).owner())
                        : Optional.empty());
    return source.isPresent() && source.get().mentions(ENVIRONMENT);
  }

  /** A place where a test changes the configuration of an application that is already made. */
  public record ChangedConfiguration(ProjectFile file, Place place) {

    /** The first one in the tests of a project. */
    public static Optional<ChangedConfiguration> inTests(Project project) {
      ProjectCode code = ProjectCode.of(project);
      return code.modules().stream()
          .filter(module -> module.file().path().isTest() && module.mentions("config"))
          .flatMap(module -> CodeScope.of(code, module).stream())
          .flatMap(
              scope ->
                  scope.statements().flatMap(each -> places(each, scope.module().file()).stream()))
          .findFirst();
    }

    private static Optional<ChangedConfiguration> places(Stmt statement, ProjectFile file) {
      if (statement instanceof Stmt.Assign assign
          && assign.targets().get(0) instanceof Expr.Item item
          && isConfiguration(item.value())) {
        return Optional.of(new ChangedConfiguration(file, item.place()));
      }
      return statement instanceof Stmt.Evaluate each
              && each.value() instanceof Expr.Call call
              && call.name().equals("update")
              && call.receiver().filter(ChangedConfiguration::isConfiguration).isPresent()
          ? Optional.of(new ChangedConfiguration(file, call.callee().place()))
          : Optional.empty();
    }

    private static boolean isConfiguration(Expr expression) {
      return expression.dotted().filter(name -> name.endsWith("app.config")).isPresent();
    }
  }
}
