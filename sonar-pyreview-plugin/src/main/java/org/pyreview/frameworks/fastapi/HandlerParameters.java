package org.pyreview.frameworks.fastapi;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Value;
import org.pyreview.frameworks.web.RouteDecorator;
import org.pyreview.project.Place;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * What FastAPI passes to the functions that answer requests: their signatures say it.
 *
 * @see <a href="https://fastapi.tiangolo.com/tutorial/body/#request-body-path-query-parameters">How
 *     FastAPI reads a signature</a>
 */
public final class HandlerParameters {

  private static final Pattern REQUEST =
      Pattern.compile(
          "(?:fastapi|starlette|django|rest_framework|aiohttp|sanic|litestar)\\..*Request|.*\\.HttpRequest");
  private static final Pattern WEBSOCKET = Pattern.compile("(?:fastapi|starlette)\\..*WebSocket");
  private static final Pattern UPLOAD = Pattern.compile("(?:fastapi|starlette)\\..*UploadFile");
  private static final Pattern TEXT =
      Pattern.compile("str|bytes|Any|dict|Dict|object|EmailStr|JsonValue|Json");
  private static final Pattern ADDRESS = Pattern.compile("(?:Any|Http|AnyHttp)Url");
  private static final Pattern WRAPPER =
      Pattern.compile("Optional|Union|Annotated|List|list|Set|set|Sequence|Iterable|tuple|Tuple");
  private static final Pattern LISTS =
      Pattern.compile("List|list|Set|set|Sequence|Iterable|tuple|Tuple");
  private static final Pattern SCHEMA = Pattern.compile(".*(?:BaseModel|SQLModel|TypedDict)");
  private static final int DEEPEST = 3;

  private final ProjectCode code;

  public HandlerParameters(ProjectCode code) {
    this.code = code;
  }

  /** A parameter whose annotation says it is the request, a socket or an upload. */
  public Optional<Value> special(CodeScope scope, Expr.Parameter parameter) {
    return parameter.annotation().flatMap(type -> special(scope, type));
  }

  private Optional<Value> special(CodeScope scope, Expr type) {
    if (type instanceof Expr.Item item && WRAPPER.matcher(item.value().lastName()).matches()) {
      Optional<Value> inside =
          written(item.index()).flatMap(each -> special(scope, each).stream()).findFirst();
      return LISTS.matcher(item.value().lastName()).matches() ? inside.map(Value::listOf) : inside;
    }
    if (type instanceof Expr.Operation optional) {
      return optional.operands().stream()
          .flatMap(each -> special(scope, each).stream())
          .findFirst();
    }
    String name = scope.meaning(type).external();
    if (REQUEST.matcher(name).matches()) {
      return Optional.of(Value.named("web.Request"));
    }
    if (WEBSOCKET.matcher(name).matches()) {
      return Optional.of(Value.named("web.WebSocket"));
    }
    return UPLOAD.matcher(name).matches()
        ? Optional.of(Value.named("web.UploadFile"))
        : Optional.empty();
  }

  /** What a function gets from the request, by parameter; nothing if it answers none. */
  public Map<String, Value> of(CodeScope scope, Stmt.Function function) {
    Optional<Expr.Call> route = route(scope, function);
    if (route.isEmpty()) {
      return Map.of();
    }
    return of(scope, function, route.get().at(0, "path").map(HandlerParameters::text).orElse(""));
  }

  /** What a function gets from the request that a handler depends on, by parameter. */
  public Map<String, Value> ofDependency(CodeScope scope, Stmt.Function function) {
    return of(scope, function, "");
  }

  private Map<String, Value> of(CodeScope scope, Stmt.Function function, String path) {
    Map<String, Value> values = new HashMap<>();
    for (Expr.Parameter each : function.parameters()) {
      if (special(scope, each).isEmpty() && !isDependency(scope, each) && !isChecked(each)) {
        Set<Danger> harmless = EnumSet.of(Danger.UPLOAD_NAME);
        if (path.contains("{" + each.name() + "}")) {
          // One segment of a path holds no slash.
          harmless.addAll(Set.of(Danger.FILE_PATH, Danger.REDIRECT));
        }
        Sent sent = new Sent(scope, each.name(), each.place(), harmless);
        each.annotation()
            .flatMap(type -> value(type, sent, 0))
            .ifPresent(value -> values.put(each.name(), value));
      }
    }
    return values;
  }

  /** The functions whose results a handler gets, by parameter; none if it answers no request. */
  public Map<String, Meaning.Function> dependencies(CodeScope scope, Stmt.Function function) {
    return route(scope, function).isPresent() ? dependenciesOf(scope, function) : Map.of();
  }

  /** The functions whose results a function gets, by parameter. */
  public Map<String, Meaning.Function> dependenciesOf(CodeScope scope, Stmt.Function function) {
    Map<String, Meaning.Function> found = new HashMap<>();
    for (Expr.Parameter each : function.parameters()) {
      dependencyCalls(scope, each)
          .flatMap(call -> call.dependency().stream())
          .map(scope::meaning)
          .filter(Meaning.Function.class::isInstance)
          .findFirst()
          .ifPresent(provider -> found.put(each.name(), (Meaning.Function) provider));
    }
    return found;
  }

  /** Whether a string that a handler returns becomes a page. */
  public boolean answersHtml(CodeScope scope, Stmt.Function function) {
    return route(scope, function)
        .flatMap(route -> route.named("response_class"))
        .filter(type -> scope.meaning(type).external().endsWith("HTMLResponse"))
        .isPresent();
  }

  private static Optional<Expr.Call> route(CodeScope scope, Stmt.Function function) {
    return scope.module().mentions("fastapi")
        ? function.decorators().stream()
            .filter(Expr.Call.class::isInstance)
            .map(Expr.Call.class::cast)
            .filter(each -> isRoute(each.name()) && each.receiver().isPresent())
            .filter(each -> each.at(0, "path").filter(Expr.Text.class::isInstance).isPresent())
            .findFirst()
        : Optional.empty();
  }

  private static boolean isRoute(String decorator) {
    return RouteDecorator.named(decorator)
        .filter(each -> each.isOfFastApi() && each.isUnmistakable())
        .isPresent();
  }

  /**
   * What a parameter is.
   *
   * @param scope where it is declared
   */
  private record Sent(CodeScope scope, String name, Place place, Set<Danger> harmless) {

    Value value() {
      return Value.fromClient(scope.module().file(), place, "parameter " + name, name, harmless);
    }

    Sent without(Danger danger) {
      Set<Danger> more = EnumSet.of(danger);
      more.addAll(harmless);
      return new Sent(scope, name, place, more);
    }

    Sent onlyFor(Danger... dangers) {
      Set<Danger> others = EnumSet.complementOf(EnumSet.copyOf(List.of(dangers)));
      others.addAll(harmless);
      return new Sent(scope, name, place, others);
    }
  }

  private Optional<Value> value(Expr type, Sent sent, int depth) {
    if (type instanceof Expr.Operation optional) {
      return optional.operands().stream()
          .flatMap(each -> value(each, sent, depth).stream())
          .findFirst();
    }
    String name = (type instanceof Expr.Item item ? item.value() : type).lastName();
    if (type instanceof Expr.Item item && WRAPPER.matcher(name).matches()) {
      Optional<Value> inside =
          written(item.index()).flatMap(each -> value(each, sent, depth).stream()).findFirst();
      return LISTS.matcher(name).matches() ? inside.map(Value::listOf) : inside;
    }
    if (TEXT.matcher(name).matches()) {
      boolean isObject = !name.equals("str") && !name.equals("EmailStr");
      return Optional.of(
          (isObject ? sent : sent.without(Danger.MASS_ASSIGNMENT).without(Danger.DOCUMENT_QUERY))
              .value());
    }
    if (ADDRESS.matcher(name).matches()) {
      return Optional.of(sent.onlyFor(Danger.OUTBOUND_URL, Danger.REDIRECT).value());
    }
    return sent.scope().meaning(type) instanceof Meaning.Class own && depth < DEEPEST
        // No link and no form of another website sends JSON.
        ? schema(code.classCode(own), sent.without(Danger.HTML), depth)
        : Optional.empty();
  }

  /** A Pydantic model: its fields come from the request, their names don't. */
  private Optional<Value> schema(ClassCode type, Sent sent, int depth) {
    if (type.externalBases().stream().noneMatch(each -> SCHEMA.matcher(each).matches())) {
      return Optional.empty();
    }
    Map<String, Value> fields = new HashMap<>();
    for (ClassCode owner : type.lineage()) {
      CodeScope scope = sent.scope().ofFile(owner.module());
      owner
          .body()
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .filter(each -> each.annotation().isPresent() && each.name().isPresent())
          .filter(each -> each.value().filter(HandlerParameters::constrains).isEmpty())
          .forEach(
              each ->
                  value(
                          each.annotation().get(),
                          new Sent(
                              scope,
                              sent.name() + "." + each.name().get(),
                              each.targets().get(0).place(),
                              sent.harmless()),
                          depth + 1)
                      .ifPresent(value -> fields.putIfAbsent(each.name().get(), value)));
    }
    return Optional.of(Value.object(type, fields));
  }

  private static boolean isDependency(CodeScope scope, Expr.Parameter parameter) {
    return dependencyCalls(scope, parameter).findAny().isPresent();
  }

  /** {@code Depends(function)}, as a default value or in the annotation. */
  private static Stream<DependsCall> dependencyCalls(CodeScope scope, Expr.Parameter parameter) {
    return Stream.concat(
            parameter.standard().stream(),
            parameter.annotation().stream().map(type -> behind(scope, type)))
        .flatMap(Expr::all)
        .flatMap(each -> DependsCall.of(each, scope).stream());
  }

  /** {@code Annotated[Filter, Depends(current_filter)]} behind a name for it. */
  private static Expr behind(CodeScope scope, Expr type) {
    return scope.meaning(type) instanceof Meaning.Value named ? named.value() : type;
  }

  /** {@code Query(pattern="^[a-z]+$")}. */
  private static boolean isChecked(Expr.Parameter parameter) {
    return Stream.concat(parameter.standard().stream(), parameter.annotation().stream())
        .flatMap(Expr::all)
        .anyMatch(HandlerParameters::constrains);
  }

  private static boolean constrains(Expr expression) {
    return expression instanceof Expr.Call call
        && (call.named("pattern").isPresent() || call.named("regex").isPresent());
  }

  /** The types in {@code Union[str, None]} and {@code Annotated[str, Query()]}. */
  private static Stream<Expr> written(Expr index) {
    return index instanceof Expr.Collection several
        ? several.elements().stream()
        : Stream.of(index);
  }

  private static String text(Expr expression) {
    return expression instanceof Expr.Text text ? text.value() : "";
  }
}
