package org.pyreview.project.code;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Classes that a function of the project loads by name, so that somebody may put others into their
 * places: {@code get_class("orders.managers", "OrderManager")}, {@code Order, Line =
 * get_classes("orders.models", ["Order", "Line"])}.
 */
public final class LoadedClasses {

  private static final Pattern MODULE = Pattern.compile("[a-z_][\\w]*(?:\\.[a-z_]\\w*)+");
  private static final Pattern CLASS = Pattern.compile("[A-Z]\\w*");

  private final ProjectCode code;
  private final Map<String, Optional<Meaning>> known = new HashMap<>();

  LoadedClasses(ProjectCode code) {
    this.code = code;
  }

  /** The class that something stands for, whether it is imported or loaded. */
  public Optional<Meaning.Class> of(Meaning meaning) {
    return resolved(meaning) instanceof Meaning.Class each ? Optional.of(each) : Optional.empty();
  }

  /** What something stands for, if a function loads it by name; itself otherwise. */
  public Meaning resolved(Meaning meaning) {
    return meaning instanceof Meaning.Value value && value.value() instanceof Expr.Call call
        ? loadedBy(call, value.module()).orElse(meaning)
        : meaning;
  }

  private Optional<Meaning> loadedBy(Expr.Call call, ModuleCode module) {
    List<Expr> names = call.positional();
    return names.size() == 2
            && names.get(0) instanceof Expr.Text from
            && names.get(1) instanceof Expr.Text name
            && MODULE.matcher(from.value()).matches()
            && CLASS.matcher(name.value()).matches()
            && code.meaning(module, call.callee()) instanceof Meaning.Function
        ? known.computeIfAbsent(from.value() + ":" + name.value(), key -> find(from, name))
        : Optional.empty();
  }

  /** What the only file that the path of the module ends with has under that name. */
  private Optional<Meaning> find(Expr.Text from, Expr.Text name) {
    String path = "/" + from.value().replace('.', '/');
    List<Meaning> all =
        code.mainModules().stream()
            .filter(each -> isAt(each, path))
            .map(each -> code.meaning(each, name.value()))
            .filter(each -> each instanceof Meaning.Class || each instanceof Meaning.Value)
            .distinct()
            .toList();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  private static boolean isAt(ModuleCode module, String path) {
    String file = "/" + module.file();
    return file.endsWith(path + ".py") || file.endsWith(path + "/__init__.py");
  }

  /**
   * The call that loads one of several names which a statement binds; empty if it loads none.
   *
   * <p>{@code A, B = load("m", ["A", "B"])} is {@code A = load("m", "A")}.
   */
  static Optional<Expr.Call> ofPart(String name, Stmt binding) {
    if (!(binding instanceof Stmt.Assign assign)
        || assign.targets().size() != 1
        || !(assign.targets().get(0) instanceof Expr.Collection names)
        || !(assign.value().orElse(null) instanceof Expr.Call call)
        || call.positional().size() != 2
        || !(call.positional().get(1) instanceof Expr.Collection loaded)
        || loaded.elements().size() != names.elements().size()) {
      return Optional.empty();
    }
    for (int i = 0; i < names.elements().size(); i++) {
      if (names.elements().get(i) instanceof Expr.Name each
          && each.id().equals(name)
          && loaded.elements().get(i) instanceof Expr.Text text) {
        Expr.Argument from = call.arguments().get(0);
        return Optional.of(
            new Expr.Call(call.callee(), List.of(from, new Expr.Argument("", text)), call.place()));
      }
    }
    return Optional.empty();
  }
}
