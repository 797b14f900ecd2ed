package org.pyreview.frameworks.fastapi;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.web.Authorization;
import org.pyreview.frameworks.web.Endpoint.Protection;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Which dependencies of FastAPI ask who sends the request: functions, classes and objects, under
 * any name for them, and what they depend on themselves.
 *
 * @see <a href="https://fastapi.tiangolo.com/tutorial/dependencies/sub-dependencies/">FastAPI:
 *     sub-dependencies</a>
 */
final class GuardingDependencies {

  private static final int DEEPEST = 8;
  private static final Pattern ANNOTATED = Pattern.compile("typing(?:_extensions)?\\.Annotated");

  /** Base classes that ask for nobody. */
  private static final Pattern PLAIN =
      Pattern.compile("(?:pydantic|typing|typing_extensions|abc|enum|sqlmodel)\\..*");

  private final ProjectCode code;
  private final Authorization authorization;

  GuardingDependencies(ProjectCode code, Authorization authorization) {
    this.code = code;
    this.authorization = authorization;
  }

  /** Classes of endpoints: their attributes are dependencies of each. */
  Protection ofClass(CodeScope scope) {
    return Protection.best(
        scope.classCode().stream()
            .flatMap(GuardingDependencies::fields)
            .map(each -> ofDependency(scope, each, 0)));
  }

  /** The types and values of a class's attributes. */
  private static Stream<Expr> fields(ClassCode definition) {
    return definition
        .body()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .flatMap(each -> Stream.concat(each.annotation().stream(), each.value().stream()));
  }

  /** What a function's own code does, and the parameters that it depends on. */
  Protection of(CodeScope scope, Stmt.Function function) {
    return of(scope, function, 0);
  }

  private Protection of(CodeScope scope, Stmt.Function function, int depth) {
    return Protection.best(
        Stream.concat(
            Stream.of(authorization.in(scope, function)),
            function.parameters().stream().map(each -> of(scope, each, depth))));
  }

  private Protection of(CodeScope scope, Expr.Parameter parameter, int depth) {
    boolean isBareDepends =
        parameter
            .standard()
            .flatMap(each -> DependsCall.of(each, scope))
            .filter(each -> each.call().arguments().isEmpty())
            .isPresent();
    if (isBareDepends && parameter.annotation().isPresent()) {
      return dependingOn(scope, parameter.annotation().get(), depth);
    }
    return Protection.best(
        Stream.concat(parameter.standard().stream(), parameter.annotation().stream())
            .map(each -> ofDependency(scope, each, depth)));
  }

  /** What a dependency does, wherever it is declared. */
  Protection declaredBy(CodeScope scope, Expr expression) {
    return ofDependency(scope, expression, 0);
  }

  private Protection ofDependency(CodeScope scope, Expr expression, int depth) {
    if (depth > DEEPEST) {
      return Protection.POSSIBLE;
    }
    if (expression instanceof Expr.Call) {
      return DependsCall.of(expression, scope)
          .map(each -> ofDeclared(scope, each, depth))
          .orElse(Protection.NONE);
    }
    if (expression instanceof Expr.Item item
        && ANNOTATED.matcher(scope.meaning(item.value()).external()).matches()) {
      return ofAnnotated(scope, item.index().children(), depth + 1);
    }
    // CurrentUser | None, Optional[CurrentUser]
    if (expression instanceof Expr.Operation || expression instanceof Expr.Item) {
      return Protection.best(
          expression.children().stream().map(each -> ofDependency(scope, each, depth + 1)));
    }
    if (expression.dotted().isEmpty()) {
      return Protection.NONE;
    }
    Meaning meaning = scope.meaning(expression);
    if (meaning instanceof Meaning.Value value
        && (value.value() instanceof Expr.Item || value.value() instanceof Expr.Call)) {
      return ofDependency(scope.ofFile(value.module()), value.value(), depth + 1);
    }
    // An alias that can't be followed, but says what it is.
    return Protection.certain(
        meaning instanceof Meaning.Unknown
            && authorization.isNamed(expression.dotted().orElse("")));
  }

  /** {@code Annotated[User, Depends(get_user)]}, {@code Annotated[Params, Depends()]}. */
  private Protection ofAnnotated(CodeScope scope, List<Expr> parts, int depth) {
    boolean isBare =
        parts.stream()
            .flatMap(each -> DependsCall.of(each, scope).stream())
            .anyMatch(each -> each.dependency().isEmpty());
    return Protection.best(
        Stream.concat(
            isBare ? Stream.of(dependingOn(scope, parts.get(0), depth)) : Stream.empty(),
            parts.stream().map(each -> ofDependency(scope, each, depth))));
  }

  private Protection ofDeclared(CodeScope scope, DependsCall declared, int depth) {
    return declared.isSecurity()
        ? Protection.CERTAIN
        : declared
            .dependency()
            .map(each -> dependingOn(scope, each, depth + 1))
            .orElse(Protection.NONE);
  }

  /** A class that FastAPI makes an object of, or calls an object of. */
  private Protection ofInstance(CodeScope scope, ClassCode dependency, int depth) {
    Stream<Protection> ofMethods =
        Stream.of("__init__", "__call__")
            .flatMap(name -> dependency.method(name).stream())
            .map(each -> of(scope.ofFile(each.owner().module()), each.value(), depth));
    // Dataclasses and models are made of their fields.
    Stream<Protection> ofFields =
        dependency.method("__init__").isPresent()
            ? Stream.empty()
            : dependency.lineage().stream()
                .flatMap(
                    owner ->
                        fields(owner)
                            .map(each -> ofDependency(scope.ofFile(owner.module()), each, depth)));
    return Protection.best(
        Stream.concat(Stream.concat(ofMethods, ofFields), Stream.of(ofBases(dependency))));
  }

  private static Protection ofBases(ClassCode dependency) {
    boolean isScheme =
        dependency.externalBases().stream().anyMatch(base -> base.startsWith("fastapi.security."));
    boolean isOpen =
        dependency.isOpen()
            || dependency.externalBases().stream().anyMatch(base -> !PLAIN.matcher(base).matches());
    return isScheme ? Protection.CERTAIN : Protection.possible(isOpen);
  }

  private Protection dependingOn(CodeScope scope, Expr dependency, int depth) {
    if (dependency.dotted().filter(authorization::isNamed).isPresent()) {
      return Protection.CERTAIN;
    }
    if (depth > DEEPEST) {
      return Protection.POSSIBLE;
    }
    if (dependency instanceof Expr.Call call) {
      return dependingOn(scope, call.callee(), depth + 1);
    }
    Meaning meaning = scope.meaning(dependency);
    if (meaning instanceof Meaning.Function function) {
      return of(scope.ofFile(function.module()), function.definition(), depth + 1);
    }
    if (meaning instanceof Meaning.Class each) {
      return ofInstance(scope, code.classCode(each), depth + 1);
    }
    if (meaning instanceof Meaning.Value value) {
      return dependingOn(scope.ofFile(value.module()), value.value(), depth + 1);
    }
    return Protection.POSSIBLE;
  }
}
