package org.pyreview.frameworks.sqlalchemy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.model.LoopBody;
import org.pyreview.project.Project;
import org.pyreview.project.code.ExpectedFailures;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/** Queries of SQLAlchemy that ask for one element of a loop in every pass. */
public final class SessionQueries {

  private static final Set<String> OF_SESSION =
      Set.of("scalar", "scalars", "execute", "exec", "scalar_one", "scalar_one_or_none");
  private static final Set<String> OF_QUERY =
      Set.of("first", "one", "one_or_none", "all", "count", "get", "scalar");
  private static final Set<String> REFINING = Set.of("filter", "filter_by", "where", "get");
  private static final Set<String> REWRITING =
      Set.of("add", "add_all", "merge", "delete", "begin_nested");

  private SessionQueries() {}

  /** A query in a loop. */
  public record Repeated(ModuleCode module, Stmt.For loop, Expr.Call call) {}

  /** The queries of main code, those of a loop together. */
  public static List<List<Repeated>> of(Project project) {
    MappedModels models = MappedModels.of(project);
    GrowingTables tables = GrowingTables.of(project);
    Map<String, List<Repeated>> byLoop = new LinkedHashMap<>();
    if (models.isEmpty()) {
      return List.of();
    }
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      if (module.mentions("session", "query")) {
        ExpectedFailures failures = ExpectedFailures.of(module);
        module
            .functions()
            .forEach(
                function ->
                    function
                        .statements()
                        .filter(Stmt.For.class::isInstance)
                        .map(Stmt.For.class::cast)
                        .filter(loop -> mayRunOften(loop, function, tables))
                        .forEach(loop -> collect(module, loop, models, failures, byLoop)));
      }
    }
    return new ArrayList<>(byLoop.values());
  }

  /** Whether it goes over rows of a growing table, or over data by its name. */
  private static boolean mayRunOften(Stmt.For loop, Stmt.Function function, GrowingTables tables) {
    if (LoopBody.of(loop).isOverData()) {
      return true;
    }
    Stream<Expr> assigned =
        loop.iterable() instanceof Expr.Name name
            ? function
                .statements()
                .filter(Stmt.Assign.class::isInstance)
                .map(Stmt.Assign.class::cast)
                .filter(each -> each.name().filter(name.id()::equals).isPresent())
                .flatMap(each -> each.value().stream())
            : Stream.empty();
    return Stream.concat(Stream.of(loop.iterable()), assigned)
        .anyMatch(each -> queriesGrowing(each, tables));
  }

  private static boolean queriesGrowing(Expr expression, GrowingTables tables) {
    return expression
        .all()
        .anyMatch(
            each ->
                each instanceof Expr.Attribute query && query.name().equals("query")
                    ? grows(query.value(), tables)
                    : each instanceof Expr.Call call
                        && Set.of("query", "select").contains(call.name())
                        && call.positional().size() == 1
                        && grows(call.positional().get(0), tables));
  }

  private static boolean grows(Expr model, GrowingTables tables) {
    return model
        .dotted()
        .map(name -> QualifiedName.of(name).lastName())
        .filter(tables::grow)
        .isPresent();
  }

  private static void collect(
      ModuleCode module,
      Stmt.For loop,
      MappedModels models,
      ExpectedFailures failures,
      Map<String, List<Repeated>> byLoop) {
    LoopBody body = LoopBody.of(loop);
    // What the loop writes, its queries may have to see.
    if (!body.isOverRows() || calls(loop).stream().anyMatch(SessionQueries::rewrites)) {
      return;
    }
    for (Expr.Call call : calls(loop)) {
      if (isQuery(call, models)
          && body.dependsOnElement(call)
          && !body.locksRows(call)
          && !failures.contain(call)) {
        byLoop
            .computeIfAbsent(module + " " + loop.place(), key -> new ArrayList<>())
            .add(new Repeated(module, loop, call));
      }
    }
  }

  /** The calls of the innermost loop: those of loops and functions in it are left out. */
  private static List<Expr.Call> calls(Stmt.For loop) {
    List<Expr.Call> calls = new ArrayList<>();
    loop.body().forEach(each -> collect(each, calls));
    return calls;
  }

  private static void collect(Stmt statement, List<Expr.Call> calls) {
    if (statement instanceof Stmt.For || statement instanceof Stmt.Function) {
      return;
    }
    statement.expressions().stream()
        .flatMap(Expr::all)
        .filter(Expr.Call.class::isInstance)
        .forEach(each -> calls.add((Expr.Call) each));
    statement.inner().forEach(each -> collect(each, calls));
  }

  private static boolean rewrites(Expr.Call call) {
    return REWRITING.contains(call.name())
        && call.receiver().filter(SessionQueries::isSession).isPresent();
  }

  private static boolean isSession(Expr receiver) {
    return receiver.dotted().filter(each -> each.matches("(?:.*[._])?session")).isPresent();
  }

  private static boolean isQuery(Expr.Call call, MappedModels models) {
    boolean isOnSession = call.receiver().filter(SessionQueries::isSession).isPresent();
    if (isOnSession && call.arguments().isEmpty()) {
      return false;
    }
    if (isOnSession && call.name().equals("get")) {
      return isModel(call.arguments().get(0).value(), models);
    }
    if (isOnSession && OF_SESSION.contains(call.name())) {
      return call.arguments().get(0).value().all().anyMatch(each -> isSelect(each, models));
    }
    return OF_QUERY.contains(call.name()) && isRefinedQuery(call, models);
  }

  private static boolean isModel(Expr expression, MappedModels models) {
    return expression
        .dotted()
        .map(name -> QualifiedName.of(name).lastName())
        .filter(models::contains)
        .isPresent();
  }

  private static boolean isSelect(Expr expression, MappedModels models) {
    return expression instanceof Expr.Call select
        && select.name().equals("select")
        && select.positional().stream().anyMatch(each -> isModel(each, models));
  }

  /** {@code Model.query.filter_by(…).first()}, {@code session.query(Model).filter(…).one()}. */
  private static boolean isRefinedQuery(Expr.Call call, MappedModels models) {
    boolean isRefined =
        call.all()
            .anyMatch(each -> each instanceof Expr.Call inner && REFINING.contains(inner.name()));
    boolean isOfModel =
        call.receiver().stream()
            .flatMap(Expr::all)
            .anyMatch(
                each ->
                    each instanceof Expr.Attribute member
                            && member.name().equals("query")
                            && isModel(member.value(), models)
                        || each instanceof Expr.Call made
                            && made.name().equals("query")
                            && made.receiver().filter(SessionQueries::isSession).isPresent()
                            && made.positional().stream().anyMatch(one -> isModel(one, models)));
    return isRefined && isOfModel;
  }
}
