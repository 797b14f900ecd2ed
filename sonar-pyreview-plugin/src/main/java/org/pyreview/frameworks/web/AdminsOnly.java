package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Which code only administrators reach: a decorator, a class, a dependency or a condition at the
 * start names them.
 */
public final class AdminsOnly {

  private static final Pattern ADMINS = Pattern.compile("(?i).*(?:admin|super_?user|staff).*");

  /** {@code IsOwnerOrAdmin}, {@code admin_or_member}. */
  private static final Pattern OTHERS_TOO =
      Pattern.compile(
          ".*(?:[a-z]Or(?!ReadOnly)[A-Z]|(?i:_or_(?!read)|_or$|anonymous|non_?admin)).*");

  private static final Pattern BASE =
      Pattern.compile(".*(?:ModelAdmin|(?i:admin|staff|super_?user)\\w*(?:Mixin|View|Required))");
  private static final Set<String> GUARDS =
      Set.of("permission_classes", "decorators", "method_decorators", "dependencies");
  private static final Set<String> OF_REST = Set.of("register", "action");
  private static final Set<String> CONFIGURATION = Set.of("settings", "config", "app_config");
  private static final Set<String> DEPENDENCIES = Set.of("Depends", "Security");

  private final ProjectCode code;

  /** By the name of what is called, the scopes that pass a request on. */
  private Map<String, List<CodeScope>> callers;

  private AdminsOnly(Project project) {
    code = ProjectCode.of(project);
  }

  /** What is known of a project. */
  public static AdminsOnly of(Project project) {
    return project.knowledge(AdminsOnly.class, AdminsOnly::new);
  }

  /**
   * Whether only administrators reach a place, directly or because all who pass a request on to its
   * function are reached by them only.
   */
  public boolean reach(ProjectFile file, Place place) {
    Optional<CodeScope> scope =
        code.module(file).stream()
            .flatMap(module -> CodeScope.of(code, module).stream())
            .filter(each -> each.function().isPresent() && contains(each, place))
            .max(Comparator.comparing(each -> each.function().get().place().line()));
    return scope.filter(each -> reach(each) || isPassedByAdmins(each)).isPresent();
  }

  private static boolean contains(CodeScope scope, Place place) {
    return Stream.concat(Stream.of(scope.function().get()), scope.statements())
        .anyMatch(
            each -> each.place().line() <= place.line() && place.line() <= each.place().endLine());
  }

  /** Whether only administrators reach a function or class. */
  public static boolean reach(CodeScope scope) {
    boolean isOwn =
        scope.function().filter(AdminsOnly::isGuarded).isPresent()
            || scope.classCode().filter(each -> areGuarded(each.lineage())).isPresent();
    return isOwn || scope.outer().filter(AdminsOnly::reach).isPresent();
  }

  private static boolean areGuarded(List<ClassCode> lineage) {
    boolean isOfBase =
        lineage.stream()
            .flatMap(each -> each.definition().bases().stream())
            .flatMap(each -> each.dotted().stream())
            .anyMatch(each -> BASE.matcher(each).matches() && !OTHERS_TOO.matcher(each).matches());
    return isOfBase
        || GUARDS.stream()
            .flatMap(name -> lineage.get(0).attribute(name).stream())
            .anyMatch(each -> names(each.value()))
        || lineage.get(0).definition().decorators().stream().anyMatch(AdminsOnly::names);
  }

  private static boolean isGuarded(Stmt.Function function) {
    return function.decorators().stream().anyMatch(AdminsOnly::names)
        || function.parameters().stream()
            .flatMap(each -> Stream.concat(each.annotation().stream(), each.standard().stream()))
            .flatMap(Expr::all)
            .filter(each -> each instanceof Expr.Call call && DEPENDENCIES.contains(call.name()))
            .anyMatch(AdminsOnly::names)
        || function.body().stream().anyMatch(AdminsOnly::denies);
  }

  /** {@code if not request.user.is_staff: raise PermissionDenied}. */
  private static boolean denies(Stmt statement) {
    return statement instanceof Stmt.If branch
        && branch.test() instanceof Expr.Operation test
        && refuses(test)
        && !branch.body().isEmpty()
        && leaves(branch.body().get(branch.body().size() - 1));
  }

  /**
   * {@code not user.is_staff}; a configuration may let others in, too: {@code and not
   * config["DEMO"]}.
   */
  private static boolean refuses(Expr.Operation test) {
    return test.operator().equals("and")
        ? test.operands().stream().anyMatch(each -> isRefusal(each))
            && test.operands().stream().allMatch(each -> isRefusal(each) || isConfigured(each))
        : isRefusal(test);
  }

  private static boolean isRefusal(Expr condition) {
    return condition instanceof Expr.Operation test && test.operator().equals("not") && names(test);
  }

  private static boolean isConfigured(Expr condition) {
    return condition.all().flatMap(AdminsOnly::words).anyMatch(CONFIGURATION::contains);
  }

  private static boolean leaves(Stmt last) {
    return last instanceof Stmt.Return
        || (last instanceof Stmt.Leave leave && leave.keyword().equals("raise"));
  }

  /** Whether a name is one of administrators, and of nobody else: {@code require_admin}. */
  public static boolean isNamedBy(String name) {
    return ADMINS.matcher(name).matches() && !OTHERS_TOO.matcher(name).matches();
  }

  /** Whether an expression speaks of administrators, and of nobody else. */
  private static boolean names(Expr guard) {
    List<String> spoken =
        guard.all().filter(each -> !isRoute(guard)).flatMap(AdminsOnly::words).toList();
    return spoken.stream().anyMatch(each -> ADMINS.matcher(each).matches())
        && spoken.stream().noneMatch(each -> OTHERS_TOO.matcher(each).matches());
  }

  private static Stream<String> words(Expr expression) {
    if (expression instanceof Expr.Name name) {
      return Stream.of(name.id());
    }
    if (expression instanceof Expr.Attribute member) {
      return Stream.of(member.name());
    }
    return expression instanceof Expr.Text text && text.value().matches("[\\w.:-]+")
        ? Stream.of(text.value())
        : Stream.empty();
  }

  /** A blueprint of this name guards nothing, but the dependencies of a route do. */
  private static boolean isRoute(Expr decorator) {
    return decorator instanceof Expr.Call call
        && (RouteDecorator.named(call.name()).filter(RouteDecorator::isOfFlask).isPresent()
            || OF_REST.contains(call.name()))
        && call.named("dependencies").isEmpty()
        && call.named("permission_classes").isEmpty();
  }

  private boolean isPassedByAdmins(CodeScope scope) {
    Stmt.Function function = scope.function().orElseThrow();
    boolean takesRequest =
        function.parameters().stream().anyMatch(each -> each.name().equals("request"));
    List<CodeScope> passing = callersOf(function.name());
    return takesRequest && !passing.isEmpty() && passing.stream().allMatch(AdminsOnly::reach);
  }

  private List<CodeScope> callersOf(String function) {
    if (callers == null) {
      callers = new HashMap<>();
      code.mainModules().stream()
          .filter(module -> module.mentions("request"))
          .flatMap(module -> CodeScope.of(code, module).stream())
          .forEach(
              scope ->
                  scope
                      .calls()
                      .filter(AdminsOnly::passesRequest)
                      .forEach(
                          call ->
                              callers
                                  .computeIfAbsent(call.name(), key -> new ArrayList<>())
                                  .add(scope)));
    }
    return callers.getOrDefault(function, List.of());
  }

  private static boolean passesRequest(Expr.Call call) {
    return call.arguments().stream()
        .flatMap(each -> each.value().dotted().stream())
        .anyMatch(each -> each.equals("request") || each.endsWith(".request"));
  }
}
