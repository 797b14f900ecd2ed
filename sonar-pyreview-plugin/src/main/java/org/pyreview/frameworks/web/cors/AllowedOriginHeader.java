package org.pyreview.frameworks.web.cors;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Literal;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ConditionalExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The header that tells a browser which site may read an answer.
 *
 * @param value what it is set to
 */
public record AllowedOriginHeader(Expression value) {

  private static final String NAME = "access-control-allow-origin";
  private static final Set<String> SETTERS =
      Set.of("add", "set", "setdefault", "add_header", "append", "set_header", "__setitem__");
  private static final Pattern OWN_ORIGIN =
      Pattern.compile(
          "(?i)(?:.*\\.)?(?:request|req|r|http|handler|self)\\.headers"
              + "(?:\\[[\"']origin[\"']\\]|\\.get\\([\"']origin[\"'].*\\))"
              + "|(?:.*\\.)?(?:META|environ)(?:\\[[\"']HTTP_ORIGIN[\"']\\]|\\.get\\([\"']HTTP_ORIGIN[\"'].*\\))"
              + "|(?:flask\\.)?request\\.origin");

  /** The header that a statement sets by its name. */
  public static Optional<AllowedOriginHeader> of(AssignmentStatement statement) {
    return statement.lhsExpressions().stream()
        .flatMap(each -> each.expressions().stream())
        .filter(SubscriptionExpression.class::isInstance)
        .map(each -> ((SubscriptionExpression) each).subscripts().expressions())
        .filter(keys -> keys.size() == 1 && isName(keys.get(0)))
        .findFirst()
        .map(keys -> new AllowedOriginHeader(statement.assignedValue()));
  }

  /** The header that a call such as {@code headers.add(name, value)} sets. */
  public static Optional<AllowedOriginHeader> of(CallExpression call) {
    Arguments arguments = Arguments.of(call);
    boolean isSetter =
        call.callee() instanceof QualifiedExpression method
            && SETTERS.contains(method.name().name())
            && arguments.positional(0).filter(AllowedOriginHeader::isName).isPresent();
    return isSetter ? arguments.positional(1).map(AllowedOriginHeader::new) : Optional.empty();
  }

  /** The header in a dictionary of headers. */
  public static Optional<AllowedOriginHeader> of(KeyValuePair pair) {
    return isName(pair.key())
        ? Optional.of(new AllowedOriginHeader(pair.value()))
        : Optional.empty();
  }

  private static boolean isName(Expression key) {
    return Literal.string(key).filter(NAME::equalsIgnoreCase).isPresent();
  }

  /** Whether it gives back the origin of whoever asks, and nothing compares that before. */
  public boolean reflectsAnyOrigin() {
    Expression origin = origin();
    boolean isOwn = OWN_ORIGIN.matcher(SourceText.of(origin)).matches();
    return isOwn && !isCompared(SourceText.of(origin)) && !isCompared(SourceText.of(value));
  }

  private Expression origin() {
    Expression held = AssignedValue.behind(value);
    return held instanceof BinaryExpression either && held.is(Tree.Kind.OR)
        ? AssignedValue.behind(either.leftOperand())
        : held;
  }

  private boolean isCompared(String origin) {
    Tree around = value;
    while (around.parent() != null && !(around instanceof FunctionDef)) {
      around = around.parent();
    }
    Comparisons comparisons = new Comparisons(origin);
    around.accept(comparisons);
    return comparisons.found;
  }

  /** Finds a condition that does more with the origin than ask whether there is one. */
  private static final class Comparisons extends BaseTreeVisitor {
    private final Pattern origin;
    private boolean found;

    Comparisons(String origin) {
      this.origin = Pattern.compile("(?<![\\w.])" + Pattern.quote(origin) + "(?!\\w)");
    }

    @Override
    public void visitIfStatement(IfStatement statement) {
      look(statement.condition());
      super.visitIfStatement(statement);
    }

    @Override
    public void visitConditionalExpression(ConditionalExpression expression) {
      look(expression.condition());
      super.visitConditionalExpression(expression);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
      found |= expression.is(Tree.Kind.COMPARISON, Tree.Kind.IN) && mentions(expression);
      super.visitBinaryExpression(expression);
    }

    private void look(Expression condition) {
      condition.accept(
          new BaseTreeVisitor() {
            @Override
            public void visitCallExpression(CallExpression call) {
              found |= call.argumentList() != null && mentions(call.argumentList());
              super.visitCallExpression(call);
            }
          });
    }

    private boolean mentions(Tree tree) {
      return origin.matcher(SourceText.of(tree)).find();
    }
  }
}
