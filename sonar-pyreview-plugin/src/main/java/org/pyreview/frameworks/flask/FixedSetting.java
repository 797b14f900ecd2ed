package org.pyreview.frameworks.flask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A setting of a Flask application that differs between environments, and that code fixes to one
 * value.
 *
 * @param name of the setting; empty for a whole class of settings
 * @param value where the value is written
 */
public record FixedSetting(String name, Expression value) {

  private static final Pattern CONFIGURATION =
      Pattern.compile("(?:\\w+\\.)*(?:app|application|server|current_app|flask_app)\\.config");
  private static final Pattern APPLICATION =
      Pattern.compile("(?:\\w+\\.)*(?:app|application|flask_app)");
  private static final Pattern KEY =
      Pattern.compile(
          "\\w+_(?:URI|URL|HOST|SERVER|PORT|USERNAME|DSN|BUCKET|BUCKET_NAME|PASSWORD)|(?:\\w+_)?BROKER(?:_\\w+)?"
              + "|SERVER_NAME|DEBUG|TESTING|ENV");
  private static final Set<String> UPDATES = Set.of("update", "from_mapping");
  private static final Set<String> ATTRIBUTES = Set.of("debug", "testing", "env");
  private static final Pattern ONE_ENVIRONMENT =
      Pattern.compile(
          "(?i).*\\b\\w*(?:development|testing|devconfig|testconfig|localconfig|dev|test)(?:ing)?(?:config|settings)?");
  private static final Pattern ASKS =
      Pattern.compile("(?i).*(?:debug|test|dev|local|env|__name__|\\bin\\b).*");
  private static final Pattern NO_SERVER =
      Pattern.compile("(?i)(?:sqlite|memory|mongomock|fakeredis|/|\\.|#).*");

  /** What an assignment fixes: {@code app.config["MAIL_SERVER"] = "smtp.example.com"}. */
  public static Optional<FixedSetting> of(AssignmentStatement assignment) {
    Expression target = assignment.lhsExpressions().get(0).expressions().get(0);
    Optional<String> name = Optional.empty();
    if (target instanceof SubscriptionExpression item
        && CONFIGURATION.matcher(SourceText.of(item.object())).matches()
        && item.subscripts().expressions().size() == 1) {
      name = Literal.string(item.subscripts().expressions().get(0));
    } else if (target instanceof QualifiedExpression member
        && ATTRIBUTES.contains(member.name().name())
        && APPLICATION.matcher(SourceText.of(member.qualifier())).matches()) {
      name = Optional.of(member.name().name().toUpperCase(java.util.Locale.ROOT));
    }
    return name.flatMap(each -> fixed(each, assignment.assignedValue()));
  }

  /** What a call fixes: {@code app.config.update(MAIL_SERVER="smtp.example.com")}. */
  public static List<FixedSetting> of(CallExpression call, PythonModule module) {
    List<FixedSetting> found = new ArrayList<>();
    if (!(call.callee() instanceof QualifiedExpression method)
        || !CONFIGURATION.matcher(SourceText.of(method.qualifier())).matches()) {
      return found;
    }
    if (UPDATES.contains(method.name().name())) {
      call.arguments().stream()
          .filter(RegularArgument.class::isInstance)
          .map(RegularArgument.class::cast)
          .filter(argument -> argument.keywordArgument() != null)
          .forEach(
              argument ->
                  fixed(argument.keywordArgument().name(), argument.expression())
                      .ifPresent(found::add));
    } else if (method.name().name().equals("from_object")) {
      Arguments.of(call)
          .positional(0)
          .filter(
              value ->
                  Literal.string(value)
                      .filter(text -> ONE_ENVIRONMENT.matcher(text).matches())
                      .isPresent())
          .filter(value -> !isConditional(value))
          .ifPresent(value -> found.add(new FixedSetting("", value)));
    }
    return found;
  }

  private static Optional<FixedSetting> fixed(String name, Expression value) {
    return KEY.matcher(name).matches() && isOneEnvironments(name, value) && !isConditional(value)
        ? Optional.of(new FixedSetting(name, value))
        : Optional.empty();
  }

  private static boolean isOneEnvironments(String name, Expression value) {
    if (Set.of("DEBUG", "TESTING").contains(name)) {
      return Literal.bool(value).filter(Boolean.TRUE::equals).isPresent();
    }
    if (value instanceof NumericLiteral) {
      return name.endsWith("_PORT");
    }
    return Literal.string(value)
        .filter(text -> !text.isBlank() && !NO_SERVER.matcher(text).matches())
        .filter(text -> !name.endsWith("_URL") || text.contains("://"))
        .isPresent();
  }

  /** Whether it is fixed for one environment only, or in a function for tests. */
  private static boolean isConditional(Tree value) {
    return Ancestors.of(value)
        .anyMatch(
            each ->
                each instanceof IfStatement branch
                        && ASKS.matcher(SourceText.of(branch.condition())).matches()
                    || each.is(Tree.Kind.ELSE_CLAUSE)
                    || each instanceof FunctionDef function
                        && function
                            .name()
                            .name()
                            .toLowerCase(java.util.Locale.ROOT)
                            .contains("test"));
  }
}
