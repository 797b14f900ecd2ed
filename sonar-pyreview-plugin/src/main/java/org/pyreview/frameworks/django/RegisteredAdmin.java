package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A class of the project by which Django's admin shows a model.
 *
 * @see <a
 *     href="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#modeladmin-objects">Django:
 *     ModelAdmin objects</a>
 */
public record RegisteredAdmin(ClassCode admin, DjangoModel model) {

  private record All(List<RegisteredAdmin> list) {}

  /** Those of a project whose models are the project's, too; worked out once. */
  public static List<RegisteredAdmin> of(Project project) {
    return project.knowledge(All.class, RegisteredAdmin::collect).list;
  }

  private static All collect(Project project) {
    ProjectCode code = ProjectCode.of(project);
    ModelIndex models = ModelIndex.of(project);
    List<RegisteredAdmin> found = new ArrayList<>();
    for (ModuleCode module : code.mainModules()) {
      Map<ClassCode, List<Expr>> registered = new HashMap<>();
      if (module.mentions("register")) {
        collectRegistered(module, code, registered);
      }
      module
          .classes()
          .map(definition -> code.classCode(module, definition))
          .filter(RegisteredAdmin::isModelAdmin)
          .forEach(
              admin ->
                  modelOf(admin, module, registered, models)
                      .ifPresent(model -> found.add(new RegisteredAdmin(admin, model))));
    }
    return new All(found);
  }

  private static boolean isModelAdmin(ClassCode definition) {
    return definition.externalBases().stream().anyMatch(base -> base.endsWith("ModelAdmin"));
  }

  private static Optional<DjangoModel> modelOf(
      ClassCode admin,
      ModuleCode module,
      Map<ClassCode, List<Expr>> registered,
      ModelIndex models) {
    Optional<DjangoModel> decorated =
        admin.definition().decorators().stream()
            .filter(each -> each instanceof Expr.Call call && call.name().equals("register"))
            .flatMap(each -> ((Expr.Call) each).positional().stream())
            .flatMap(each -> models.of(module, each).stream())
            .findFirst();
    return decorated
        .or(() -> generic(admin, module, models))
        .or(
            () ->
                registered.getOrDefault(admin, List.of()).stream()
                    .flatMap(each -> models.of(module, each).stream())
                    .findFirst());
  }

  /** {@code class OrderAdmin(ModelAdmin[Order])}. */
  private static Optional<DjangoModel> generic(
      ClassCode admin, ModuleCode module, ModelIndex models) {
    return admin.definition().bases().stream()
        .filter(Expr.Item.class::isInstance)
        .flatMap(base -> models.of(module, ((Expr.Item) base).index()).stream())
        .findFirst();
  }

  /** The models of {@code admin.site.register(Order, OrderAdmin)}, by the class of the admin. */
  private static void collectRegistered(
      ModuleCode module, ProjectCode code, Map<ClassCode, List<Expr>> registered) {
    module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .filter(each -> each instanceof Expr.Call call && call.name().equals("register"))
        .map(each -> ((Expr.Call) each).positional())
        .filter(arguments -> arguments.size() > 1)
        .forEach(
            arguments -> {
              if (code.meaning(module, arguments.get(1)) instanceof Meaning.Class each) {
                registered
                    .computeIfAbsent(code.classCode(each), key -> new ArrayList<>())
                    .add(arguments.get(0));
              }
            });
  }

  /** Whether nobody may delete instances in the admin. */
  public boolean forbidsDeletion() {
    return refuses("has_delete_permission");
  }

  /**
   * Whether the class has the list of Django's admin, and somebody gets there: its own URLs may
   * replace it, and a permission that nobody has hides it.
   */
  boolean hasList() {
    return !replaces("get_urls")
        && !replaces("changelist_view")
        && !refuses("has_view_permission")
        && !refuses("has_module_permission");
  }

  /** Whether its method never calls the one it overrides. */
  private boolean replaces(String method) {
    return admin
        .method(method)
        .filter(
            own ->
                own.value()
                    .everyExpression()
                    .noneMatch(
                        each -> each instanceof Expr.Call call && call.name().equals(method)))
        .isPresent();
  }

  /** Whether a permission method says no to everybody. */
  private boolean refuses(String permission) {
    return admin
        .method(permission)
        .filter(
            method -> {
              List<Stmt.Return> results =
                  method
                      .value()
                      .statements()
                      .filter(Stmt.Return.class::isInstance)
                      .map(Stmt.Return.class::cast)
                      .toList();
              return !results.isEmpty() && results.stream().allMatch(RegisteredAdmin::isFalse);
            })
        .isPresent();
  }

  private static boolean isFalse(Stmt.Return result) {
    return result
        .value()
        .filter(each -> each instanceof Expr.Constant flag && flag.text().equals("False"))
        .isPresent();
  }
}
