package org.pyreview.frameworks.async;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Async functions of a project that wait for a database in a way that blocks the event loop.
 *
 * @see <a href="https://docs.djangoproject.com/en/stable/topics/async/#queries-the-orm">Django:
 *     asynchronous support</a>
 * @see <a href="https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html">SQLAlchemy:
 *     asynchronous I/O</a>
 */
public final class BlockingDatabaseCalls {

  private static final Pattern DRIVER =
      Pattern.compile(
          "(redis)\\.(?:client\\.)?(?:Redis|StrictRedis|from_url|Redis\\.from_url|StrictRedis\\.from_url)"
              + "|(pymongo)\\.(?:mongo_client\\.)?MongoClient"
              + "|(psycopg2|psycopg|pymysql|MySQLdb|sqlite3)\\.connect");
  private static final Set<String> QUERY_METHODS =
      Set.of(
          "get",
          "create",
          "first",
          "last",
          "count",
          "exists",
          "aggregate",
          "bulk_create",
          "bulk_update",
          "update",
          "delete",
          "get_or_create",
          "update_or_create",
          "earliest",
          "latest",
          "in_bulk");
  private static final Set<String> ROW_METHODS = Set.of("save", "delete", "refresh_from_db");
  private static final Set<String> GIVING_A_ROW =
      Set.of("get", "aget", "first", "afirst", "last", "alast", "create", "acreate");
  private static final Set<String> EVALUATING =
      Set.of("list", "len", "set", "tuple", "sorted", "bool");

  /** Such methods of drivers don't ask the server. */
  private static final Set<String> LOCAL =
      Set.of(
          "pipeline",
          "pubsub",
          "lock",
          "register_script",
          "cursor",
          "find",
          "get_database",
          "get_collection",
          "with_options",
          "close");

  private static final int DEEPEST = 4;

  private final ProjectCode code;
  private final ModelIndex models;
  private final SessionUses sessions;

  /** What blocks. */
  public enum Kind {
    SESSION,
    QUERYSET,
    /** A queryset that is gone through, or made a list of. */
    ITERATION,
    DRIVER,
    /** A function of the project that queries through a session. */
    HELPER
  }

  /** A place in a file. */
  public record Query(ModuleCode module, Place place) {}

  /**
   * A call that blocks.
   *
   * @param name what is called, as a message says it
   * @param cause where the session or client comes from, or the query in the function that is
   *     called
   * @param waits whether the function awaits something, and has to stay async
   */
  public record Blocked(
      ModuleCode module,
      Stmt.Function function,
      Place place,
      Kind kind,
      String name,
      Optional<Query> cause,
      boolean waits) {

    /** Whether Django raises an error here, whoever waits. */
    boolean isRefused() {
      return kind == Kind.QUERYSET || kind == Kind.ITERATION;
    }
  }

  private BlockingDatabaseCalls(Project project) {
    code = ProjectCode.of(project);
    models = ModelIndex.of(project);
    sessions = new SessionUses(code);
  }

  /** The first of each async function of a project's main code. */
  public static List<Blocked> of(Project project) {
    BlockingDatabaseCalls calls = new BlockingDatabaseCalls(project);
    List<Blocked> found = new ArrayList<>();
    for (ModuleCode module : BeforeTraffic.servingModules(calls.code, project)) {
      BeforeTraffic before = BeforeTraffic.in(module);
      for (CodeScope scope : CodeScope.of(calls.code, module)) {
        scope
            .function()
            .filter(Stmt.Function::isAsync)
            .flatMap(function -> calls.first(scope, function))
            .filter(each -> each.isRefused() || !before.contains(each.function()))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** Among how many async functions those are. */
  public static int asyncFunctions(Project project) {
    return (int)
        BeforeTraffic.servingModules(ProjectCode.of(project), project).stream()
            .flatMap(ModuleCode::functions)
            .filter(Stmt.Function::isAsync)
            .count();
  }

  private Optional<Blocked> first(CodeScope scope, Stmt.Function function) {
    Map<String, Place> held = sessions.sessionsIn(scope);
    Set<String> rows = rows(scope, function);
    boolean waits =
        function
            .statements()
            .anyMatch(
                each ->
                    each instanceof Stmt.For loop && loop.isAsync()
                        || each instanceof Stmt.With with && with.isAsync()
                        || !(each instanceof Stmt.Function)
                            && each.expressions().stream()
                                .flatMap(Expr::all)
                                .anyMatch(Expr.Await.class::isInstance));
    Search search = new Search(scope, function, held, rows, waits);
    return function
        .statements()
        .filter(each -> !(each instanceof Stmt.Function) && !(each instanceof Stmt.ClassDef))
        .flatMap(each -> search.in(each).stream())
        .findFirst();
  }

  private final class Search {
    private final CodeScope scope;
    private final Stmt.Function function;
    private final Map<String, Place> held;
    private final Set<String> rows;
    private final boolean waits;

    Search(
        CodeScope scope,
        Stmt.Function function,
        Map<String, Place> held,
        Set<String> rows,
        boolean waits) {
      this.scope = scope;
      this.function = function;
      this.held = held;
      this.rows = rows;
      this.waits = waits;
    }

    Optional<Blocked> in(Stmt statement) {
      if (statement instanceof Stmt.For loop && !loop.isAsync() && isQueryset(loop.iterable())) {
        return Optional.of(blocked(loop.iterable().place(), Kind.ITERATION, "for"));
      }
      return statement.expressions().stream().flatMap(each -> in(each).stream()).findFirst();
    }

    private Optional<Blocked> in(Expr expression) {
      if (expression instanceof Expr.Lambda) {
        return Optional.empty();
      }
      if (expression instanceof Expr.Await await && await.value() instanceof Expr.Call awaited) {
        return awaited.arguments().stream().flatMap(each -> in(each.value()).stream()).findFirst();
      }
      if (expression instanceof Expr.Call call) {
        Optional<Blocked> found = of(call);
        if (found.isPresent()) {
          return found;
        }
      }
      return expression.children().stream().flatMap(each -> in(each).stream()).findFirst();
    }

    private Optional<Blocked> of(Expr.Call call) {
      if (EVALUATING.contains(call.name())
          && call.receiver().isEmpty()
          && call.arguments().size() == 1
          && isQueryset(call.arguments().get(0).value())) {
        return Optional.of(blocked(call.place(), Kind.ITERATION, call.name()));
      }
      Optional<SessionUses.Use> use = sessions.of(scope, held, call);
      if (use.isPresent()) {
        return use.map(each -> blocked(call, each));
      }
      if (call.receiver().isEmpty()) {
        return Optional.empty();
      }
      Expr receiver = call.receiver().get();
      String written = receiver.dotted().orElse("");
      if (QUERY_METHODS.contains(call.name()) && isQueryset(receiver)
          || ROW_METHODS.contains(call.name()) && isRow(written)) {
        return Optional.of(blocked(call.callee().place(), Kind.QUERYSET, call.name()));
      }
      return LOCAL.contains(call.name())
          ? Optional.empty()
          : driver(scope, receiver, 0)
              .map(library -> blocked(call.callee().place(), Kind.DRIVER, library));
    }

    private boolean isRow(String written) {
      return rows.contains(written)
          || (written.equals("request.user") && scope.module().mentions("django"));
    }

    private boolean isQueryset(Expr expression) {
      return scope.module().mentions("objects")
          && manager(expression).filter(this::isModel).isPresent();
    }

    private boolean isModel(Expr owner) {
      Meaning meaning = scope.meaning(owner);
      return meaning instanceof Meaning.Class own
          ? models.of(code.classCode(own)).isPresent()
          : meaning.external().startsWith("django.contrib.");
    }

    private Blocked blocked(Expr.Call call, SessionUses.Use use) {
      Optional<Query> cause =
          use.isDirect()
              ? use.session().map(place -> new Query(scope.module(), place))
              : Optional.of(new Query(use.module(), use.place()));
      Kind kind = use.isDirect() ? Kind.SESSION : Kind.HELPER;
      return new Blocked(
          scope.module(), function, call.callee().place(), kind, use.name(), cause, waits);
    }

    private Blocked blocked(Place place, Kind kind, String name) {
      return new Blocked(scope.module(), function, place, kind, name, Optional.empty(), waits);
    }
  }

  /** The model in {@code Model.objects.filter(…).order_by(…)}. */
  private static Optional<Expr> manager(Expr expression) {
    Expr at = expression;
    while (true) {
      if (at instanceof Expr.Call call && call.receiver().isPresent()) {
        at = call.receiver().get();
      } else if (at instanceof Expr.Attribute member) {
        if (member.name().equals("objects")) {
          return Optional.of(member.value());
        }
        return Optional.empty();
      } else if (at instanceof Expr.Item item) {
        at = item.value();
      } else if (at instanceof Expr.Slice slice) {
        at = slice.value();
      } else {
        return Optional.empty();
      }
    }
  }

  /** The variables of a function that hold a row of Django. */
  private Set<String> rows(CodeScope scope, Stmt.Function function) {
    Set<String> rows = new HashSet<>();
    function
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(assign -> assign.name().isPresent() && assign.value().isPresent())
        .forEach(
            assign -> {
              Expr value =
                  assign.value().get() instanceof Expr.Await await
                      ? await.value()
                      : assign.value().get();
              boolean isRow =
                  value instanceof Expr.Call call
                      && GIVING_A_ROW.contains(call.name())
                      && call.receiver().flatMap(BlockingDatabaseCalls::manager).isPresent();
              if (isRow) {
                rows.add(assign.name().get());
              }
            });
    return rows;
  }

  /** The library whose synchronous client an expression is, or something that comes from one. */
  private Optional<String> driver(CodeScope scope, Expr receiver, int depth) {
    Expr root = receiver;
    while (root instanceof Expr.Attribute || root instanceof Expr.Item) {
      root = root instanceof Expr.Attribute member ? member.value() : ((Expr.Item) root).value();
      Optional<String> found = client(scope, root, depth);
      if (found.isPresent()) {
        return found;
      }
    }
    return client(scope, receiver, depth);
  }

  private Optional<String> client(CodeScope scope, Expr expression, int depth) {
    boolean mayBe = expression instanceof Expr.Name || expression instanceof Expr.Attribute;
    if (depth > DEEPEST || !mayBe || !(scope.meaning(expression) instanceof Meaning.Value made)) {
      return Optional.empty();
    }
    CodeScope home = scope.ofFile(made.module());
    if (made.value() instanceof Expr.Call call) {
      var matcher = DRIVER.matcher(scopeOf(call, scope, home).meaning(call.callee()).external());
      return matcher.matches()
          ? Stream.of(1, 2, 3).map(matcher::group).filter(each -> each != null).findFirst()
          : Optional.empty();
    }
    boolean isPart = made.value() instanceof Expr.Attribute || made.value() instanceof Expr.Item;
    return isPart ? driver(home, made.value(), depth + 1) : Optional.empty();
  }

  /** A value of the function itself is written in its own words. */
  private static CodeScope scopeOf(Expr.Call call, CodeScope scope, CodeScope home) {
    return scope.module() == home.module() ? scope : home;
  }
}
