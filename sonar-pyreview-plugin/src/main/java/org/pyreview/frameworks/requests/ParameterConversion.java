package org.pyreview.frameworks.requests;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.CaughtErrors;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.InExpression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A call that turns a text of the request into a number, date or the like, and raises an exception
 * for other texts.
 *
 * @param converter as it is called
 * @param raises the exception
 */
public record ParameterConversion(
    CallExpression call, RequestParameter parameter, String converter, String raises) {

  /** What raises what. */
  private static final Map<String, String> CONVERTERS =
      Map.of(
          "int", "ValueError",
          "float", "ValueError",
          "decimal.Decimal", "InvalidOperation",
          "uuid.UUID", "ValueError",
          "datetime.datetime.fromisoformat", "ValueError",
          "datetime.datetime.strptime", "ValueError",
          "datetime.date.fromisoformat", "ValueError",
          "datetime.time.fromisoformat", "ValueError");

  private static final Set<String> ENUMS =
      Set.of(
          "enum.Enum",
          "enum.IntEnum",
          "enum.StrEnum",
          "django.db.models.TextChoices",
          "django.db.models.enums.TextChoices",
          "django.db.models.IntegerChoices",
          "django.db.models.enums.IntegerChoices");
  private static final Pattern CHECKS =
      Pattern.compile(
          "isdigit|isdecimal|isnumeric|match|fullmatch|search|is_valid\\w*|validate\\w*");

  /** What else a client's data raises: who catches it thought of bad requests. */
  private static final Set<String> OF_CLIENTS =
      Set.of("ValueError", "TypeError", "KeyError", "IndexError", "LookupError");

  private static final Pattern PAGING =
      Pattern.compile(
          "(?i)(?:page|p|per_?page|page_?(?:size|num|number|no|index)|limit|offset|year|month|day|week)");

  /** The conversion that a call is. */
  public static Optional<ParameterConversion> of(CallExpression call, PythonModule module) {
    Optional<Expression> argument = Arguments.of(call).positional(0);
    if (argument.isEmpty()) {
      return Optional.empty();
    }
    return raised(call.callee(), module)
        .flatMap(
            error ->
                RequestParameter.of(argument.get(), module)
                    .map(
                        read ->
                            new ParameterConversion(
                                call, read, SourceText.of(call.callee()), error)));
  }

  private static Optional<String> raised(Expression callee, PythonModule module) {
    for (String name : module.spellings(callee)) {
      if (CONVERTERS.containsKey(name)) {
        return Optional.of(CONVERTERS.get(name));
      }
    }
    if (callee.is(Tree.Kind.NAME) && CONVERTERS.containsKey(SourceText.of(callee))) {
      return Optional.of(CONVERTERS.get(SourceText.of(callee)));
    }
    return module.isClassOfProject(callee, ENUMS) ? Optional.of("ValueError") : Optional.empty();
  }

  /**
   * Whether the code expects that the text is none of the kind.
   *
   * @param handled by the application of the file
   */
  public boolean isGuarded(HandledErrors handled) {
    Set<String> caught =
        raises.equals("InvalidOperation")
            ? Set.of("InvalidOperation", "DecimalException", "ArithmeticError")
            : Set.of(raises);
    return CaughtErrors.around(call).include(caught)
        || isCheckedBefore(caught)
        || handled.include(caught);
  }

  /**
   * {@code if page.isdigit()}, {@code if page in PAGES} in the same function, or the same
   * conversion above with a handler: what follows mostly depends on its result.
   */
  private boolean isCheckedBefore(Set<String> caught) {
    String read = SourceText.of(Arguments.of(call).positional(0).orElseThrow());
    String written = SourceText.of(parameter.expression());
    Tree scope = Ancestors.nearest(call, Tree.Kind.FUNCDEF, Tree.Kind.FILE_INPUT).orElse(call);
    Checks checks =
        new Checks(new HashSet<>(List.of(read, written, parameter.container())), call, caught);
    scope.accept(checks);
    return checks.found;
  }

  /**
   * Whether somebody is likely to send such a text: a page that users see in the address, a
   * parameter of an API; or the code expects another error of the same client.
   */
  public boolean isWithinReach(PythonModule module) {
    if (CaughtErrors.around(call).include(OF_CLIENTS)) {
      return true;
    }
    Optional<Callers> callers = Ancestors.function(call).map(each -> new Callers(each, module));
    boolean isPaging = parameter.isInAddress() && PAGING.matcher(parameter.name()).matches();
    return isPaging
        ? callers.filter(each -> each.areOwn() || each.areAdmins()).isEmpty()
        : callers.filter(Callers::areOthers).isPresent();
  }

  private static final class Checks extends BaseTreeVisitor {
    private final Set<String> values;
    private final CallExpression conversion;
    private final Set<String> caught;
    private boolean found;

    Checks(Set<String> values, CallExpression conversion, Set<String> caught) {
      this.values = values;
      this.conversion = conversion;
      this.caught = caught;
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      String callee = SourceText.of(call.callee());
      if (CHECKS.matcher(QualifiedName.of(callee).lastName()).matches()) {
        boolean ofValue =
            call.callee() instanceof QualifiedExpression method
                && values.contains(SourceText.of(method.qualifier()));
        found |=
            ofValue
                || Arguments.of(call)
                    .expressions()
                    .anyMatch(each -> values.contains(SourceText.of(each)));
      }
      found |= isTriedAbove(call);
      super.visitCallExpression(call);
    }

    private boolean isTriedAbove(CallExpression call) {
      return call.firstToken().line() < conversion.firstToken().line()
          && SourceText.of(call).equals(SourceText.of(conversion))
          && CaughtErrors.around(call).include(caught);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression test) {
      found |= test instanceof InExpression && values.contains(SourceText.of(test.leftOperand()));
      super.visitBinaryExpression(test);
    }
  }

  /** How Flask would read and convert it at once, where that gives the same for good texts. */
  public Optional<String> convertedByFlask() {
    if (!Set.of("int", "float").contains(converter)
        || !parameter.canBeConverted()
        || Arguments.of(call).positional(0).orElseThrow() != parameter.expression()) {
      return Optional.empty();
    }
    String read = SourceText.of(parameter.expression());
    return Optional.of(read.substring(0, read.length() - 1) + ", type=" + converter + ")");
  }
}
