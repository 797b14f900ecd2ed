package org.pyreview.frameworks.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

/**
 * A statement of SQL that is put together before a driver or SQLAlchemy gets it.
 *
 * @param argument what is passed on
 * @param composed where it is put together
 * @param values what is put into it where a parameter could stand
 */
public record ComposedStatement(
    ProjectFile file, Expr argument, Expr composed, List<String> values) {

  private static final Set<String> EXECUTING =
      Set.of(
          "execute",
          "executemany",
          "executescript",
          "exec_driver_sql",
          "fetch",
          "fetchrow",
          "fetchval",
          "fetch_all",
          "fetch_one",
          "scalar",
          "scalars",
          "execute_async");
  private static final Pattern TEXT =
      Pattern.compile(
          "sqlalchemy\\.(?:\\w+\\.)*(?:text|literal_column)|.*\\bSQLAlchemy\\(?\\)?\\.text");
  private static final Pattern READING = Pattern.compile("pandas\\.read_sql(?:_query)?");
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?is)^[\\s(]*(?:(?:EXPLAIN\\s+)?SELECT\\b.*\\bFROM\\b|(?:INSERT|REPLACE)\\s+INTO\\b|UPDATE\\b.*\\bSET\\b"
              + "|DELETE\\s+FROM\\b|(?:CREATE|DROP|ALTER|TRUNCATE)\\s+\\w|GRANT\\s|WITH\\b.*\\bAS\\b).*");

  /** Django's own connections and managers: SonarQube's rules know them. */
  private static final String[] DJANGO = {"django.db"};

  /** What a file names that runs a statement. */
  private static final String[] SIGNS = {
    "execute", "exec_driver_sql", "fetch", "scalar", "text", "literal_column", "read_sql"
  };

  private static final String[] LIBRARIES = {"sqlalchemy", "SQLAlchemy", "pandas"};

  private static final Set<String> ONE_TIME =
      Set.of(
          "migrations", "migration", "versions", "alembic", "revisions", "management", "scripts");

  /** The statements of a project, without those of migrations and scripts. */
  public static List<ComposedStatement> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    FixedTexts functions = new FixedTexts(code);
    List<ComposedStatement> found = new ArrayList<>();
    for (ModuleCode module : code.mainModules()) {
      boolean mayRun = module.mentions(SIGNS) && !usesDjango(module);
      if (mayRun && !module.file().path().isBelow(ONE_TIME)) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope
              .calls()
              .forEach(call -> statement(call, scope, code, functions).ifPresent(found::add));
        }
      }
    }
    return found;
  }

  private static boolean usesDjango(ModuleCode module) {
    return module.mentions(DJANGO);
  }

  private static Optional<ComposedStatement> statement(
      Expr.Call call, CodeScope scope, ProjectCode code, FixedTexts functions) {
    Optional<Expr> argument = argument(call, scope);
    Optional<Expr> composed = argument.map(each -> behind(each, scope));
    return composed
        .flatMap(ComposedText::of)
        .filter(text -> STATEMENT.matcher(text.text()).matches())
        .flatMap(
            text ->
                of(
                    new FixedParts(scope, code, functions),
                    scope,
                    argument.get(),
                    composed.get(),
                    text));
  }

  private static Optional<Expr> argument(Expr.Call call, CodeScope scope) {
    boolean isExecuted = EXECUTING.contains(call.name()) && call.receiver().isPresent();
    boolean mayBeKnown = !call.arguments().isEmpty() && scope.module().mentions(LIBRARIES);
    String name = mayBeKnown ? scope.meaning(call.callee()).external() : "";
    boolean isKnown = TEXT.matcher(name).matches() || READING.matcher(name).matches();
    boolean ofExtension =
        call.name().equals("text")
            && call.receiver()
                .flatMap(Expr::dotted)
                .filter(Set.of("db", "sa", "sqlalchemy")::contains)
                .isPresent();
    return isExecuted || isKnown || ofExtension
        ? call.positional().stream()
            .findFirst()
            .or(() -> call.named("sql"))
            .or(() -> call.named("query"))
            .or(() -> call.named("operation"))
        : Optional.empty();
  }

  private static Expr behind(Expr argument, CodeScope scope) {
    return argument instanceof Expr.Name
            && scope.meaning(argument) instanceof Meaning.Value assigned
            && assigned.module() == scope.module()
        ? assigned.value()
        : argument;
  }

  private static Optional<ComposedStatement> of(
      FixedParts fixed, CodeScope scope, Expr argument, Expr composed, ComposedText text) {
    List<String> values =
        StatementText.isDefinition(text.text())
            ? List.of()
            : text.positions()
                .filter(i -> StatementText.isPlaceOfValue(text.before(i)))
                .mapToObj(text.parts()::get)
                .filter(each -> !fixed.contains(each))
                .map(ComposedStatement::name)
                .toList();
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(new ComposedStatement(scope.module().file(), argument, composed, values));
  }

  private static String name(Expr part) {
    if (part.dotted().isPresent()) {
      return part.dotted().get();
    }
    if (part instanceof Expr.Call call) {
      return call.callee().dotted().orElse(call.name()) + "()";
    }
    if (part instanceof Expr.Attribute attribute) {
      return name(attribute.value()) + "." + attribute.name();
    }
    return part instanceof Expr.Item item ? name(item.value()) + "[]" : "an expression";
  }
}
