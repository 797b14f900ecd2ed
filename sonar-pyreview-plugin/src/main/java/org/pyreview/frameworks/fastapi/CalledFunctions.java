package org.pyreview.frameworks.fastapi;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Which function of the project a call runs: functions by name, and methods of classes, of objects
 * in variables, of parameters by their types and of what FastAPI passes.
 */
public final class CalledFunctions {

  private static final int DEEPEST = 5;
  private static final Set<String> OWN = Set.of("self", "cls");

  /** What stands around the type in an annotation. */
  private static final Set<String> AROUND =
      Set.of("Annotated", "Optional", "Union", "Type", "type", "Final", "ClassVar");

  private final ProjectCode code;

  public CalledFunctions(ProjectCode code) {
    this.code = code;
  }

  /** The function that a call of some scope runs; empty if it can't be told. */
  public Optional<Meaning.Function> of(CodeScope scope, Expr.Call call) {
    if (call.callee() instanceof Expr.Name || call.callee() instanceof Expr.Attribute) {
      Meaning meaning = scope.meaning(call.callee());
      if (meaning instanceof Meaning.Function function) {
        return Optional.of(function);
      }
    }
    return call.receiver()
        .flatMap(receiver -> typeOf(scope, receiver, 0))
        .flatMap(type -> method(type, call.name()));
  }

  /**
   * The function that FastAPI calls for a dependency: the function that is named, or the {@code
   * __call__} of an object.
   */
  Optional<Meaning.Function> provider(CodeScope scope, Expr dependency) {
    Meaning meaning = scope.meaning(dependency);
    if (meaning instanceof Meaning.Function function) {
      return Optional.of(function);
    }
    if (meaning instanceof Meaning.Class) {
      return Optional.empty();
    }
    Optional<Meaning.Function> method =
        dependency instanceof Expr.Attribute member
            ? typeOf(scope, member.value(), 0).flatMap(type -> method(type, member.name()))
            : Optional.empty();
    return method.isPresent()
        ? method
        : typeOf(scope, dependency, 0).flatMap(type -> method(type, "__call__"));
  }

  private static Optional<Meaning.Function> method(ClassCode type, String name) {
    return type.method(name)
        .map(method -> new Meaning.Function(method.owner().module(), method.value()));
  }

  /** The class in whose body a function's scope stands. */
  private static Optional<ClassCode> ownerOf(CodeScope scope) {
    return scope.outer().flatMap(CodeScope::classCode);
  }

  /**
   * The name of what an object's method is outside the project, {@code requests.Session.get}; empty
   * text if the object is no such thing.
   */
  public String external(CodeScope scope, Expr.Call call) {
    return call.receiver()
        .flatMap(receiver -> madeBy(scope, receiver, 0))
        .map(maker -> maker + "." + call.name())
        .orElse("");
  }

  /** The qualified name of the call outside the project that makes an object. */
  private Optional<String> madeBy(CodeScope scope, Expr object, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    if (object instanceof Expr.Call call) {
      return Optional.of(scope.meaning(call.callee()).external()).filter(name -> !name.isEmpty());
    }
    Optional<Held> held = held(scope, object);
    return held.isPresent()
        ? held.flatMap(each -> madeBy(each.scope(), each.value(), depth + 1))
        : annotation(scope, object).flatMap(type -> typeName(scope, type));
  }

  private static Optional<String> typeName(CodeScope scope, Expr type) {
    return Optional.of(scope.meaning(type).external()).filter(name -> !name.isEmpty());
  }

  /**
   * A value that a variable or attribute holds.
   *
   * @param scope in whose words it is written
   */
  public record Held(CodeScope scope, Expr value) {}

  /** What a variable holds, or an attribute of {@code self} that its class sets; once. */
  public Optional<Held> held(CodeScope scope, Expr object) {
    return held(scope, object, 0);
  }

  private Optional<Held> held(CodeScope scope, Expr object, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    Optional<Held> direct = directlyHeld(scope, object);
    // self.maker = maker: what that name holds, unless it is a parameter.
    Optional<Held> behind = direct.flatMap(each -> held(each.scope(), each.value(), depth + 1));
    return behind.isPresent() ? behind : direct;
  }

  private Optional<Held> directlyHeld(CodeScope scope, Expr object) {
    if (object instanceof Expr.Name || object instanceof Expr.Attribute) {
      Meaning meaning = scope.meaning(object);
      if (meaning instanceof Meaning.Value value) {
        return Optional.of(
            new Held(
                value.module() == scope.module() ? scope : scope.ofFile(value.module()),
                value.value()));
      }
    }
    return attributeOfSelf(object)
        .flatMap(name -> ownerOf(scope).flatMap(owner -> set(owner, name)));
  }

  /** The name in {@code self.name}. */
  private static Optional<String> attributeOfSelf(Expr expression) {
    return expression instanceof Expr.Attribute member
            && member.value() instanceof Expr.Name self
            && OWN.contains(self.id())
        ? Optional.of(member.name())
        : Optional.empty();
  }

  /** What {@code __init__} or the body of a class gives an attribute. */
  private Optional<Held> set(ClassCode owner, String name) {
    Optional<Held> byConstructor =
        owner
            .method("__init__")
            .flatMap(
                each ->
                    CodeScope.ofFunction(
                        code, new Meaning.Function(each.owner().module(), each.value())))
            .flatMap(
                scope ->
                    scope
                        .statements()
                        .filter(Stmt.Assign.class::isInstance)
                        .map(Stmt.Assign.class::cast)
                        .filter(
                            assign ->
                                assign.targets().size() == 1
                                    && attributeOfSelf(assign.targets().get(0))
                                        .filter(name::equals)
                                        .isPresent())
                        .flatMap(assign -> assign.value().stream())
                        .findFirst()
                        .map(value -> new Held(scope, value)));
    return byConstructor.isPresent()
        ? byConstructor
        : owner
            .attribute(name)
            .map(each -> new Held(CodeScope.ofFile(code, each.owner().module()), each.value()));
  }

  /** The class of the project whose object an expression is. */
  private Optional<ClassCode> typeOf(CodeScope scope, Expr object, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    if (object instanceof Expr.Await waited) {
      return typeOf(scope, waited.value(), depth + 1);
    }
    if (object instanceof Expr.Call call) {
      return made(scope, call, depth);
    }
    if (object instanceof Expr.Name name && OWN.contains(name.id())) {
      return ownerOf(scope);
    }
    if (scope.meaning(object) instanceof Meaning.Class named) {
      return Optional.of(code.classCode(named));
    }
    Optional<ClassCode> declared =
        annotation(scope, object).flatMap(type -> classIn(scope, type, depth + 1));
    return declared.isPresent()
        ? declared
        : held(scope, object).flatMap(each -> typeOf(each.scope(), each.value(), depth + 1));
  }

  /** {@code Repository()}, {@code get_repository()}, {@code super()}. */
  private Optional<ClassCode> made(CodeScope scope, Expr.Call call, int depth) {
    if (call.name().equals("super") && call.receiver().isEmpty()) {
      return ownerOf(scope).flatMap(owner -> owner.parents().stream().findFirst());
    }
    Optional<DependsCall> dependency = DependsCall.of(call, scope);
    if (dependency.isPresent()) {
      return dependency
          .flatMap(DependsCall::dependency)
          .flatMap(each -> given(scope, scope.meaning(each), depth));
    }
    return given(scope, scope.meaning(call.callee()), depth);
  }

  private Optional<ClassCode> given(CodeScope scope, Meaning called, int depth) {
    if (called instanceof Meaning.Class type) {
      return Optional.of(code.classCode(type));
    }
    return called instanceof Meaning.Function function
        ? function
            .definition()
            .returns()
            .flatMap(type -> classIn(scope.ofFile(function.module()), type, depth + 1))
        : Optional.empty();
  }

  /** The type of a parameter, or what FastAPI passes for it. */
  private static Optional<Expr> annotation(CodeScope scope, Expr object) {
    if (!(object instanceof Expr.Name name)) {
      return Optional.empty();
    }
    return parameter(scope, name.id())
        .flatMap(
            each ->
                each.annotation().or(() -> each.standard().filter(Expr.Call.class::isInstance)));
  }

  /** The parameter of the nearest function that has one of this name. */
  public static Optional<Expr.Parameter> parameter(CodeScope scope, String name) {
    return scope.function().stream()
        .flatMap(function -> function.parameters().stream())
        .filter(each -> each.name().equals(name))
        .findFirst();
  }

  /** The class of the project in an annotation. */
  private Optional<ClassCode> classIn(CodeScope scope, Expr type, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    if (type instanceof Expr.Call call) {
      return made(scope, call, depth);
    }
    if (type instanceof Expr.Text text) {
      return text.value().matches("\\w+")
          ? classIn(scope, new Expr.Name(text.value(), text.place()), depth + 1)
          : Optional.empty();
    }
    if (type instanceof Expr.Operation union) {
      return firstClass(scope, union.operands(), depth);
    }
    if (type instanceof Expr.Item item) {
      String around = item.value().lastName();
      return AROUND.contains(around)
          ? firstClass(
              scope,
              item.index() instanceof Expr.Collection several
                  ? several.elements()
                  : List.of(item.index()),
              depth)
          : Optional.empty();
    }
    Meaning meaning = scope.meaning(type);
    if (meaning instanceof Meaning.Value alias) {
      return classIn(scope.ofFile(alias.module()), alias.value(), depth + 1);
    }
    return meaning instanceof Meaning.Class named
        ? Optional.of(code.classCode(named))
        : Optional.empty();
  }

  private Optional<ClassCode> firstClass(CodeScope scope, List<Expr> types, int depth) {
    return types.stream().flatMap(each -> classIn(scope, each, depth + 1).stream()).findFirst();
  }

  /** The calls a function makes itself: not those of functions and lambdas in it, or awaited. */
  public static Stream<Expr.Call> ownCalls(Stmt.Function function) {
    return ownCalls(function, each -> true);
  }

  /** The same of some of its statements. */
  public static Stream<Expr.Call> ownCalls(Stmt.Function function, Predicate<Stmt> statements) {
    return function
        .statements()
        .filter(statements)
        .filter(each -> !(each instanceof Stmt.Function) && !(each instanceof Stmt.ClassDef))
        .flatMap(each -> each.expressions().stream())
        .flatMap(CalledFunctions::callsIn);
  }

  private static Stream<Expr.Call> callsIn(Expr expression) {
    if (expression instanceof Expr.Lambda) {
      return Stream.empty();
    }
    if (expression instanceof Expr.Await await && await.value() instanceof Expr.Call awaited) {
      return awaited.children().stream().flatMap(CalledFunctions::callsIn);
    }
    Stream<Expr.Call> below = expression.children().stream().flatMap(CalledFunctions::callsIn);
    return expression instanceof Expr.Call call ? Stream.concat(Stream.of(call), below) : below;
  }
}
