package org.pyreview.frameworks.django.urls;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.frameworks.web.Authorization;
import org.pyreview.frameworks.web.Endpoint;
import org.pyreview.frameworks.web.Endpoint.Protection;
import org.pyreview.frameworks.web.HarmlessHandler;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** The view functions of a Django project that a urlconf names and that write to the database. */
public final class ViewEndpoints {

  private static final Pattern OTHERS =
      Pattern.compile(
          "(?i).*(?:messages|cache|session|set|seen|ids|names|dict|context|params|headers|data)");

  private static final Pattern SECRET =
      Pattern.compile("(?:\\w+_)?(?:token|secret|signature|uuid|api_key|ping_key)");

  private ViewEndpoints() {}

  /** The endpoints by the file they are in, those left out that are public on purpose. */
  public static Map<ModuleCode, List<Endpoint>> of(Project project, Authorization authorization) {
    ProjectCode code = ProjectCode.of(project);
    Map<ModuleCode, List<Endpoint>> found = new LinkedHashMap<>();
    if (SettingsModules.of(project).all().stream().anyMatch(ViewEndpoints::requiresLogin)) {
      return found;
    }
    Map<String, Protection> routed = routed(code, authorization);
    for (ModuleCode module : code.mainModules()) {
      if (routed.keySet().stream().noneMatch(key -> key.startsWith(module + " "))) {
        continue;
      }
      CodeScope scope = CodeScope.ofFile(code, module);
      List<Endpoint> endpoints =
          scope
              .statements()
              .filter(Stmt.Function.class::isInstance)
              .map(Stmt.Function.class::cast)
              .filter(view -> routed.containsKey(key(module, view)))
              .filter(view -> writes(view) && !isForReading(view) && !isOfRest(view))
              .filter(view -> !authorization.isPublic(view.name()))
              .filter(view -> !isForPrograms(view) && !HarmlessHandler.is(view))
              .filter(view -> !authorization.isPublic(module))
              .map(
                  view ->
                      new Endpoint(
                          module,
                          view.name(),
                          view.place(),
                          Protection.best(
                              Stream.of(
                                  routed.get(key(module, view)),
                                  authorization.in(scope, view),
                                  authorization.of(scope, view.decorators().stream())))))
              .toList();
      if (!endpoints.isEmpty()) {
        found.put(module, endpoints);
      }
    }
    return found;
  }

  private static String key(ModuleCode module, Stmt.Function view) {
    return module + " " + view.place();
  }

  /**
   * Django 5.1 has a middleware that lets nobody in unknown; others are often called so, too, or
   * decide by the path who may come.
   */
  private static boolean requiresLogin(ModuleCode settings) {
    return settings
        .topLevel()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .filter(Expr.Text.class::isInstance)
        .map(each -> ((Expr.Text) each).value())
        .anyMatch(
            each ->
                each.matches(
                    ".*Login\\w*Middleware|.*\\w*RequireLogin\\w*|(?!django\\.|allauth\\.).*(?:Authori[sz]ation|Permissions?|AccessControl|Acl|ACL|RequireAuth\\w*|AuthRequired)\\w*Middleware"));
  }

  /** The functions that urlconfs name, with what they are wrapped in there. */
  private static Map<String, Protection> routed(ProjectCode code, Authorization authorization) {
    Map<String, Protection> routed = new HashMap<>();
    for (ModuleCode module : code.mainModules()) {
      if (module.binds("urlpatterns")) {
        module
            .topLevel()
            .flatMap(each -> each.expressions().stream())
            .flatMap(Expr::all)
            .filter(Expr.Call.class::isInstance)
            .map(Expr.Call.class::cast)
            .filter(call -> Set.of("path", "re_path", "url").contains(call.name()))
            .flatMap(call -> call.at(1, "view").stream())
            .forEach(
                view -> {
                  Protection around =
                      view instanceof Expr.Call call
                          ? authorization.of(CodeScope.ofFile(code, module), call.callee())
                          : Protection.NONE;
                  Stream<Expr> named =
                      view instanceof Expr.Call call
                          ? call.arguments().stream().map(Expr.Argument::value)
                          : Stream.of(view);
                  named
                      .map(each -> code.meaning(module, each))
                      .filter(Meaning.Function.class::isInstance)
                      .map(each -> (Meaning.Function) each)
                      .map(each -> key(each.module(), each.definition()))
                      .forEach(
                          each -> routed.merge(each, around, (a, b) -> a.compareTo(b) < 0 ? a : b));
                });
      }
    }
    return routed;
  }

  /** Whether other programs call it, with a secret in the address: they have no session. */
  private static boolean isForPrograms(Stmt.Function view) {
    return view.decorators().stream()
            .flatMap(each -> each.dotted().stream())
            .anyMatch(each -> each.endsWith("csrf_exempt"))
        && view.parameters().stream().anyMatch(ViewEndpoints::isSecret);
  }

  private static boolean isSecret(Expr.Parameter parameter) {
    return SECRET.matcher(parameter.name()).matches()
        || parameter
            .annotation()
            .flatMap(Expr::dotted)
            .filter(each -> each.matches("(?:uuid\\.)?UUID"))
            .isPresent();
  }

  /** Whether it is a view of REST framework, which has permissions of its own. */
  private static boolean isOfRest(Stmt.Function view) {
    return view.decorators().stream()
        .anyMatch(each -> each instanceof Expr.Call call && call.name().equals("api_view"));
  }

  private static boolean isForReading(Stmt.Function view) {
    return view.decorators().stream()
        .flatMap(each -> each.dotted().stream())
        .anyMatch(each -> each.matches("(?:.*\\.)?require_(?:GET|safe)"));
  }

  private static boolean writes(Stmt.Function view) {
    return view.body().stream()
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .anyMatch(ViewEndpoints::writes);
  }

  /** Dictionaries, sets, messages and caches have methods with the same names. */
  private static boolean writes(Expr.Call call) {
    boolean isQuery =
        call.receiver().stream()
            .flatMap(Expr::all)
            .anyMatch(each -> each instanceof Expr.Attribute a && a.name().equals("objects"));
    boolean isOther =
        call.receiver()
            .flatMap(Expr::dotted)
            .filter(each -> OTHERS.matcher(each).matches())
            .isPresent();
    return switch (call.name()) {
      case "save", "delete", "create", "bulk_create" -> call.receiver().isPresent() && !isOther;
      case "update", "bulk_update", "get_or_create", "update_or_create" -> isQuery;
      case "add", "remove" ->
          call.receiver().orElse(null) instanceof Expr.Attribute && !isOther && !isQuery;
      default -> false;
    };
  }
}
