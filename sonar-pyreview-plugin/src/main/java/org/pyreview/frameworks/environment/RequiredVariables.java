package org.pyreview.frameworks.environment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * The variables of the environment without which the project doesn't start.
 *
 * @param names of those that are read by {@code os.environ["X"]} or {@code env("X")} without a
 *     default, or are fields of pydantic's settings without one
 */
public record RequiredVariables(Set<String> names) {

  private static final String[] SIGNS = {"environ", "env", "config", "BaseSettings"};
  private static final Set<String> SCHEMES = Set.of("Env", "FileAwareEnv");
  private static final Set<String> READERS = Set.of("env", "config", "get_env", "require_env");

  /**
   * A place that reads one.
   *
   * @param place the whole read
   */
  public record Read(String name, Place place) {}

  /** Those of a project's main code. */
  public static RequiredVariables of(Project project) {
    Set<String> names = new TreeSet<>();
    ProjectCode code = ProjectCode.of(project);
    for (ModuleCode module : code.mainModules()) {
      in(module, code).forEach(read -> names.add(read.name()));
    }
    return new RequiredVariables(names);
  }

  /** The places of a file that read one, those left out that are prepared for its absence. */
  public static List<Read> in(ModuleCode module, ProjectCode code) {
    List<Read> found = new ArrayList<>();
    SettingsField.required(module, code)
        .forEach(field -> found.add(new Read(field.variable(), field.place())));
    if (module.mentions(SIGNS)) {
      Set<Stmt> guarded =
          module.statements().stream()
              .flatMap(Stmt::everything)
              .filter(each -> each instanceof Stmt.Try || asksWhetherSet(each))
              .flatMap(each -> each.inner().stream())
              .flatMap(Stmt::everything)
              .collect(
                  Collectors.toCollection(
                      () -> Collections.newSetFromMap(new IdentityHashMap<>())));
      module.statements().stream()
          .flatMap(Stmt::everything)
          .filter(each -> !guarded.contains(each))
          .flatMap(RequiredVariables::read)
          .flatMap(Expr::all)
          .forEach(each -> collect(each, module, code, found));
    }
    return found;
  }

  /** {@code if "X" in os.environ}. */
  private static boolean asksWhetherSet(Stmt statement) {
    return statement instanceof Stmt.If branch
        && branch
            .test()
            .all()
            .anyMatch(
                each ->
                    each.dotted().filter(name -> name.matches("(?:os\\.)?environ")).isPresent());
  }

  /** What a statement reads: what it assigns to is set, not needed. */
  private static Stream<Expr> read(Stmt statement) {
    return statement instanceof Stmt.Assign assign
        ? assign.value().stream()
        : statement.expressions().stream();
  }

  private static void collect(
      Expr expression, ModuleCode module, ProjectCode code, List<Read> found) {
    if (expression instanceof Expr.Item item
        && item.value().dotted().filter(name -> name.matches("(?:os\\.)?environ")).isPresent()
        && item.index() instanceof Expr.Text text) {
      found.add(new Read(text.value(), item.place()));
    }
    if (expression instanceof Expr.Call call
        && call.arguments().size() == 1
        && call.callee().dotted().filter(RequiredVariables::reads).isPresent()
        && call.arguments().get(0).value() instanceof Expr.Text text
        && text.value().matches("[A-Z][A-Z0-9_]+")
        && !hasDefault(call, text.value(), module, code)) {
      found.add(new Read(text.value(), call.place()));
    }
  }

  /** {@code env = environ.Env(PAGE_SIZE=(int, 50))}: the reader itself knows a default. */
  private static boolean hasDefault(
      Expr.Call read, String variable, ModuleCode module, ProjectCode code) {
    String reader = QualifiedName.of(read.callee().dotted().orElse("")).firstName();
    return code.meaning(module, reader) instanceof Meaning.Value value
        && value.value() instanceof Expr.Call made
        && SCHEMES.contains(made.name())
        && (made.named(variable).orElse(null) instanceof Expr.Collection pair
            && pair.elements().size() > 1);
  }

  private static boolean reads(String callee) {
    return READERS.contains(callee)
        || callee.matches("env\\.(?:str|int|bool|list|url|db|float|dict|path|json|read)");
  }

  /** Whether there are any. */
  public boolean areAny() {
    return !names.isEmpty();
  }
}
