package org.pyreview.frameworks.async;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.fastapi.CalledFunctions;
import org.pyreview.frameworks.fastapi.DependsCall;
import org.pyreview.project.Place;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The synchronous sessions of SQLAlchemy and SQLModel: where they are made, what functions of the
 * project give one, and the variables and parameters that hold one.
 *
 * @see <a href="https://docs.sqlalchemy.org/en/20/orm/session_basics.html">SQLAlchemy: session
 *     basics</a>
 */
final class SyncSessions {

  private static final Pattern SESSION =
      Pattern.compile(
          "sqlalchemy\\.orm\\.(?:session\\.)?Session|sqlmodel\\.(?:orm\\.session\\.)?Session");
  private static final Pattern MAKER =
      Pattern.compile(
          "sqlalchemy\\.orm\\.(?:session\\.)?(?:sessionmaker|scoped_session)|sqlalchemy\\.orm\\.scoping\\.scoped_session");
  private static final Pattern REGISTRY = Pattern.compile("sqlalchemy\\.orm\\..*scoped_session");
  private static final Pattern CONTEXT_MANAGER = Pattern.compile("contextlib\\.contextmanager");
  private static final Pattern EXTENSION =
      Pattern.compile("flask_sqlalchemy\\.(?:\\w+\\.)*SQLAlchemy");
  private static final int DEEPEST = 5;

  private final ProjectCode code;
  private final CalledFunctions called;
  private final Map<String, Boolean> givers = new HashMap<>();

  SyncSessions(ProjectCode code, CalledFunctions called) {
    this.code = code;
    this.called = called;
  }

  /** The variables and parameters of a function that hold one, and where they get it. */
  Map<String, Place> in(CodeScope scope) {
    Map<String, Place> found = new LinkedHashMap<>();
    scope
        .function()
        .ifPresent(
            function ->
                function.parameters().stream()
                    .filter(each -> isSession(each, scope))
                    .forEach(each -> found.put(each.name(), each.place())));
    scope.statements().forEach(each -> collect(each, scope, found));
    return found;
  }

  private void collect(Stmt statement, CodeScope scope, Map<String, Place> found) {
    if (statement instanceof Stmt.Assign assign) {
      assign
          .name()
          .filter(name -> assign.value().filter(value -> gives(value, scope, 0)).isPresent())
          .ifPresent(name -> found.put(name, assign.value().get().place()));
    } else if (statement instanceof Stmt.With with && !with.isAsync()) {
      with.resources().stream()
          .filter(resource -> gives(resource.value(), scope, 0))
          .forEach(
              resource ->
                  resource
                      .target()
                      .flatMap(Expr::dotted)
                      .ifPresent(name -> found.put(name, resource.value().place())));
    }
  }

  /**
   * Whether something that a method is called on is a session: a registry of them, an attribute
   * that holds one, or a call that makes one.
   */
  boolean isSession(Expr receiver, CodeScope scope) {
    if (receiver instanceof Expr.Call) {
      return gives(receiver, scope, 0);
    }
    return isOfFlask(receiver, scope)
        || called.held(scope, receiver).filter(each -> holds(each, scope)).isPresent();
  }

  /** {@code db.session} of Flask-SQLAlchemy. */
  private static boolean isOfFlask(Expr receiver, CodeScope scope) {
    return receiver instanceof Expr.Attribute member
        && member.name().equals("session")
        && scope.meaning(member.value()) instanceof Meaning.Value made
        && made.value() instanceof Expr.Call extension
        && EXTENSION
            .matcher(scope.ofFile(made.module()).meaning(extension.callee()).external())
            .matches();
  }

  private boolean holds(CalledFunctions.Held held, CodeScope scope) {
    boolean isRegistry =
        held.value() instanceof Expr.Call maker
            && REGISTRY.matcher(held.scope().meaning(maker.callee()).external()).matches()
            && isSynchronous(maker);
    boolean isParameter =
        held.value() instanceof Expr.Name name
            && CalledFunctions.parameter(held.scope(), name.id())
                .filter(each -> isSession(each, held.scope()))
                .isPresent();
    return isRegistry || isParameter || gives(held.value(), held.scope(), 0);
  }

  private boolean isSession(Expr.Parameter parameter, CodeScope scope) {
    return parameter.annotation().filter(type -> isType(type, scope, 0)).isPresent()
        || parameter.standard().filter(value -> isDependency(value, scope)).isPresent();
  }

  /** {@code Depends(get_db)}, where that function gives one. */
  private boolean isDependency(Expr value, CodeScope scope) {
    return DependsCall.of(value, scope)
        .flatMap(DependsCall::dependency)
        .filter(provider -> isGiver(scope.meaning(provider), 0))
        .isPresent();
  }

  private boolean isType(Expr type, CodeScope scope, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    if (type instanceof Expr.Call) {
      return isDependency(type, scope);
    }
    if (type instanceof Expr.Item item) {
      return item.index() instanceof Expr.Collection several
          ? several.elements().stream().anyMatch(each -> isType(each, scope, depth + 1))
          : isType(item.index(), scope, depth + 1);
    }
    if (type instanceof Expr.Operation union) {
      return union.operands().stream().anyMatch(each -> isType(each, scope, depth + 1));
    }
    Meaning meaning = scope.meaning(type);
    return meaning instanceof Meaning.Value alias
        ? isType(alias.value(), scope.ofFile(alias.module()), depth + 1)
        : SESSION.matcher(meaning.external()).matches();
  }

  /** {@code Session(engine)}, {@code SessionLocal()}, {@code get_db()}. */
  private boolean gives(Expr value, CodeScope scope, int depth) {
    if (!(value instanceof Expr.Call call) || depth > DEEPEST) {
      return false;
    }
    Meaning meaning = scope.meaning(call.callee());
    if (SESSION.matcher(meaning.external()).matches()) {
      return true;
    }
    boolean isBegin =
        call.name().equals("begin")
            && call.receiver().filter(each -> isMaker(each, scope)).isPresent();
    return isBegin || isMaker(call.callee(), scope) || isGiver(meaning, depth + 1);
  }

  /** A {@code sessionmaker}, in a variable or an attribute. */
  private boolean isMaker(Expr callee, CodeScope scope) {
    return called
        .held(scope, callee)
        .filter(
            held ->
                held.value() instanceof Expr.Call maker
                    && MAKER.matcher(held.scope().meaning(maker.callee()).external()).matches()
                    && isSynchronous(maker))
        .isPresent();
  }

  private static boolean isSynchronous(Expr.Call maker) {
    return maker
        .all()
        .flatMap(each -> each.dotted().stream())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("async"));
  }

  /** Whether a function of the project returns or yields one, or a context manager gives one. */
  private boolean isGiver(Meaning provider, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    if (provider instanceof Meaning.Value value
        && value.value() instanceof Expr.Call wrapped
        && wrapped.arguments().size() == 1) {
      CodeScope home = CodeScope.ofFile(code, value.module());
      return CONTEXT_MANAGER.matcher(home.meaning(wrapped.callee()).external()).matches()
          && isGiver(home.meaning(wrapped.arguments().get(0).value()), depth + 1);
    }
    if (!(provider instanceof Meaning.Function function)) {
      return false;
    }
    String key = function.module() + " " + function.definition().place();
    Boolean known = givers.get(key);
    if (known == null) {
      // Functions that call each other in a circle give nothing.
      givers.put(key, false);
      known =
          CodeScope.ofFunction(code, function).filter(each -> isGiver(each, depth + 1)).isPresent();
      givers.put(key, known);
    }
    return known;
  }

  private boolean isGiver(CodeScope scope, int depth) {
    Map<String, Place> sessions = in(scope);
    return scope
        .statements()
        .flatMap(SyncSessions::given)
        .anyMatch(
            each ->
                each.dotted().filter(sessions::containsKey).isPresent()
                    || gives(each, scope, depth + 1));
  }

  /** What a statement returns or yields. */
  private static Stream<Expr> given(Stmt statement) {
    if (statement instanceof Stmt.Return back) {
      return back.value().stream();
    }
    boolean isYield = statement instanceof Stmt.Plain each && each.keyword().equals("yield");
    return isYield
        ? statement.expressions().stream().flatMap(each -> each.children().stream())
        : Stream.empty();
  }
}
