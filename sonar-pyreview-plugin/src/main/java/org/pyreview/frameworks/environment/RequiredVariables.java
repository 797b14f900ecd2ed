package org.pyreview.frameworks.environment;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The variables of the environment without which the project doesn't start.
 *
 * @param names of those that are read by {@code os.environ["X"]} or {@code env("X")} without a
 *     default
 */
public record RequiredVariables(Set<String> names) {

  private static final String[] SIGNS = {"environ", "env", "config", "BaseSettings"};
  private static final Set<String> READERS = Set.of("env", "config", "get_env", "require_env");

  /** Those of a project's main code. */
  public static RequiredVariables of(Project project) {
    Set<String> names = new TreeSet<>();
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      if (module.mentions(SIGNS)) {
        module.statements().stream()
            .flatMap(Stmt::everything)
            .flatMap(RequiredVariables::read)
            .flatMap(Expr::all)
            .forEach(each -> collect(each, names));
      }
    }
    return new RequiredVariables(names);
  }

  /** What a statement reads: what it assigns to is set, not needed. */
  private static Stream<Expr> read(Stmt statement) {
    return statement instanceof Stmt.Assign assign
        ? assign.value().stream()
        : statement.expressions().stream();
  }

  private static void collect(Expr expression, Set<String> names) {
    if (expression instanceof Expr.Item item
        && item.value().dotted().filter(name -> name.matches("(?:os\\.)?environ")).isPresent()
        && item.index() instanceof Expr.Text text) {
      names.add(text.value());
    }
    if (expression instanceof Expr.Call call
        && call.arguments().size() == 1
        && call.callee().dotted().filter(RequiredVariables::reads).isPresent()
        && call.arguments().get(0).value() instanceof Expr.Text text
        && text.value().matches("[A-Z][A-Z0-9_]+")) {
      names.add(text.value());
    }
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
