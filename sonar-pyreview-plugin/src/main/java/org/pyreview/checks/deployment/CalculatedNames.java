package org.pyreview.checks.deployment;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.python.Descendants;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.SliceItem;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The names whose values a file calculates with, or compares by size: text fails there. A port, an
 * identifier or a user's number may well be text, since whoever takes it turns it into what he
 * needs.
 */
final class CalculatedNames {

  /** Functions and parameters that take nothing but numbers. */
  private static final Set<String> FUNCTIONS =
      Set.of("range", "sleep", "timedelta", "round", "Semaphore", "BoundedSemaphore");

  private static final Set<String> PARAMETERS =
      Set.of(
          "timeout",
          "countdown",
          "pool_size",
          "max_overflow",
          "pool_recycle",
          "pool_timeout",
          "maxBytes",
          "backupCount",
          "max_workers",
          "max_length",
          "seconds",
          "minutes",
          "hours",
          "days",
          "weeks");

  private final Set<String> names = new HashSet<>();

  private CalculatedNames() {}

  /** The names, attributes and keys that stand as numbers in a file. */
  static Set<String> in(PythonModule module) {
    CalculatedNames calculated = new CalculatedNames();
    Descendants.of(module.tree(), BinaryExpression.class)
        .filter(CalculatedNames::isArithmetic)
        .flatMap(each -> Stream.of(each.leftOperand(), each.rightOperand()))
        .forEach(calculated::add);
    Descendants.of(module.tree(), SliceItem.class)
        .flatMap(each -> Stream.of(each.lowerBound(), each.upperBound()))
        .forEach(calculated::add);
    Descendants.of(module.tree(), RegularArgument.class)
        .filter(CalculatedNames::isNumber)
        .map(RegularArgument::expression)
        .forEach(calculated::add);
    return calculated.names;
  }

  /** Whether an argument has to be a number, whoever is called with it. */
  static boolean isNumber(RegularArgument argument) {
    if (argument.keywordArgument() != null
        && PARAMETERS.contains(argument.keywordArgument().name())) {
      return true;
    }
    return argument.parent() != null
        && argument.parent().parent() instanceof CallExpression call
        && FUNCTIONS.contains(lastName(call.callee()));
  }

  private static String lastName(Expression callee) {
    return callee instanceof QualifiedExpression attribute
        ? attribute.name().name()
        : SourceText.of(callee);
  }

  /** With text on one side, {@code +} joins and {@code %} formats. */
  private static boolean isArithmetic(BinaryExpression expression) {
    if (Literal.string(expression.leftOperand()).isPresent()
        || Literal.string(expression.rightOperand()).isPresent()) {
      return false;
    }
    return switch (expression.getKind()) {
      case MINUS, MULTIPLICATION, DIVISION, FLOOR_DIVISION, POWER -> true;
      case PLUS ->
          Literal.number(expression.leftOperand()).isPresent()
              || Literal.number(expression.rightOperand()).isPresent();
      case COMPARISON -> Set.of("<", "<=", ">", ">=").contains(expression.operator().value());
      default -> false;
    };
  }

  private void add(Tree operand) {
    if (operand instanceof Name name) {
      names.add(name.name());
    } else if (operand instanceof QualifiedExpression attribute) {
      names.add(attribute.name().name());
    } else if (operand instanceof SubscriptionExpression item) {
      item.subscripts().expressions().forEach(key -> Literal.string(key).ifPresent(names::add));
    } else if (operand instanceof CallExpression call && isLookUp(call)) {
      call.arguments().stream()
          .filter(RegularArgument.class::isInstance)
          .map(argument -> ((RegularArgument) argument).expression())
          .forEach(key -> Literal.string(key).ifPresent(names::add));
    }
  }

  /** {@code config.get("LIMIT")}, {@code getattr(settings, "LIMIT")} and the like. */
  private static boolean isLookUp(CallExpression call) {
    return Set.of("get", "getattr").contains(lastName(call.callee()));
  }
}
