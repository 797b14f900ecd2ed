package org.pyreview.frameworks.passwords;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Literal;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.ParenthesizedExpression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.StringElement;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.Tuple;

/** The words that passwords go by, and the expressions that hold one. */
public final class PasswordWords {

  private static final int DEEPEST = 8;
  private static final Pattern NO_PASSWORD =
      Pattern.compile("(?i).*(?:hash|digest|crypt|encoded|token|salt|reset|url|field|_id$).*");
  private static final Pattern CONVERSION =
      Pattern.compile(
          "encode|str|bytes|bytearray|strip|format|join|to_bytes|force_bytes|smart_bytes");

  private static final Pattern CONFIGURATION =
      Pattern.compile("(?i)_?(?:\\w+_)?(?:cfg|config|conf|settings)");

  private final Pattern password;

  private PasswordWords(Pattern password) {
    this.password = password;
  }

  /**
   * @param words parts of names that denote a password, separated by commas
   */
  public static PasswordWords of(String words) {
    String any =
        Arrays.stream(words.split(","))
            .map(String::strip)
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return new PasswordWords(
        Pattern.compile("(?i)(?:.*_)?(?:raw|plain|new|old)?_?(?:" + any + ")\\d?"));
  }

  /** Whether a name is that of a password, rather than of its hash or a form field. */
  public boolean isPassword(String name) {
    return password.matcher(name).matches() && !NO_PASSWORD.matcher(name).matches();
  }

  /** The name of the password in an expression, through conversions, sums and f-strings. */
  public Optional<String> in(Expression expression) {
    return in(expression, 0);
  }

  private Optional<String> in(Expression expression, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    if (expression instanceof Name name) {
      return named(name.name())
          .or(() -> AssignedValue.of(name).flatMap(value -> in(value, depth + DEEPEST / 2)));
    }
    if (expression instanceof QualifiedExpression member) {
      return isConfiguration(member.qualifier()) ? Optional.empty() : named(member.name().name());
    }
    if (expression instanceof SubscriptionExpression item
        && item.subscripts().expressions().size() == 1) {
      return Literal.string(item.subscripts().expressions().get(0)).flatMap(this::named);
    }
    if (expression instanceof ParenthesizedExpression inner) {
      return in(inner.expression(), depth + 1);
    }
    if (expression instanceof BinaryExpression binary
        && expression.is(Tree.Kind.PLUS, Tree.Kind.MODULO)) {
      return in(binary.leftOperand(), depth + 1).or(() -> in(binary.rightOperand(), depth + 1));
    }
    if (expression instanceof Tuple tuple) {
      return tuple.elements().stream().flatMap(each -> in(each, depth + 1).stream()).findFirst();
    }
    if (expression instanceof StringLiteral text) {
      return text.stringElements().stream()
          .map(StringElement::formattedExpressions)
          .flatMap(parts -> parts.stream())
          .flatMap(part -> in(part.expression(), depth + 1).stream())
          .findFirst();
    }
    return expression instanceof CallExpression call ? inCall(call, depth) : Optional.empty();
  }

  /** A password of the configuration is the operator's, and nobody keeps its hash as a user's. */
  private static boolean isConfiguration(Expression owner) {
    String name =
        owner instanceof Name each
            ? each.name()
            : owner instanceof QualifiedExpression member ? member.name().name() : "";
    return CONFIGURATION.matcher(name).matches();
  }

  private Optional<String> inCall(CallExpression call, int depth) {
    String function =
        call.callee() instanceof QualifiedExpression member
            ? member.name().name()
            : call.callee() instanceof Name name ? name.name() : "";
    if (function.equals("get")) {
      return Arguments.of(call).positional(0).flatMap(Literal::string).flatMap(this::named);
    }
    if (!CONVERSION.matcher(function).matches()) {
      return Optional.empty();
    }
    Optional<String> receiver =
        call.callee() instanceof QualifiedExpression member
            ? in(member.qualifier(), depth + 1)
            : Optional.empty();
    return receiver.or(
        () ->
            call.arguments().stream()
                .filter(RegularArgument.class::isInstance)
                .flatMap(each -> in(((RegularArgument) each).expression(), depth + 1).stream())
                .findFirst());
  }

  private Optional<String> named(String name) {
    return Optional.of(name).filter(this::isPassword);
  }
}
