package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The list page that Django's admin shows for a model.
 *
 * @param admin the class that configures it
 * @param entries what its columns show
 * @param loaded relations that {@code list_select_related} loads, or that are columns themselves
 * @param joinsWhatIsRequired whether Django joins every foreign key that can't be NULL, and theirs
 */
public record AdminList(
    ClassCode admin,
    DjangoModel model,
    List<Entry> entries,
    List<String> loaded,
    boolean joinsWhatIsRequired) {

  /** So far {@code select_related()} goes where it is told no paths. */
  private static final int STEPS_OF_JOINS = 5;

  private static final Set<String> LOADING = Set.of("select_related", "prefetch_related");

  /**
   * A column.
   *
   * @param name a field, a method of the admin class, or a method or property of the model
   * @param at where it is written
   */
  public record Entry(String name, Expr at) {}

  /**
   * The lists of the project's admin classes whose queries can be told: those whose {@code
   * get_queryset()} loads something by itself are left out, and those whose columns a method
   * chooses.
   */
  public static List<AdminList> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    List<AdminList> lists = new ArrayList<>();
    RegisteredAdmin.of(project).stream()
        .filter(each -> each.hasList() && !choosesColumns(each.admin()))
        .filter(each -> !loadsItself(each.admin()))
        .forEach(each -> list(each.admin(), each.model(), code).ifPresent(lists::add));
    return lists;
  }

  private static boolean choosesColumns(ClassCode admin) {
    return admin.method("get_list_display").isPresent()
        || admin.method("get_list_select_related").isPresent();
  }

  private static boolean loadsItself(ClassCode admin) {
    return admin
        .method("get_queryset")
        .filter(
            method ->
                method.value().body().stream()
                    .flatMap(Stmt::everyExpression)
                    .anyMatch(
                        each -> each instanceof Expr.Call call && LOADING.contains(call.name())))
        .isPresent();
  }

  private static Optional<AdminList> list(ClassCode admin, DjangoModel model, ProjectCode code) {
    Optional<ClassCode.Member<Expr>> display = admin.attribute("list_display");
    List<Entry> entries = new ArrayList<>();
    if (display.isEmpty()) {
      Expr.Name name = new Expr.Name(admin.name(), admin.definition().place());
      entries.add(new Entry("__str__", name));
    } else if (display.get().value() instanceof Expr.Collection list) {
      for (Expr each : list.elements()) {
        if (each instanceof Expr.Text text) {
          entries.add(new Entry(text.value(), each));
        }
      }
    } else {
      return Optional.empty();
    }
    return loading(admin, model, entries, code);
  }

  /**
   * Whether Django joins a path by itself.
   *
   * @param path from the list's rows, such as {@code order__customer}
   */
  public boolean joins(String path, ModelIndex models) {
    if (!joinsWhatIsRequired) {
      return false;
    }
    Optional<DjangoModel> at = Optional.of(model);
    String[] steps = path.split("__");
    for (String name : steps) {
      Optional<ModelIndex.Relation> relation = at.flatMap(each -> models.relation(each, name));
      boolean isFollowed =
          relation
              .filter(each -> each.isJoinable() && !each.isReverse())
              .filter(each -> !each.field().isTrue("null"))
              .isPresent();
      if (!isFollowed) {
        return false;
      }
      at = relation.get().target();
    }
    return steps.length <= STEPS_OF_JOINS;
  }

  /** The list with what it loads along; empty if that can't be told, or is everything. */
  private static Optional<AdminList> loading(
      ClassCode admin, DjangoModel model, List<Entry> entries, ProjectCode code) {
    Optional<ClassCode.Member<Expr>> declared = admin.attribute("list_select_related");
    List<String> loaded = new ArrayList<>();
    if (declared.isPresent()) {
      Object value =
          new Constants(code)
              .value(declared.get().owner().module(), declared.get().value())
              .orElse(true);
      if (value instanceof List<?> paths) {
        paths.forEach(path -> loaded.add(path.toString()));
        return Optional.of(new AdminList(admin, model, entries, loaded, false));
      }
      if (!value.equals(false)) {
        return Optional.empty();
      }
    }
    // Also where a method of the class has the same name: Django looks for the field only.
    entries.stream()
        .filter(entry -> model.field(entry.name()).filter(f -> f.type().isToOne()).isPresent())
        .forEach(entry -> loaded.add(entry.name()));
    return Optional.of(new AdminList(admin, model, entries, loaded, !loaded.isEmpty()));
  }
}
