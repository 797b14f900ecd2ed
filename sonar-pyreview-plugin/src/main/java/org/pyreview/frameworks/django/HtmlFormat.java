package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FormattedExpression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.StringElement;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.Tuple;

/**
 * A call of {@code format_html()}, which escapes its arguments but not its text.
 *
 * @param text the first argument
 */
public record HtmlFormat(CallExpression call, Expression text, PythonModule module) {

  private static final Set<String> NAMES = Set.of("django.utils.html.format_html");
  private static final Set<String> ESCAPED =
      Set.of(
          "django.utils.html.format_html",
          "django.utils.html.format_html_join",
          "django.utils.html.escape",
          "django.utils.html.conditional_escape",
          "django.utils.safestring.mark_safe");
  private static final Pattern TRANSLATION = Pattern.compile("_|u?n?p?n?gettext(?:_lazy)?");
  private static final Pattern CONSTANT = Pattern.compile("_?[A-Z][A-Z0-9_]*");

  /** The call, if it is one with a text. */
  public static Optional<HtmlFormat> of(CallExpression call, PythonModule module) {
    return module.isNamed(call.callee(), NAMES)
        ? Arguments.of(call).at(0, "format_string").map(text -> new HtmlFormat(call, text, module))
        : Optional.empty();
  }

  /** Whether nothing is passed besides the text. */
  public boolean hasNoArguments() {
    return call.arguments().size() == 1;
  }

  /** Whether the text is markup that is written out, translated or not. */
  public boolean isFixed() {
    return Literal.string(text).isPresent() || isTranslation(text);
  }

  /** The values that are in the text before it is escaped. */
  public List<Expression> interpolated() {
    return pieces(AssignedValue.behind(text)).filter(this::mayBeMarkup).toList();
  }

  private static Stream<Expression> pieces(Expression text) {
    if (text instanceof StringLiteral literal) {
      return placeholders(literal)
          .filter(each -> !isNameOfTag(each, literal))
          .map(FormattedExpression::expression);
    }
    if (text instanceof BinaryExpression binary && text.is(Tree.Kind.MODULO)) {
      return isText(binary.leftOperand())
          ? Stream.concat(pieces(binary.leftOperand()), operands(binary.rightOperand()))
          : Stream.empty();
    }
    if (text instanceof BinaryExpression binary && text.is(Tree.Kind.PLUS)) {
      return Stream.of(binary.leftOperand(), binary.rightOperand()).flatMap(HtmlFormat::summands);
    }
    return formatted(text).stream()
        .flatMap(
            format ->
                format.arguments().stream()
                    .filter(RegularArgument.class::isInstance)
                    .map(each -> ((RegularArgument) each).expression()));
  }

  private static Stream<FormattedExpression> placeholders(StringLiteral literal) {
    return literal.stringElements().stream().flatMap(each -> each.formattedExpressions().stream());
  }

  /** {@code f"<{tag}>"}: as an argument it would not be any safer. */
  private static boolean isNameOfTag(FormattedExpression placeholder, StringLiteral literal) {
    for (StringElement element : literal.stringElements()) {
      Token start = element.firstToken();
      int at = placeholder.firstToken().column() - start.column();
      boolean isIn =
          placeholder.firstToken().line() == start.line()
              && at > 0
              && at < element.value().length();
      if (isIn && element.formattedExpressions().contains(placeholder)) {
        return element.value().substring(0, at).matches("(?s).*</?\\{?");
      }
    }
    return false;
  }

  private static Stream<Expression> summands(Expression operand) {
    return Literal.string(operand).isPresent()
        ? Stream.empty()
        : isComposed(operand) ? pieces(operand) : Stream.of(operand);
  }

  private static boolean isComposed(Expression operand) {
    return isText(operand)
        || operand.is(Tree.Kind.PLUS, Tree.Kind.MODULO)
        || formatted(operand).isPresent();
  }

  private static Stream<Expression> operands(Expression right) {
    return right instanceof Tuple tuple ? tuple.elements().stream() : Stream.of(right);
  }

  /** {@code "…".format(…)}. */
  private static Optional<CallExpression> formatted(Expression expression) {
    return expression instanceof CallExpression call
            && call.callee() instanceof QualifiedExpression method
            && method.name().name().equals("format")
            && isText(method.qualifier())
        ? Optional.of(call)
        : Optional.empty();
  }

  private static boolean isText(Expression expression) {
    return expression instanceof StringLiteral;
  }

  private boolean mayBeMarkup(Expression value) {
    boolean isFixed =
        Literal.string(value).isPresent()
            || value instanceof NumericLiteral
            || isTranslation(value);
    boolean isConstant =
        (value instanceof Name name && CONSTANT.matcher(name.name()).matches())
            || (value instanceof QualifiedExpression member
                && CONSTANT.matcher(member.name().name()).matches());
    return !isFixed && !isConstant && !module.isCallTo(AssignedValue.behind(value), ESCAPED);
  }

  private static boolean isTranslation(Expression value) {
    return value instanceof CallExpression call
        && call.callee() instanceof Name function
        && TRANSLATION.matcher(function.name()).matches()
        && call.arguments().stream()
            .allMatch(
                each ->
                    each instanceof RegularArgument argument
                        && Literal.string(argument.expression()).isPresent());
  }

  /** The arguments to call it with instead, where that is certain. */
  public Optional<String> withArguments() {
    if (!hasNoArguments() || text.firstToken().line() != text.lastToken().line()) {
      return Optional.empty();
    }
    if (text instanceof StringLiteral literal && literal.stringElements().size() == 1) {
      return fromTemplate(literal);
    }
    if (text instanceof BinaryExpression binary
        && text.is(Tree.Kind.MODULO)
        && binary.leftOperand() instanceof StringLiteral literal
        && Literal.string(literal).isPresent()) {
      return fromPercent(literal, operands(binary.rightOperand()).toList());
    }
    return formatted(text)
        .filter(
            each -> Literal.string(((QualifiedExpression) each.callee()).qualifier()).isPresent())
        .map(
            each ->
                SourceText.of(((QualifiedExpression) each.callee()).qualifier())
                    + ", "
                    + each.arguments().stream()
                        .map(SourceText::of)
                        .collect(Collectors.joining(", ")));
  }

  private static Optional<String> fromTemplate(StringLiteral literal) {
    StringElement element = literal.stringElements().get(0);
    Token start = element.firstToken();
    StringBuilder written = new StringBuilder(element.value());
    List<FormattedExpression> placeholders = new ArrayList<>(placeholders(literal).toList());
    List<String> values =
        placeholders.stream().map(each -> SourceText.of(each.expression())).toList();
    placeholders.sort(Comparator.comparing(each -> -each.expression().firstToken().column()));
    for (FormattedExpression each : placeholders) {
      Token last = each.expression().lastToken();
      int from = each.expression().firstToken().column() - start.column();
      int to = last.column() + last.value().length() - start.column();
      boolean isBare =
          from > 0
              && to < written.length()
              && written.charAt(from - 1) == '{'
              && written.charAt(to) == '}';
      if (!isBare) {
        return Optional.empty();
      }
      written.delete(from, to);
    }
    String plain = written.toString().replaceFirst("^[fF]", "");
    return element.prefix().length() == 1 && !values.isEmpty()
        ? Optional.of(plain + ", " + String.join(", ", values))
        : Optional.empty();
  }

  private static Optional<String> fromPercent(StringLiteral literal, List<Expression> values) {
    String text = SourceText.of(literal);
    String rest = text.replace("%s", "");
    boolean isPlain = !rest.contains("%") && !rest.contains("{") && !rest.contains("}");
    boolean fits = (text.length() - rest.length()) / 2 == values.size();
    return isPlain && fits
        ? Optional.of(
            text.replace("%s", "{}")
                + ", "
                + values.stream().map(SourceText::of).collect(Collectors.joining(", ")))
        : Optional.empty();
  }
}
