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
 * @param loaded relations that {@code list_select_related} loads
 */
public record AdminList(
    ClassCode admin, DjangoModel model, List<Entry> entries, List<String> loaded) {

  private static final Set<String> LOADING =
      Set.of("select_related", "prefetch_related", "annotate");

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
    return loaded(admin, model, entries, code)
        .map(loaded -> new AdminList(admin, model, entries, loaded));
  }

  /** What the list loads along; empty if that can't be told, or is everything. */
  private static Optional<List<String>> loaded(
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
        return Optional.of(loaded);
      }
      if (!value.equals(false)) {
        return Optional.empty();
      }
    }
    boolean showsRelated =
        entries.stream()
            .flatMap(entry -> model.field(entry.name()).stream())
            .anyMatch(field -> field.type().isToOne());
    if (showsRelated) {
      // Django then joins all foreign keys that can't be NULL.
      model.fields().values().stream()
          .filter(field -> field.type().isToOne() && !field.isTrue("null"))
          .forEach(field -> loaded.add(field.name()));
      entries.stream()
          .filter(entry -> model.field(entry.name()).filter(f -> f.type().isToOne()).isPresent())
          .forEach(entry -> loaded.add(entry.name()));
    }
    return Optional.of(loaded);
  }
}
