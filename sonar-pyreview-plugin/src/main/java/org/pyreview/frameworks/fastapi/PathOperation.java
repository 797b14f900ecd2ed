package org.pyreview.frameworks.fastapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.web.BodyValidation;
import org.pyreview.frameworks.web.RouteDecorator;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Descendants;
import org.pyreview.python.Literal;
import org.pyreview.python.LocalResource;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.pyreview.python.TypeHint;
import org.sonar.plugins.python.api.tree.AwaitExpression;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Parameter;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.TryStatement;

/**
 * A function that answers requests of FastAPI.
 *
 * @param function the function
 * @param route the decorator's call
 * @param router what the route is registered on
 * @see <a href="https://fastapi.tiangolo.com/tutorial/first-steps/#operation">FastAPI: path
 *     operation</a>
 */
public record PathOperation(FunctionDef function, CallExpression route, Expression router) {

  private static final Set<String> ROUTERS =
      Set.of(
          "fastapi.FastAPI",
          "fastapi.applications.FastAPI",
          "fastapi.APIRouter",
          "fastapi.routing.APIRouter");

  /** What declares a part of a request, or only says something about it. */
  private static final Set<String> PARTS =
      Set.of(
          "Body", "Query", "Path", "Header", "Cookie", "Form", "Field", "Doc", "StringConstraints");

  private static final Pattern REFUSES =
      Pattern.compile("\\b4(?:00|22)\\b|_BAD_REQUEST|_UNPROCESSABLE");

  /** {@code OrderIn(number=…)}. */
  private static final Pattern MAKES = Pattern.compile("=\\s*(?:\\w+\\.)*[A-Z]\\w*[a-z]\\w*\\(");

  private static final Pattern FOREIGN = Pattern.compile("(?i)webhook|callback|slack");
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(?::\\w+)?\\}");
  private static final Set<String> CONSTANTS = Set.of("None", "True", "False");
  private static final Set<String> ANNOTATED =
      Set.of("typing.Annotated", "typing_extensions.Annotated", "Annotated");
  private static final Set<String> UPLOADS =
      Set.of("fastapi.File", "fastapi.param_functions.File", "fastapi.params.File");

  /** What FastAPI passes by itself, whatever the annotation says. */
  private static final Set<String> PASSED =
      Set.of(
          "self", "cls", "request", "response", "websocket", "background_tasks", "security_scopes");

  private static final Set<String> LOOSE_MAPPINGS =
      Set.of(
          "dict",
          "typing.Dict",
          "typing.Mapping",
          "collections.abc.Mapping",
          "typing.MutableMapping",
          "collections.abc.MutableMapping");
  private static final Set<String> ANYTHING = Set.of("typing.Any", "object");
  private static final Set<String> LISTS =
      Set.of(
          "list",
          "typing.List",
          "typing.Sequence",
          "collections.abc.Sequence",
          "set",
          "typing.Set",
          "typing.Iterable",
          "collections.abc.Iterable");

  /** The path operation that a function is; empty if it is none. */
  public static Optional<PathOperation> of(FunctionDef function, PythonModule module) {
    if (function.decorators().isEmpty() || !module.importsFrom("fastapi")) {
      return Optional.empty();
    }
    for (Decorator decorator : function.decorators()) {
      if (decorator.expression() instanceof CallExpression call
          && call.callee() instanceof QualifiedExpression method
          && RouteDecorator.named(method.name().name())
              .filter(RouteDecorator::isOfFastApi)
              .isPresent()
          && isRouter(method.qualifier(), module)) {
        return Optional.of(new PathOperation(function, call, method.qualifier()));
      }
    }
    return Optional.empty();
  }

  /** A router of the file, or something that another file makes. */
  private static boolean isRouter(Expression expression, PythonModule module) {
    return !(expression instanceof Name name)
        || module.isAssignedFrom(name, ROUTERS)
        || AssignedValue.of(name).isEmpty();
  }

  public boolean isWebSocket() {
    String decorator = ((QualifiedExpression) route.callee()).name().name();
    return decorator.equals(RouteDecorator.WEBSOCKET.text());
  }

  /** Whether the API's documentation leaves it out. */
  public boolean isHidden() {
    return argument("include_in_schema").flatMap(Literal::bool).filter(each -> !each).isPresent();
  }

  private Optional<Expression> argument(String name) {
    return Arguments.of(route).named(name);
  }

  /** A parameter that FastAPI takes from the request without checking what it is. */
  public record Untyped(Parameter parameter, Optional<String> annotation) {}

  /** The parameters whose type says nothing. */
  public List<Untyped> untypedParameters(PythonModule module) {
    List<Untyped> found = new ArrayList<>();
    if (function.parameters() == null) {
      return found;
    }
    for (var each : function.parameters().all()) {
      if (each instanceof Parameter parameter && isFromRequest(parameter, module)) {
        if (parameter.typeAnnotation() == null) {
          // A part of the path is text anyway.
          if (!pathNames().contains(parameter.name().name())) {
            found.add(new Untyped(parameter, Optional.empty()));
          }
        } else {
          Expression type = parameter.typeAnnotation().expression();
          if (saysNothing(type, module) && !isChosenByPath(parameter)) {
            found.add(new Untyped(parameter, Optional.of(SourceText.of(type))));
          }
        }
      }
    }
    return found;
  }

  /** The names of the variable parts of the path. */
  private Set<String> pathNames() {
    Set<String> names = new HashSet<>();
    Arguments.of(route)
        .at(0, "path")
        .flatMap(Literal::string)
        .ifPresent(
            path -> VARIABLE.matcher(path).results().forEach(each -> names.add(each.group(1))));
    return names;
  }

  /**
   * Whether a part of the path says what belongs into a {@code dict[str, Any]}: one call gets both.
   */
  private boolean isChosenByPath(Parameter parameter) {
    Set<String> names = pathNames();
    boolean isOpen =
        SourceText.of(parameter.typeAnnotation().expression())
            .matches(".*\\[\\s*str\\s*,.*\\bAny\\s*\\].*");
    return isOpen
        && !names.isEmpty()
        && Descendants.of(function.body(), CallExpression.class)
            .map(call -> Arguments.of(call).expressions().map(SourceText::of).toList())
            .anyMatch(
                passed ->
                    passed.contains(parameter.name().name())
                        && passed.stream().anyMatch(names::contains));
  }

  private boolean isFromRequest(Parameter parameter, PythonModule module) {
    if (parameter.name() == null
        || parameter.starToken() != null
        || PASSED.contains(parameter.name().name())) {
      return false;
    }
    Metadata metadata = new Metadata(module);
    if (parameter.typeAnnotation() != null) {
      parameter.typeAnnotation().accept(metadata);
    }
    return Stream.concat(Stream.ofNullable(parameter.defaultValue()), metadata.found.stream())
        .noneMatch(each -> mayComeFromElsewhere(each, module));
  }

  /** Finds what {@code Annotated[…]} says about a type. */
  private static final class Metadata extends BaseTreeVisitor {
    private final PythonModule module;
    private final List<Expression> found = new ArrayList<>();

    Metadata(PythonModule module) {
      this.module = module;
    }

    @Override
    public void visitSubscriptionExpression(SubscriptionExpression item) {
      TypeHint.of(item).parametersOf(ANNOTATED, module).stream().skip(1).forEach(found::add);
      super.visitSubscriptionExpression(item);
    }
  }

  /**
   * Whether a default value or a part of {@code Annotated} says that a parameter is no plain part
   * of the request, or may say so in another file.
   */
  private static boolean mayComeFromElsewhere(Expression written, PythonModule module) {
    Expression value = AssignedValue.behind(written);
    if (value instanceof CallExpression call) {
      return !PARTS.contains(call.callee().lastToken().value())
          || module.isNamed(call.callee(), UPLOADS);
    }
    return value instanceof Name name
        ? !CONSTANTS.contains(name.name())
        : value instanceof QualifiedExpression;
  }

  /**
   * {@code dict}, {@code Dict[str, Any]}, {@code list[dict]}, {@code Any}, or one of them or None.
   */
  private static boolean saysNothing(Expression written, PythonModule module) {
    TypeHint type = TypeHint.of(written).annotated(module);
    Expression plain = type.withoutNone(module).expression();
    if (isNamed(plain, ANYTHING, module) || isNamed(plain, LOOSE_MAPPINGS, module)) {
      return true;
    }
    List<Expression> parameters = TypeHint.of(plain).parametersOf(LISTS, module);
    if (parameters.size() == 1) {
      return saysNothing(parameters.get(0), module);
    }
    List<Expression> entries = TypeHint.of(plain).parametersOf(LOOSE_MAPPINGS, module);
    return entries.size() == 2 && isNamed(entries.get(1), ANYTHING, module);
  }

  private static boolean isNamed(Expression type, Set<String> names, PythonModule module) {
    return module.isNamed(type, names)
        || (type instanceof Name name && names.contains(name.name()));
  }

  /**
   * The reads of the request's body, {@code await request.json()}, of which nothing checks what
   * they give, or hands it on to another server.
   */
  public List<CallExpression> uncheckedBodyReads() {
    BodyReads reads = new BodyReads();
    function.body().accept(reads);
    return reads.found.isEmpty()
            || isForeign()
            || BodyValidation.isIn(function, reads.names)
            || isRefused(reads.names)
            || reads.isForwarded()
        ? List.of()
        : reads.found;
  }

  /**
   * Whether an attempt that uses the body, or makes an object of it, ends with an answer of 4xx.
   */
  private boolean isRefused(Set<String> bodies) {
    return Descendants.of(function.body(), TryStatement.class)
        .filter(
            attempt ->
                attempt.exceptClauses().stream()
                    .anyMatch(each -> REFUSES.matcher(SourceText.of(each)).find()))
        .map(attempt -> SourceText.of(attempt.body()))
        .anyMatch(body -> MAKES.matcher(body).find() || bodies.stream().anyMatch(body::contains));
  }

  /** Whether another service decides what is in the body. */
  private boolean isForeign() {
    return Stream.concat(
            Stream.of(function.name().name()),
            Arguments.of(route).at(0, "path").flatMap(Literal::string).stream())
        .anyMatch(each -> FOREIGN.matcher(each).find());
  }

  private final class BodyReads extends BaseTreeVisitor {
    private static final Set<String> READERS = Set.of("json", "form");
    private static final Set<String> FORWARDED = Set.of("json", "data", "content");

    private final List<CallExpression> found = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    @Override
    public void visitCallExpression(CallExpression call) {
      if (call.callee() instanceof QualifiedExpression method
          && READERS.contains(method.name().name())
          && SourceText.of(method.qualifier()).equals("request")
          && call.arguments().isEmpty()) {
        found.add(call);
        Expression read = call.parent() instanceof AwaitExpression waited ? waited : call;
        names.add(SourceText.of(read));
        LocalResource.heldBy(read).ifPresent(variable -> names.add(variable.name()));
      }
      super.visitCallExpression(call);
    }

    boolean isForwarded() {
      Forwards forwards = new Forwards();
      function.body().accept(forwards);
      return forwards.found;
    }

    private final class Forwards extends BaseTreeVisitor {
      private boolean found;

      @Override
      public void visitRegularArgument(RegularArgument argument) {
        found |=
            argument.keywordArgument() != null
                && FORWARDED.contains(argument.keywordArgument().name())
                && names.contains(SourceText.of(argument.expression()));
        super.visitRegularArgument(argument);
      }
    }
  }
}
