package org.pyreview.frameworks.django;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Arguments;
import org.pyreview.python.Descendants;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.StringLiteral;

/**
 * Pieces of SQL that {@code extra()} adds to a queryset, and that expressions of the ORM can say.
 *
 * @see <a href="https://docs.djangoproject.com/en/stable/ref/models/querysets/#extra">QuerySet API:
 *     extra()</a>
 */
public final class ExtraClause {

  private static final List<String> OPTIONS =
      List.of("select", "where", "tables", "select_params", "order_by");

  /**
   * A column with its table, or a table that is read: names that only migrations know. A part of a
   * date is spelled differently by each database.
   */
  private static final Pattern FRAGILE =
      Pattern.compile(
          "(?s).*(?:\\b[a-z]\\w*_\\w+\\.\\w|\\bfrom\\s+\\w+\\s+where\\b|\\bextract\\s*\\().*");

  private static final Pattern FUNCTION = Pattern.compile("(\\w+)\\s*\\(");

  /** What stands before a bracket, and has an expression of the same meaning. */
  private static final Set<String> EXPRESSIONS =
      Set.of(
          "count",
          "sum",
          "avg",
          "min",
          "max",
          "extract",
          "lower",
          "upper",
          "coalesce",
          "concat",
          "length",
          "date",
          "year",
          "month",
          "day",
          "date_trunc",
          "now",
          "in",
          "and",
          "or",
          "not",
          "exists",
          "where",
          "from",
          "on",
          "distinct",
          "case",
          "when");

  /** Operators of particular types and databases, and what is put into the text. */
  private static final Pattern SPECIAL = Pattern.compile("<<|>>|::|->|~|@|&|\\|\\||\\{|\\blike\\b");

  private ExtraClause() {}

  /** The name of the method, where a call adds some. */
  public static Optional<Name> addedBy(CallExpression call, PythonModule module) {
    return call.callee() instanceof QualifiedExpression method
            && method.name().name().equals("extra")
            && module.importsFrom("django")
            && isOrdinary(call)
        ? Optional.of(method.name())
        : Optional.empty();
  }

  private static boolean isOrdinary(CallExpression call) {
    List<Expression> pieces =
        OPTIONS.stream().flatMap(name -> Arguments.of(call).named(name).stream()).toList();
    List<String> texts =
        pieces.stream()
            .flatMap(piece -> Descendants.of(piece, StringLiteral.class))
            .map(StringLiteral::trimmedQuotesValue)
            .map(text -> text.toLowerCase(Locale.ROOT))
            .toList();
    return texts.stream().anyMatch(FRAGILE.asMatchPredicate())
        && texts.stream().noneMatch(text -> SPECIAL.matcher(text).find())
        && texts.stream()
            .flatMap(text -> FUNCTION.matcher(text).results())
            .allMatch(found -> EXPRESSIONS.contains(found.group(1)))
        && pieces.stream()
            .allMatch(piece -> Descendants.of(piece, CallExpression.class).findAny().isEmpty());
  }
}
