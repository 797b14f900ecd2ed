package org.pyreview.frameworks.fastapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.sqlalchemy.MappedModels;
import org.pyreview.frameworks.web.RouteDecorator;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * An endpoint of FastAPI that gives rows of a table to its clients, and says nowhere which fields
 * of them they get.
 *
 * @param returned the first expression that is such a row, or several
 * @param content how it is known to be one
 * @see <a href="https://fastapi.tiangolo.com/tutorial/response-model/">FastAPI: response model</a>
 */
public record UndeclaredAnswer(
    ModuleCode module, Stmt.Function function, Expr returned, Content content) {

  /** What goes to the client. */
  public enum Content {
    /** What a query of the endpoint reads. */
    QUERIED,
    /** Objects of a mapped class. */
    OBJECTS
  }

  private static final int DEEPEST = 4;
  private static final Set<String> READS =
      Set.of("query", "exec", "execute", "scalar", "scalars", "get", "get_one");
  private static final Pattern SESSION = Pattern.compile("(?:\\w+\\.)*\\w*(?:[sS]ession|\\bdb)");

  /** What is no row any more. */
  private static final Set<String> PLAIN =
      Set.of("count", "exists", "rowcount", "delete", "update", "mappings", "keys", "isoformat");

  private static final Set<String> INJECTING = Set.of("Depends", "Security");
  private static final Set<String> AROUND =
      Set.of(
          "Annotated", "Optional", "Union", "List", "list", "Sequence", "Iterable", "Set", "set");

  /** Those of a project's main code. */
  public static List<UndeclaredAnswer> of(Project project) {
    Answers answers = new Answers(ProjectCode.of(project));
    List<UndeclaredAnswer> found = new ArrayList<>();
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      if (module.mentions("fastapi")) {
        for (CodeScope scope : CodeScope.of(ProjectCode.of(project), module)) {
          scope
              .function()
              .filter(function -> isUndeclaredRoute(function, scope))
              .flatMap(function -> answers.first(function, scope))
              .ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /**
   * Whether a function answers requests, and neither its signature nor its route says with what.
   */
  private static boolean isUndeclaredRoute(Stmt.Function function, CodeScope scope) {
    CodeScope around = scope.outer().orElse(scope);
    return function.returns().filter(type -> !isAnything(type)).isEmpty()
        && function.decorators().stream()
            .filter(Expr.Call.class::isInstance)
            .map(Expr.Call.class::cast)
            .filter(call -> isRoute(call.name()) && call.isWrittenOut())
            .filter(call -> call.receiver().filter(each -> isRouter(each, around)).isPresent())
            .anyMatch(call -> !declares(call));
  }

  private static boolean isRoute(String decorator) {
    return RouteDecorator.named(decorator)
        .filter(each -> each.isOfFastApi() && each.answersRequests())
        .isPresent();
  }

  /** {@code Any}, with which FastAPI filters nothing. */
  private static boolean isAnything(Expr type) {
    return type.dotted().filter(name -> name.matches("(?:typing\\.)?Any")).isPresent();
  }

  /**
   * Whether something registers routes, as far as can be told, and leaves it to them what they
   * answer.
   */
  private static boolean isRouter(Expr receiver, CodeScope scope) {
    if (!(scope.meaning(receiver) instanceof Meaning.Value value)) {
      return true;
    }
    return value.value() instanceof Expr.Call made
        && made.named("default_response_class").isEmpty();
  }

  private static boolean declares(Expr.Call route) {
    boolean isHidden =
        route
            .named("include_in_schema")
            .filter(each -> each instanceof Expr.Constant flag && flag.text().equals("False"))
            .isPresent();
    boolean isEmpty =
        route.named("status_code").stream()
            .flatMap(Expr::all)
            .anyMatch(
                each ->
                    each instanceof Expr.Constant number && number.text().equals("204")
                        || each instanceof Expr.Attribute name && name.name().contains("204"));
    return isHidden
        || isEmpty
        || route.named("response_model").isPresent()
        || route.named("response_class").isPresent();
  }

  /** Follows what functions return. */
  private static final class Answers {
    private final ProjectCode code;
    private final CalledFunctions called;

    Answers(ProjectCode code) {
      this.code = code;
      this.called = new CalledFunctions(code);
    }

    Optional<UndeclaredAnswer> first(Stmt.Function function, CodeScope scope) {
      return returned(scope)
          .flatMap(
              value ->
                  content(value, scope, 0)
                      .map(each -> new UndeclaredAnswer(scope.module(), function, value, each))
                      .stream())
          .min(Comparator.comparing(UndeclaredAnswer::content));
    }

    private static Stream<Expr> returned(CodeScope scope) {
      return scope
          .statements()
          .filter(Stmt.Return.class::isInstance)
          .flatMap(each -> ((Stmt.Return) each).value().stream());
    }

    private Optional<Content> content(Expr value, CodeScope scope, int depth) {
      if (depth > DEEPEST) {
        return Optional.empty();
      }
      if (value instanceof Expr.Await waited) {
        return content(waited.value(), scope, depth);
      }
      if (value instanceof Expr.Conditional choice) {
        return first(Stream.of(choice.then(), choice.otherwise()), scope, depth);
      }
      if (value instanceof Expr.Collection several) {
        return first(several.elements().stream(), scope, depth);
      }
      if (value instanceof Expr.Comprehension several) {
        return ofComprehension(several, scope, depth);
      }
      if (value instanceof Expr.Item item) {
        return content(item.value(), scope, depth + 1);
      }
      if (value instanceof Expr.Name name) {
        return called
            .held(scope, value)
            .filter(held -> held.value() != value)
            .flatMap(held -> content(held.value(), held.scope(), depth + 1))
            .or(() -> injected(name, scope));
      }
      return value instanceof Expr.Call call ? ofCall(call, scope, depth) : Optional.empty();
    }

    /** What FastAPI passes: {@code user: User = Depends(find_user)}. */
    private Optional<Content> injected(Expr.Name name, CodeScope scope) {
      CodeScope home = CodeScope.ofFile(code, scope.module());
      return CalledFunctions.parameter(scope, name.id())
          .filter(
              each ->
                  Stream.concat(each.standard().stream(), each.annotation().stream())
                      .anyMatch(written -> injects(written, home)))
          .flatMap(Expr.Parameter::annotation)
          .filter(type -> namesTable(type, home, 0))
          .map(type -> Content.OBJECTS);
    }

    private static boolean injects(Expr written, CodeScope home) {
      Expr behind =
          written instanceof Expr.Name && home.meaning(written) instanceof Meaning.Value alias
              ? alias.value()
              : written;
      return behind
          .all()
          .anyMatch(each -> each instanceof Expr.Call call && INJECTING.contains(call.name()));
    }

    private Optional<Content> first(Stream<Expr> values, CodeScope scope, int depth) {
      return values.flatMap(each -> content(each, scope, depth + 1).stream()).findFirst();
    }

    /** {@code [find(x) for x in numbers]}, {@code [row for row in rows]}. */
    private Optional<Content> ofComprehension(
        Expr.Comprehension several, CodeScope scope, int depth) {
      Expr.Clause loop = several.clauses().get(0);
      boolean isElement =
          several.element() instanceof Expr.Name name
              && loop.target() instanceof Expr.Name target
              && name.id().equals(target.id());
      return content(isElement ? loop.iterable() : several.element(), scope, depth + 1);
    }

    private Optional<Content> ofCall(Expr.Call call, CodeScope scope, int depth) {
      if (isQuery(call)) {
        return Optional.of(Content.QUERIED);
      }
      if (scope.meaning(call.callee()) instanceof Meaning.Class made) {
        return Optional.of(Content.OBJECTS).filter(each -> isTable(code.classCode(made)));
      }
      return called
          .of(scope, call)
          .filter(each -> depth < DEEPEST)
          .flatMap(each -> given(each, depth));
    }

    private Optional<Content> given(Meaning.Function function, int depth) {
      CodeScope home = CodeScope.ofFile(code, function.module());
      Optional<Expr> type = function.definition().returns();
      if (type.isPresent()) {
        return Optional.of(Content.OBJECTS).filter(each -> namesTable(type.get(), home, 0));
      }
      return CodeScope.ofFunction(code, function)
          .flatMap(
              scope ->
                  returned(scope)
                      .flatMap(each -> content(each, scope, depth + 1).stream())
                      .findFirst())
          .map(each -> Content.OBJECTS);
    }

    private boolean namesTable(Expr type, CodeScope scope, int depth) {
      if (depth > DEEPEST) {
        return false;
      }
      if (type instanceof Expr.Operation union) {
        return union.operands().stream().anyMatch(each -> namesTable(each, scope, depth + 1));
      }
      if (type instanceof Expr.Collection several) {
        return several.elements().stream().anyMatch(each -> namesTable(each, scope, depth + 1));
      }
      if (type instanceof Expr.Item item) {
        String around = item.value().lastName();
        return AROUND.contains(around) && namesTable(item.index(), scope, depth + 1);
      }
      Expr named =
          type instanceof Expr.Text text && text.value().matches("\\w+")
              ? new Expr.Name(text.value(), text.place())
              : type;
      Meaning meaning = scope.meaning(named);
      return meaning instanceof Meaning.Value alias
          ? namesTable(alias.value(), scope.ofFile(alias.module()), depth + 1)
          : meaning instanceof Meaning.Class each && isTable(code.classCode(each));
    }

    private static boolean isTable(ClassCode type) {
      return MappedModels.isMapped(type)
          || type.definition().arguments().stream()
              .anyMatch(each -> each.keyword().equals("table"));
    }
  }

  /** A call, or a chain of calls, that begins with a read of a session and ends with rows. */
  private static boolean isQuery(Expr.Call last) {
    Expr at = last;
    while (at instanceof Expr.Call || at instanceof Expr.Attribute || at instanceof Expr.Await) {
      if (at instanceof Expr.Await waited) {
        at = waited.value();
      } else if (at instanceof Expr.Attribute member) {
        at = member.value();
      } else if (at instanceof Expr.Call call) {
        if (PLAIN.contains(call.name())) {
          return false;
        }
        boolean isRead =
            READS.contains(call.name())
                && call.receiver()
                    .flatMap(Expr::dotted)
                    .filter(each -> SESSION.matcher(each).matches())
                    .isPresent();
        if (isRead) {
          return readsRows(call);
        }
        at = call.receiver().orElse(call.callee());
        if (!(at instanceof Expr.Call) && call.receiver().isEmpty()) {
          return false;
        }
      }
    }
    return false;
  }

  /** Whether a read asks for whole rows: no function of the database, and not only columns. */
  private static boolean readsRows(Expr.Call read) {
    List<Expr.Call> selections =
        Stream.concat(
                Stream.of(read), read.arguments().stream().flatMap(each -> each.value().all()))
            .filter(Expr.Call.class::isInstance)
            .map(Expr.Call.class::cast)
            .filter(call -> call.name().equals("query") || call.name().equals("select"))
            .toList();
    boolean asksFunction =
        read.all().anyMatch(each -> each instanceof Expr.Name name && name.id().equals("func"));
    boolean isText =
        read.all().anyMatch(each -> each instanceof Expr.Call call && call.name().equals("text"));
    boolean asksColumns =
        !selections.isEmpty()
            && selections.stream()
                .allMatch(
                    call ->
                        !call.arguments().isEmpty()
                            && call.arguments().stream().allMatch(each -> isColumn(each.value())));
    boolean isLookup = read.name().equals("get") || read.name().equals("get_one");
    return !asksFunction && !isText && !asksColumns && (!isLookup || isOfClass(read));
  }

  /** {@code session.get(User, 1)}, as opposed to {@code session.get(url)} of another kind. */
  private static boolean isOfClass(Expr.Call lookup) {
    return lookup
        .at(0, "entity")
        .or(() -> lookup.named("ident"))
        .flatMap(Expr::dotted)
        .map(name -> QualifiedName.of(name).lastName())
        .filter(name -> name.matches("[A-Z].*"))
        .isPresent();
  }

  /** {@code User.name}, as opposed to {@code models.User}. */
  private static boolean isColumn(Expr selected) {
    return selected instanceof Expr.Attribute column
        && column.name().matches("[a-z_][a-z0-9_]*")
        && column
            .value()
            .dotted()
            .map(owner -> QualifiedName.of(owner).lastName())
            .filter(owner -> owner.matches("[A-Z].*"))
            .isPresent();
  }
}
