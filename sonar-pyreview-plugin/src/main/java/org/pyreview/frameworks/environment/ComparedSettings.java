package org.pyreview.frameworks.environment;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.python.Descendants;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.ValueUse;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The settings that a file reads as texts: {@code settings.DEBUG == "1"}, {@code
 * config["DEBUG"].lower()}, {@code str(self.debug)}. What is tested for truth somewhere is none.
 */
public final class ComparedSettings {

  private final Set<String> compared = new HashSet<>();
  private final Set<String> tested = new HashSet<>();

  private ComparedSettings() {}

  public static ComparedSettings of(PythonModule module) {
    ComparedSettings settings = new ComparedSettings();
    Descendants.of(module.tree(), Expression.class)
        .filter(each -> EnvironmentRead.of(each, module).isEmpty())
        .forEach(each -> nameOf(each).ifPresent(name -> settings.add(name, each)));
    return settings;
  }

  /** Whether the file takes the attribute or entry for a text wherever that matters. */
  public boolean has(String setting) {
    return compared.contains(setting) && !tested.contains(setting);
  }

  private void add(String name, Expression read) {
    if (isText(read)) {
      compared.add(name);
    } else if (isTruth(read)) {
      tested.add(name);
    }
  }

  private static Optional<String> nameOf(Expression expression) {
    if (expression instanceof QualifiedExpression attribute) {
      return Optional.of(attribute.name().name());
    }
    if (expression instanceof SubscriptionExpression entry) {
      List<Expression> keys = entry.subscripts().expressions();
      return keys.size() == 1 ? Literal.string(keys.get(0)) : Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isText(Expression read) {
    Tree parent = read.parent();
    boolean isCompared =
        parent instanceof BinaryExpression comparison
            && comparison.is(Tree.Kind.COMPARISON, Tree.Kind.IN)
            && comparison.leftOperand() == read
            && (comparison.is(Tree.Kind.IN)
                || Literal.string(comparison.rightOperand()).isPresent());
    boolean isCalledOn =
        parent instanceof QualifiedExpression method
            && method.parent() instanceof CallExpression call
            && call.callee() == method;
    return isCompared || isCalledOn || ValueUse.of(read).argumentOf("str").isPresent();
  }

  private static boolean isTruth(Expression read) {
    ValueUse use = ValueUse.of(read);
    return use.isTested()
        || use.argumentOf("bool").isPresent()
        || read.parent().is(Tree.Kind.AND, Tree.Kind.OR, Tree.Kind.NOT);
  }
}
