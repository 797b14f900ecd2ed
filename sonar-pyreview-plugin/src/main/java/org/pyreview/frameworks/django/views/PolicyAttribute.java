package org.pyreview.frameworks.django.views;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.ClassAttribute;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.ParenthesizedExpression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.UnaryExpression;

/**
 * A list of classes that decide who may call a view of Django REST framework, where it is no list.
 *
 * @param single the class that is assigned, or a combination of classes
 */
public record PolicyAttribute(Name name, Expression single, Expression value) {

  private static final Set<String> NAMES =
      Set.of("permission_classes", "authentication_classes", "throttle_classes");

  /** A class by the usual spelling; constants are in capitals throughout. */
  private static final Pattern CLASS = Pattern.compile("_?[A-Z]\\w*[a-z]\\w*");

  /** The attribute, if it gets a class instead of a list of them. */
  public static Optional<PolicyAttribute> singleIn(ClassAttribute attribute) {
    return attribute
        .value()
        .filter(value -> NAMES.contains(attribute.name().name()))
        .filter(value -> isClass(inside(value)))
        .map(value -> new PolicyAttribute(attribute.name(), inside(value), value));
  }

  private static Expression inside(Expression value) {
    return value instanceof ParenthesizedExpression inner ? inside(inner.expression()) : value;
  }

  private static boolean isClass(Expression value) {
    if (value instanceof BinaryExpression both) {
      return value.is(Tree.Kind.BITWISE_AND, Tree.Kind.BITWISE_OR)
          && isClass(inside(both.leftOperand()))
          && isClass(inside(both.rightOperand()));
    }
    if (value instanceof UnaryExpression not) {
      return value.is(Tree.Kind.BITWISE_COMPLEMENT) && isClass(inside(not.expression()));
    }
    String name =
        value instanceof QualifiedExpression member
            ? member.name().name()
            : value instanceof Name plain ? plain.name() : "";
    return CLASS.matcher(name).matches();
  }
}
