package org.pyreview.frameworks.environment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.InExpression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A switch that is read from the environment, and what it is where the environment says nothing.
 *
 * @param variable name of the environment variable
 * @param fallback the written value that it has then; empty if the reading itself decides
 * @param isOn whether the switch is on then
 * @param off what to write instead of the fallback, so that it is off
 */
public record FlagDefault(
    String variable, Optional<Expression> fallback, boolean isOn, Optional<String> off) {

  private static final Set<String> DEFAULTS = Set.of("default", "default_value", "fallback");

  /** The configuration of a Flask application, which has its switches from the beginning. */
  private static final Pattern OF_APPLICATION =
      Pattern.compile("(?:\\w+\\.)*\\w*app\\.config\\.get");

  /** What a value that a setting gets reads; empty if it reads no environment, or can't be told. */
  public static Optional<FlagDefault> of(Expression value, PythonModule module) {
    if (value instanceof BinaryExpression comparison && value.is(Tree.Kind.COMPARISON)) {
      return ofComparison(comparison, module);
    }
    if (value instanceof InExpression membership) {
      return ofMembership(membership, module);
    }
    if (!(value instanceof CallExpression call)) {
      return Optional.empty();
    }
    // bool(int(os.environ.get("DEBUG", 1)))
    Optional<Expression> inner = Arguments.of(call).positional(0);
    boolean isConversion =
        Set.of("bool", "int", "strtobool")
            .contains(QualifiedName.of(SourceText.of(call.callee())).lastName());
    if (isConversion && inner.isPresent() && call.arguments().size() == 1) {
      return of(inner.get(), module);
    }
    return read(call).filter(found -> found.off().isPresent());
  }

  /** {@code os.environ.get("DEBUG", "True") == "True"}, also the other way round. */
  private static Optional<FlagDefault> ofComparison(
      BinaryExpression comparison, PythonModule module) {
    boolean isSwapped = Literal.string(comparison.leftOperand()).isPresent();
    Expression read = isSwapped ? comparison.rightOperand() : comparison.leftOperand();
    Optional<String> compared =
        Literal.string(isSwapped ? comparison.leftOperand() : comparison.rightOperand());
    Optional<CallExpression> reading = reading(read);
    if (compared.isEmpty() || reading.isEmpty()) {
      return Optional.empty();
    }
    boolean isLower = !reading.get().equals(read);
    String wanted = fold(compared.get(), isLower);
    boolean isNegated = comparison.operator().value().equals("!=");
    boolean isEquality = isNegated || comparison.operator().value().equals("==");
    return isEquality
        ? decided(reading.get(), module, text -> fold(text, isLower).equals(wanted) != isNegated)
        : Optional.empty();
  }

  /** {@code os.environ.get("DEBUG", "1") in ("1", "true")}. */
  private static Optional<FlagDefault> ofMembership(InExpression membership, PythonModule module) {
    Optional<List<Expression>> elements = Literal.elements(membership.rightOperand());
    Optional<CallExpression> reading = reading(membership.leftOperand());
    if (elements.isEmpty() || reading.isEmpty()) {
      return Optional.empty();
    }
    boolean isNegated = membership.notToken() != null;
    List<String> texts =
        elements.get().stream().flatMap(each -> Literal.string(each).stream()).toList();
    boolean isLower = !reading.get().equals(membership.leftOperand());
    return decided(reading.get(), module, text -> texts.contains(fold(text, isLower)) != isNegated);
  }

  private static String fold(String text, boolean isLower) {
    return isLower ? text.toLowerCase(Locale.ROOT) : text;
  }

  /** The call that reads, without what folds its text: {@code .lower()}, {@code .strip()}. */
  private static Optional<CallExpression> reading(Expression expression) {
    if (expression instanceof CallExpression call
        && call.callee() instanceof QualifiedExpression method
        && call.arguments().isEmpty()
        && Set.of("lower", "upper", "strip", "casefold").contains(method.name().name())) {
      return reading(method.qualifier());
    }
    return expression instanceof CallExpression call ? Optional.of(call) : Optional.empty();
  }

  /** A text of the standard library that is tested; without a fallback it is no text at all. */
  private static Optional<FlagDefault> decided(
      CallExpression call, PythonModule module, java.util.function.Predicate<String> test) {
    return EnvironmentRead.of(call, module)
        .filter(read -> read.fallback().isEmpty() || read.textFallback().isPresent())
        .map(
            read -> {
              String text = read.textFallback().orElse("\0");
              Optional<String> off =
                  Stream.of("", "False", "0").filter(each -> !test.test(each)).findFirst();
              return new FlagDefault(
                  read.variable(),
                  read.fallback(),
                  test.test(text),
                  off.map(each -> "\"" + each + "\""));
            });
  }

  /** {@code env.bool("DEBUG", default=True)} and what else takes a name and a default. */
  private static Optional<FlagDefault> read(CallExpression call) {
    if (OF_APPLICATION.matcher(SourceText.of(call.callee())).matches()) {
      return Optional.empty();
    }
    Arguments arguments = Arguments.of(call);
    Optional<String> variable = arguments.positional(0).flatMap(Literal::string);
    Optional<Expression> fallback =
        DEFAULTS.stream()
            .flatMap(name -> arguments.named(name).stream())
            .findFirst()
            .or(() -> arguments.positional(1));
    return variable.isEmpty() || fallback.isEmpty()
        ? Optional.empty()
        : state(fallback.get())
            .map(
                isOn ->
                    new FlagDefault(
                        variable.get(), fallback, isOn, Optional.of(offLike(fallback.get()))));
  }

  /** The variables that {@code environ.Env(DEBUG=(bool, True))} gives defaults. */
  public static List<FlagDefault> ofScheme(CallExpression call, PythonModule module) {
    if (!module.isCallTo(call, EnvironmentRead.DJANGO_ENVIRON)) {
      return List.of();
    }
    return call.arguments().stream()
        .filter(RegularArgument.class::isInstance)
        .map(RegularArgument.class::cast)
        .filter(argument -> argument.keywordArgument() != null)
        .flatMap(FlagDefault::ofScheme)
        .toList();
  }

  private static Stream<FlagDefault> ofScheme(RegularArgument argument) {
    return Literal.elements(argument.expression())
        .filter(elements -> elements.size() == 2)
        .filter(elements -> SourceText.of(elements.get(0)).equals("bool"))
        .flatMap(
            elements ->
                state(elements.get(1))
                    .map(
                        isOn ->
                            new FlagDefault(
                                argument.keywordArgument().name(),
                                Optional.of(elements.get(1)),
                                isOn,
                                Optional.of("False"))))
        .stream();
  }

  /** Whether a written value means on; empty if it is no constant. */
  private static Optional<Boolean> state(Expression value) {
    return Literal.bool(value)
        .or(
            () ->
                Literal.string(value)
                    .map(text -> EnvironmentRead.YES.contains(text.toLowerCase(Locale.ROOT))))
        .or(() -> Literal.number(value).map(number -> number != 0));
  }

  private static String offLike(Expression fallback) {
    return fallback.is(Tree.Kind.STRING_LITERAL)
        ? "\"False\""
        : fallback.is(Tree.Kind.NUMERIC_LITERAL) ? "0" : "False";
  }
}
