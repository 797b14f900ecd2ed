package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;

/**
 * Tests of a base's code that the attributes of the view decide which inherits it: {@code if
 * self.queryset is not None}, where the view names a {@code model} and no {@code queryset}.
 */
final class ViewChoices {

  /** Attributes that Django's own views have, without a value. */
  private static final Set<String> UNSET_BY_DJANGO = Set.of("model", "queryset");

  private final ViewModels models;

  ViewChoices(Project project) {
    models = ViewModels.of(project);
  }

  /** Whether a test is true for the view that the code is followed for; empty if it depends. */
  Optional<Boolean> decided(Expr test, Scope scope) {
    if (!(test instanceof Expr.Operation operation)) {
      return isSet(test, scope);
    }
    List<Expr> operands = operation.operands();
    return switch (operation.operator()) {
      case "not" -> decided(operands.get(0), scope).map(each -> !each);
      case "is" ->
          isNone(operands.get(1))
              ? isSet(operands.get(0), scope).map(each -> !each)
              : Optional.empty();
      case "is not" -> isNone(operands.get(1)) ? isSet(operands.get(0), scope) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean isNone(Expr value) {
    return value instanceof Expr.Constant constant && constant.text().equals("None");
  }

  /** Whether an attribute of the view holds something; only code that it inherits asks. */
  private Optional<Boolean> isSet(Expr value, Scope scope) {
    if (!(value instanceof Expr.Attribute attribute)
        || !(attribute.value() instanceof Expr.Name self)
        || !(scope.names().get(self.id()) instanceof Value.Instance view)
        || scope.owner().filter(owner -> owner != view.type()).isEmpty()
        || !UNSET_BY_DJANGO.contains(attribute.name())) {
      return Optional.empty();
    }
    ClassCode type = view.type();
    boolean isDeclared =
        attribute.name().equals("model")
            ? models.model(type).isPresent()
            : type.attribute(attribute.name()).filter(each -> !isNone(each.value())).isPresent();
    return isDeclared || isUnset(type, attribute.name())
        ? Optional.of(isDeclared)
        : Optional.empty();
  }

  private static boolean isUnset(ClassCode type, String name) {
    return type.method(name).isEmpty()
        && type.lineage().stream().noneMatch(each -> AssignedAttributes.isAssignedIn(each, name));
  }
}
