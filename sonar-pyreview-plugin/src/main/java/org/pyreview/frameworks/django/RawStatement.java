package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.PythonModule;
import org.pyreview.python.Variable;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.ParenthesizedExpression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.StringElement;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A statement of SQL by which Django's own connection writes, and that the ORM can say as well.
 *
 * @param call what runs it
 * @param verb its first word, in capitals
 */
public record RawStatement(CallExpression call, String verb) {

  private static final Set<String> CONNECTIONS =
      Set.of("django.db.connection", "django.db.connections");
  private static final Set<String> EXECUTES = Set.of("execute", "executemany");
  private static final Set<String> CLEANERS = Set.of("strip", "format", "replace");
  private static final Set<String> DEDENT = Set.of("textwrap.dedent", "inspect.cleandoc");

  /** What the ORM has a word for; a hole stands for what is put into it. */
  private static final Pattern ORDINARY =
      Pattern.compile("(?is)\\s*(?:(INSERT)\\s+INTO\\s+(\\S+)|(UPDATE)\\s+(\\S+)\\s+SET\\b).*");

  /** What the ORM can't express, or what is no business of models. */
  private static final Pattern NEEDS_SQL =
      Pattern.compile(
          "(?is).*(?:\\b(?:WITH|RECURSIVE|LATERAL|ON\\s+CONFLICT|ON\\s+DUPLICATE|RETURNING|LOCK|COPY|VACUUM|ANALYZE"
              + "|EXPLAIN|TRUNCATE|CREATE|ALTER|DROP|REFRESH|SHOW|PRAGMA|pg_\\w+|nextval|setval|currval|lastval"
              + "|current_database|information_schema|sqlite_\\w+|OVER|PARTITION|TABLESAMPLE|INTERSECT|EXCEPT"
              + "|GROUPING|ROLLUP|CUBE|CROSS\\s+JOIN|FULL\\s+(?:OUTER\\s+)?JOIN|RIGHT\\s+(?:OUTER\\s+)?JOIN|MERGE"
              + "|unnest|generate_series|USING|DISTINCT\\s+ON|MATCH|SIMILAR|crosstab|IGNORE|REPLACE"
              + "|django_migrations|INTO\\s+\\S+[^;]*\\bSELECT|UPDATE\\b.*\\bFROM)\\b"
              + "|<<=|>>=|@@|->|#>|&&|@>|<@|~\\*|::).*");

  private static final Pattern REASON =
      Pattern.compile(
          "(?i).*\\b(?:raw|ORM|SQL|Django|performance|slow|fast|because|since|trigger|cascades?|signals?|bypass\\w*)\\b.*");
  private static final String HOLE = "{}";

  /** The statement that a call runs, unless it needs SQL or a comment gives the reason. */
  public static Optional<RawStatement> of(CallExpression call, PythonModule module) {
    if (!(call.callee() instanceof QualifiedExpression method)) {
      return Optional.empty();
    }
    boolean runs = EXECUTES.contains(method.name().name()) && isCursor(method.qualifier(), module);
    if (!runs || isExplained(call, module)) {
      return Optional.empty();
    }
    return Arguments.of(call)
        .at(0, "sql")
        .map(each -> text(each, module))
        .flatMap(sql -> of(call, sql));
  }

  private static Optional<RawStatement> of(CallExpression call, String sql) {
    Matcher statement = ORDINARY.matcher(sql);
    if (!statement.matches() || NEEDS_SQL.matcher(sql).matches()) {
      return Optional.empty();
    }
    for (int i = 1; i < statement.groupCount(); i += 2) {
      if (statement.group(i) != null && !statement.group(i + 1).matches(".*(?:\\{|%s|\\().*")) {
        return Optional.of(
            new RawStatement(call, statement.group(i).toUpperCase(java.util.Locale.ROOT)));
      }
    }
    return Optional.empty();
  }

  /** Whether a cursor of Django's connection is what the expression stands for. */
  private static boolean isCursor(Expression expression, PythonModule module) {
    if (expression instanceof CallExpression made) {
      return made.callee() instanceof QualifiedExpression method
          && method.name().name().equals("cursor")
          && isConnection(method.qualifier(), module);
    }
    return expression instanceof Name name
        && (Variable.of(name).opened().anyMatch(each -> isCursor(each, module))
            || AssignedValue.of(name)
                .filter(value -> value instanceof CallExpression && isCursor(value, module))
                .isPresent());
  }

  private static boolean isConnection(Expression expression, PythonModule module) {
    Expression written =
        expression instanceof SubscriptionExpression item ? item.object() : expression;
    return module.isNamed(written, CONNECTIONS)
        || (written instanceof Name name
            && AssignedValue.of(name)
                .filter(SubscriptionExpression.class::isInstance)
                .filter(value -> isConnection(value, module))
                .isPresent());
  }

  /** The statement, as far as the code fixes it. */
  private static String text(Expression expression, PythonModule module) {
    Expression value = AssignedValue.behind(expression);
    if (value instanceof StringLiteral literal) {
      return literal.stringElements().stream()
          .map(RawStatement::text)
          .collect(Collectors.joining());
    }
    if (value instanceof ParenthesizedExpression inner) {
      return text(inner.expression(), module);
    }
    if (value instanceof BinaryExpression operation && value.is(Tree.Kind.PLUS)) {
      return text(operation.leftOperand(), module) + text(operation.rightOperand(), module);
    }
    if (value instanceof BinaryExpression operation && value.is(Tree.Kind.MODULO)) {
      return text(operation.leftOperand(), module);
    }
    if (value instanceof CallExpression call) {
      if (module.isNamed(call.callee(), DEDENT)) {
        return Arguments.of(call).positional(0).map(each -> text(each, module)).orElse(HOLE);
      }
      if (call.callee() instanceof QualifiedExpression method
          && CLEANERS.contains(method.name().name())) {
        return text(method.qualifier(), module);
      }
    }
    return HOLE;
  }

  private static String text(StringElement element) {
    boolean isFormatted = element.prefix().toLowerCase(java.util.Locale.ROOT).contains("f");
    return isFormatted
        ? element.trimmedQuotesValue().replaceAll("\\{[^{}]*\\}", "{}")
        : element.trimmedQuotesValue();
  }

  /** Whether a comment in the function, above the call, says why. */
  private static boolean isExplained(CallExpression call, PythonModule module) {
    int last = call.firstToken().line();
    int first =
        Ancestors.function(call)
            .map(function -> function.firstToken().line())
            .orElse(Math.max(1, last - 1));
    return IntStream.rangeClosed(first, last)
        .anyMatch(line -> REASON.matcher(module.commentLine(line)).matches());
  }

  /** What the ORM has instead. */
  public String equivalent() {
    return verb.equals("INSERT") ? "create() or bulk_create()" : "filter() and update()";
  }
}
