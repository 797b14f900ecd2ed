package org.pyreview.frameworks.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.InExpression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * An expression that reads an environment variable: {@code os.environ.get("X", default)}, {@code
 * os.getenv("X", default)} or {@code os.environ["X"]}; or the same with a library.
 *
 * @param expression the whole read
 * @param variable name of the variable
 * @param fallback the second argument
 * @param reader what reads it
 */
public record EnvironmentRead(
    Expression expression, String variable, Optional<Expression> fallback, Reader reader) {

  /** What can read the environment. */
  public enum Reader {
    STANDARD_LIBRARY,
    /** {@code config("X", default=value, cast=bool)}. */
    DECOUPLE,
    /** {@code env.bool("X", default=value)} of environs and django-environ. */
    ENV
  }

  private static final Set<String> DECOUPLE =
      Set.of("decouple.config", "decouple.AutoConfig.__call__");
  private static final Set<String> ENVIRONS = Set.of("environs.Env");

  /** The class of django-environ that reads. */
  static final Set<String> DJANGO_ENVIRON = Set.of("environ.Env", "environ.environ.Env");

  /** Texts that libraries take for true. */
  static final Set<String> YES = Set.of("true", "1", "yes", "on", "y", "t");

  private static final Set<String> READERS =
      Set.of("os.environ.get", "os.getenv", "os._Environ.get", "posix.environ.get");
  private static final Set<String> MAPPINGS = Set.of("os.environ");

  /** The read this expression is; empty if it is none or its variable is not a literal. */
  public static Optional<EnvironmentRead> of(Expression expression, PythonModule module) {
    if (expression instanceof CallExpression call && module.isNamed(call.callee(), READERS)) {
      Arguments arguments = Arguments.of(call);
      return arguments
          .at(0, "key")
          .flatMap(Literal::string)
          .map(
              name ->
                  new EnvironmentRead(
                      call, name, arguments.at(1, "default"), Reader.STANDARD_LIBRARY));
    }
    if (expression instanceof SubscriptionExpression item
        && expression.is(Tree.Kind.SUBSCRIPTION)
        && module.isNamed(item.object(), MAPPINGS)) {
      List<Expression> keys = item.subscripts().expressions();
      return Literal.string(keys.get(0))
          .filter(name -> keys.size() == 1)
          .map(name -> new EnvironmentRead(item, name, Optional.empty(), Reader.STANDARD_LIBRARY));
    }
    return Optional.empty();
  }

  /** The variable of which {@code "X" in os.environ} asks whether it is set. */
  public static Optional<String> variableIn(InExpression membership, PythonModule module) {
    return module.isNamed(membership.rightOperand(), MAPPINGS)
        ? Literal.string(membership.leftOperand())
        : Optional.empty();
  }

  /**
   * The read this expression is, with the standard library or another one, if it gives the text of
   * the variable as it is.
   */
  public static Optional<EnvironmentRead> ofText(Expression expression, PythonModule module) {
    return of(expression, module)
        .or(
            () ->
                expression instanceof CallExpression call
                    ? ofLibrary(call, module)
                    : Optional.empty());
  }

  /**
   * Whether it is the default of a field that pydantic converts: {@code LIMIT: int =
   * os.getenv("LIMIT", 10)} in a class of settings.
   */
  public boolean isConvertedByPydantic(PythonModule module) {
    return expression.parent() instanceof AnnotatedAssignment field
        && field.assignedValue() == expression
        && Ancestors.nearest(field, Tree.Kind.CLASSDEF, Tree.Kind.FUNCDEF)
            .filter(ClassDef.class::isInstance)
            .filter(each -> SettingsClass.isSettings((ClassDef) each, module))
            .isPresent();
  }

  private static Optional<EnvironmentRead> ofLibrary(CallExpression call, PythonModule module) {
    Arguments arguments = Arguments.of(call);
    if (module.isNamed(call.callee(), DECOUPLE)) {
      return arguments.at(2, "cast").isPresent()
          ? Optional.empty()
          : library(call, arguments.at(1, "default"), Reader.DECOUPLE);
    }
    Optional<Name> reader = textReader(call);
    if (reader.isEmpty()) {
      return Optional.empty();
    }
    if (module.isAssignedFrom(reader.get(), ENVIRONS)) {
      return library(call, arguments.at(1, "default"), Reader.ENV);
    }
    // django-environ takes the type of the default, or the one that Env() was given.
    Optional<Expression> fallback = arguments.named("default");
    boolean isText =
        arguments.named("cast").isEmpty()
            && call.arguments().size() - (fallback.isPresent() ? 1 : 0) == 1
            && fallback.flatMap(Literal::string).isPresent() == fallback.isPresent()
            && module.callsAssignedTo(reader.get(), DJANGO_ENVIRON).stream()
                .anyMatch(environment -> environment.arguments().isEmpty());
    return isText ? library(call, fallback, Reader.ENV) : Optional.empty();
  }

  /** {@code env} of {@code env("X")} and {@code env.str("X")}. */
  private static Optional<Name> textReader(CallExpression call) {
    Expression callee =
        call.callee() instanceof QualifiedExpression method && method.name().name().equals("str")
            ? method.qualifier()
            : call.callee();
    return Optional.of(callee).filter(Name.class::isInstance).map(Name.class::cast);
  }

  private static Optional<EnvironmentRead> library(
      CallExpression call, Optional<Expression> fallback, Reader reader) {
    return Arguments.of(call)
        .positional(0)
        .flatMap(Literal::string)
        .map(name -> new EnvironmentRead(call, name, fallback, reader));
  }

  /**
   * The read that gives a value of a type, by the means of its library; empty for the standard
   * library, which has none, and where it isn't certain what to write.
   *
   * @param type {@code bool}, {@code int} or {@code float}
   */
  public Optional<String> typed(String type) {
    if (reader == Reader.STANDARD_LIBRARY || !(expression instanceof CallExpression call)) {
      return Optional.empty();
    }
    List<String> arguments = new ArrayList<>();
    call.arguments().forEach(each -> arguments.add(SourceText.of(each)));
    if (reader == Reader.DECOUPLE) {
      arguments.add("cast=" + type);
      return Optional.of(
          "%s(%s)".formatted(SourceText.of(call.callee()), String.join(", ", arguments)));
    }
    textFallback()
        .ifPresent(
            text ->
                arguments.set(
                    arguments.size() - 1,
                    "default=" + (YES.contains(text.toLowerCase(Locale.ROOT)) ? "True" : "False")));
    return textFallback().isPresent() && !type.equals("bool")
        ? Optional.empty()
        : textReader(call)
            .map(name -> "%s.%s(%s)".formatted(name.name(), type, String.join(", ", arguments)));
  }

  /** The value when the variable is not set, if it is {@code True} or {@code False}. */
  public Optional<Boolean> booleanFallback() {
    return fallback.flatMap(Literal::bool);
  }

  /** The value when the variable is not set, if it is a number that is written out. */
  public Optional<NumericLiteral> numericFallback() {
    return fallback.filter(NumericLiteral.class::isInstance).map(NumericLiteral.class::cast);
  }

  /** The value when the variable is not set, if it is a string that is written out. */
  public Optional<String> textFallback() {
    return fallback.flatMap(Literal::string);
  }
}
