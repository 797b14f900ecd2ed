package org.pyreview.frameworks.django.rest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/**
 * The actions of a view set that may answer with many rows: {@code list}, and its own without
 * {@code detail}. What its methods do for other actions concerns one row.
 */
public final class ListActions {

  private final ClassCode view;
  private final Set<String> names = new LinkedHashSet<>(Set.of("list"));

  private ListActions(ClassCode view) {
    this.view = view;
  }

  /** The actions of a view set. */
  public static ListActions of(ClassCode view) {
    ListActions actions = new ListActions(view);
    view.lineage().stream()
        .flatMap(ClassCode::body)
        .filter(Stmt.Function.class::isInstance)
        .map(Stmt.Function.class::cast)
        .filter(ListActions::isOfMany)
        .forEach(each -> actions.names.add(each.name()));
    return actions;
  }

  private static boolean isOfMany(Stmt.Function method) {
    return method.decorators().stream()
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .anyMatch(
            each ->
                each.name().equals("list_route")
                    || (each.name().equals("action")
                        && each.named("detail").filter(ListActions::isTrue).isEmpty()));
  }

  private static boolean isTrue(Expr value) {
    return value instanceof Expr.Constant constant && constant.text().equals("True");
  }

  /** The branch that all of them take; empty where they may differ, or another thing decides. */
  public Optional<List<Stmt>> branch(Stmt.If branch, Stmt.Function method) {
    Set<Optional<Boolean>> answers = new LinkedHashSet<>();
    for (String action : names) {
      answers.add(holds(branch.test(), action, method));
    }
    return answers.size() == 1
        ? answers.iterator().next().map(holds -> holds ? branch.body() : branch.otherwise())
        : Optional.empty();
  }

  /** Whether a test holds for an action; empty if it depends on more. */
  private Optional<Boolean> holds(Expr test, String action, Stmt.Function method) {
    if (!(test instanceof Expr.Operation operation)) {
      return Optional.empty();
    }
    return switch (operation.operator()) {
      case "not" -> holds(operation.operands().get(0), action, method).map(holds -> !holds);
      case "and" -> decided(operation, false, action, method);
      case "or" -> decided(operation, true, action, method);
      case "==", "in" -> isNamed(operation, action, method);
      case "!=", "not in" -> isNamed(operation, action, method).map(named -> !named);
      default -> Optional.empty();
    };
  }

  /**
   * @param deciding what a single operand has to be for the whole to be the same
   */
  private Optional<Boolean> decided(
      Expr.Operation operation, boolean deciding, String action, Stmt.Function method) {
    List<Optional<Boolean>> all =
        operation.operands().stream().map(each -> holds(each, action, method)).toList();
    if (all.contains(Optional.of(deciding))) {
      return Optional.of(deciding);
    }
    return all.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(!deciding);
  }

  private Optional<Boolean> isNamed(Expr.Operation asked, String action, Stmt.Function method) {
    return asked.operands().size() == 2 && isAction(asked.operands().get(0), method)
        ? written(asked.operands().get(1), method).map(names -> names.contains(action))
        : Optional.empty();
  }

  private static boolean isAction(Expr value, Stmt.Function method) {
    return !method.parameters().isEmpty()
        && value
            .dotted()
            .filter((method.parameters().get(0).name() + ".action")::equals)
            .isPresent();
  }

  private Optional<List<String>> written(Expr value, Stmt.Function method) {
    Expr named = named(value, method).orElse(value);
    List<Expr> texts =
        named instanceof Expr.Collection collection ? collection.elements() : List.of(named);
    return texts.stream().allMatch(Expr.Text.class::isInstance)
        ? Optional.of(texts.stream().map(each -> ((Expr.Text) each).value()).toList())
        : Optional.empty();
  }

  /** What a variable, an attribute of the class or a constant of the file holds. */
  private Optional<Expr> named(Expr value, Stmt.Function method) {
    if (value instanceof Expr.Attribute attribute && attribute.value() instanceof Expr.Name) {
      return view.attribute(attribute.name()).map(ClassCode.Member::value);
    }
    if (!(value instanceof Expr.Name name)) {
      return Optional.empty();
    }
    List<Stmt.Assign> local =
        method
            .statements()
            .filter(Stmt.Assign.class::isInstance)
            .map(Stmt.Assign.class::cast)
            .filter(assign -> assign.name().filter(name.id()::equals).isPresent())
            .toList();
    return local.isEmpty()
        ? view.lineage().stream()
            .filter(each -> each.definition().method(method.name()).isPresent())
            .flatMap(each -> each.module().onlyAssignment(name.id()).stream())
            .findFirst()
        : Optional.of(local.get(0)).filter(only -> local.size() == 1).flatMap(Stmt.Assign::value);
  }
}
