package org.pyreview.frameworks.django.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.web.Authorization;
import org.pyreview.frameworks.web.Endpoint;
import org.pyreview.frameworks.web.Endpoint.Protection;
import org.pyreview.frameworks.web.HarmlessHandler;
import org.pyreview.frameworks.web.HttpMethod;
import org.pyreview.frameworks.web.SecretParameter;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * The views of Django REST framework that change state, with their effective permissions.
 *
 * @see <a href="https://www.django-rest-framework.org/api-guide/permissions/">Permissions</a>
 */
public final class RestEndpoints {

  private static final Pattern VIEW =
      Pattern.compile(
          "rest_framework\\.(?:viewsets\\.(?:ModelViewSet|GenericViewSet|ViewSet)"
              + "|generics\\.\\w*APIView|views\\.APIView|mixins\\.\\w+Mixin)");
  private static final Pattern CHANGING_BASE =
      Pattern.compile(
          ".*\\.(?:ModelViewSet|\\w*(?:Create|Update|Destroy)\\w*APIView|(?:Create|Update|Destroy)ModelMixin)");
  private static final Set<String> CHANGING_ACTIONS =
      Set.of("create", "update", "partial_update", "destroy");
  private static final Set<String> OVERRIDES =
      Set.of("get_permissions", "check_permissions", "initial", "dispatch");

  /** What a generic view works with: one of them, as an attribute or as a method that gives it. */
  private static final Set<String> WORKED_WITH = Set.of("queryset", "serializer_class");

  private static final String PLAIN_VIEW = "APIView";
  private static final String ANYBODY = "AllowAny";

  private final ProjectCode code;
  private final Authorization authorization;
  private final boolean isOpenByDefault;

  private RestEndpoints(Project project, Authorization authorization) {
    this.code = ProjectCode.of(project);
    this.authorization = authorization;
    SettingsModules settings = SettingsModules.of(project);
    isOpenByDefault =
        !settings.all().isEmpty()
            && settings.all().stream()
                .flatMap(each -> settings.effective(each).modules().stream())
                .noneMatch(this::mayRequire);
  }

  /** The endpoints of a project that aren't public on purpose. */
  public static List<Endpoint> of(Project project, Authorization authorization) {
    return new RestEndpoints(project, authorization).collect();
  }

  /** Whether settings give views other default permissions than none, as far as can be told. */
  private boolean mayRequire(ModuleCode settings) {
    return settings
        .topLevel()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .anyMatch(RestEndpoints::mayRequire);
  }

  private static boolean mayRequire(Stmt.Assign assign) {
    Expr target = assign.targets().get(0);
    boolean isItem =
        target instanceof Expr.Item item
            && item.value().dotted().filter("REST_FRAMEWORK"::equals).isPresent();
    if (isItem) {
      return ((Expr.Item) target).index() instanceof Expr.Text key
          && key.value().equals("DEFAULT_PERMISSION_CLASSES")
          && requires(assign.value().orElse(target));
    }
    if (!assign.name().filter("REST_FRAMEWORK"::equals).isPresent()) {
      return false;
    }
    if (!(assign.value().orElse(null) instanceof Expr.Mapping mapping)) {
      return true;
    }
    return mapping.entries().stream()
        .anyMatch(
            entry ->
                entry.key().isEmpty()
                    || (entry.key().get() instanceof Expr.Text key
                        && key.value().equals("DEFAULT_PERMISSION_CLASSES")
                        && requires(entry.value())));
  }

  /** Whether a list of permissions may keep somebody out. */
  private static boolean requires(Expr permissions) {
    return !(permissions instanceof Expr.Collection list)
        || list.elements().stream()
            .anyMatch(
                each ->
                    !(each instanceof Expr.Text name ? name.value() : each.dotted().orElse(""))
                        .endsWith(ANYBODY));
  }

  private List<Endpoint> collect() {
    List<Endpoint> found = new ArrayList<>();
    if (code.modules().stream().noneMatch(each -> each.mentions("rest_framework"))) {
      return found;
    }
    for (ModuleCode module : code.mainModules()) {
      if (!module.mentions("iew")) {
        continue;
      }
      module
          .classes()
          .map(definition -> code.classCode(module, definition))
          .filter(view -> view.externalBases().stream().anyMatch(b -> VIEW.matcher(b).matches()))
          .filter(view -> !view.isOpen() && changesState(view))
          .filter(view -> !isBase(view))
          .filter(view -> !authorization.isPublic(view.name()) && !authorization.isPublic(module))
          .map(
              view ->
                  new Endpoint(module, view.name(), view.definition().place(), protection(view)))
          .forEach(found::add);
      module
          .functions()
          .filter(function -> apiMethods(function).anyMatch(HttpMethod::changesState))
          .filter(function -> !authorization.isPublic(function.name()))
          .filter(function -> !HarmlessHandler.is(function))
          .filter(function -> !authorization.isPublic(module))
          .map(
              function ->
                  new Endpoint(
                      module, function.name(), function.place(), protection(module, function)))
          .forEach(found::add);
    }
    return found;
  }

  /** Whether other classes of the project inherit from it: its own permissions may not count. */
  private boolean isBase(ClassCode view) {
    return view.name().matches("(?:Base|Abstract).*|.*(?:Base|Mixin)");
  }

  /** A generic view that works with nothing can't answer: it only serves as a base, too. */
  private static boolean isUnfinished(ClassCode view) {
    return view.externalBases().stream()
            .filter(base -> VIEW.matcher(base).matches())
            .noneMatch(base -> QualifiedName.of(base).lastName().equals(PLAIN_VIEW))
        && WORKED_WITH.stream()
            .noneMatch(
                name -> view.attribute(name).isPresent() || view.method("get_" + name).isPresent())
        && !handlesChanges(view);
  }

  private static boolean changesState(ClassCode view) {
    return view.externalBases().stream().anyMatch(base -> CHANGING_BASE.matcher(base).matches())
        || handlesChanges(view);
  }

  private static boolean handlesChanges(ClassCode view) {
    return view.lineage().stream()
        .flatMap(ClassCode::body)
        .anyMatch(
            each ->
                each instanceof Stmt.Function method
                    && changesState(method.name())
                    && !HarmlessHandler.is(method));
  }

  private static boolean changesState(String method) {
    return CHANGING_ACTIONS.contains(method)
        || HttpMethod.handledBy(method).filter(HttpMethod::changesState).isPresent();
  }

  private Protection protection(ClassCode view) {
    Optional<ClassCode.Member<Expr>> permissions = view.attribute("permission_classes");
    boolean isOpen = permissions.map(each -> !requires(each.value())).orElse(isOpenByDefault);
    return Protection.best(
        Stream.of(
                Stream.of(Protection.certain(!isOpen), Protection.possible(isUnfinished(view))),
                OVERRIDES.stream().map(name -> Protection.possible(view.method(name).isPresent())),
                Stream.concat(
                        view.lineage().stream().skip(1).map(ClassCode::name),
                        view.externalBases().stream()
                            .map(each -> QualifiedName.of(each).lastName()))
                    .map(name -> Protection.certain(authorization.isNamed(name))),
                view.lineage().stream().map(this::within))
            .flatMap(each -> each));
  }

  private Protection within(ClassCode owner) {
    CodeScope scope = CodeScope.ofFile(code, owner.module());
    return Protection.best(
        Stream.concat(
            Stream.of(
                authorization.of(
                    scope,
                    owner.definition().decorators().stream().filter(RestEndpoints::mayProtect))),
            methods(owner)
                .flatMap(
                    each ->
                        Stream.of(
                            authorization.in(scope, each),
                            authorization.of(
                                scope,
                                each.decorators().stream().filter(RestEndpoints::mayProtect))))));
  }

  /** Actions, schemas and caches have decorators of their own. */
  private static boolean mayProtect(Expr decorator) {
    return decorator
        .all()
        .anyMatch(
            each ->
                each.dotted()
                    .filter(name -> name.matches("(?i).*(?:permission|login|auth|user_passes).*"))
                    .isPresent());
  }

  private static Stream<Stmt.Function> methods(ClassCode owner) {
    return owner.body().filter(Stmt.Function.class::isInstance).map(Stmt.Function.class::cast);
  }

  private static Stream<HttpMethod> apiMethods(Stmt.Function function) {
    return function.decorators().stream()
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .filter(call -> call.name().equals("api_view"))
        .flatMap(call -> call.arguments().stream())
        .flatMap(each -> each.value().all())
        .filter(Expr.Text.class::isInstance)
        .flatMap(each -> HttpMethod.of(((Expr.Text) each).value()).stream());
  }

  private Protection protection(ModuleCode module, Stmt.Function function) {
    CodeScope scope = CodeScope.ofFile(code, module);
    Optional<Expr> permissions =
        function.decorators().stream()
            .filter(RestEndpoints::isPermissions)
            .flatMap(each -> ((Expr.Call) each).positional().stream())
            .findFirst();
    boolean isOpen = permissions.map(each -> !requires(each)).orElse(isOpenByDefault);
    return Protection.best(
        Stream.of(
            Protection.certain(!isOpen),
            Protection.possible(
                permissions.isPresent() && SecretParameter.isLookedUpByOpen(function)),
            authorization.in(scope, function),
            authorization.of(
                scope, function.decorators().stream().filter(each -> !isPermissions(each)))));
  }

  private static boolean isPermissions(Expr decorator) {
    return decorator instanceof Expr.Call call && call.name().equals("permission_classes");
  }
}
