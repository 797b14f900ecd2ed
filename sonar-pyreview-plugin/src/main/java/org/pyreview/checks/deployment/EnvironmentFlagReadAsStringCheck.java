package org.pyreview.checks.deployment;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.container.GunicornFile;
import org.pyreview.frameworks.environment.EnvironmentRead;
import org.pyreview.frameworks.environment.SettingName;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.AstCheck;
import org.pyreview.python.CodeRole;
import org.pyreview.python.Descendants;
import org.pyreview.python.Finding;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.pyreview.python.ValueUse;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.DottedName;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.InExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.UnaryExpression;

@Rule(key = "environment-flag-read-as-string")
public class EnvironmentFlagReadAsStringCheck extends AstCheck {

  private static final String YES = ".lower() in (\"1\", \"true\", \"yes\", \"on\")";

  /** Debuggers that wait for a developer to connect. */
  private static final Set<String> DEBUGGERS =
      Set.of("debugpy", "ptvsd", "pydevd", "pydevd_pycharm", "pudb", "ipdb", "pdb", "rpdb");

  /** What pytest's {@code skipif} asks for evaluates the text itself. */
  private static final Pattern FOR_TESTS =
      Pattern.compile(
          "(?i)(?:.*_)?skip(?:_.*)?_tests?(?:_.*)?|(?:.*_)?tests?(?:_.*)?_skip(?:_.*)?");

  private static final Pattern FOR_DEVELOPMENT =
      Pattern.compile("(?i)\\b(?:for|local|in) (?:[\\w-]+ )?development\\b");

  @Override
  protected boolean reviews(PythonModule module) {
    CodeRole role = CodeRole.of(module.path());
    return role != CodeRole.DEVELOPMENT && role != CodeRole.EXAMPLE && role != CodeRole.TEST;
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.CALL_EXPR, CallExpression.class, this::check);
    on.to(Tree.Kind.SUBSCRIPTION, SubscriptionExpression.class, this::check);
    on.to(Tree.Kind.IN, InExpression.class, EnvironmentFlagReadAsStringCheck::checkPresence);
  }

  /** {@code DEBUG = "DEBUG" in os.environ}: what the variable says doesn't count. */
  private static void checkPresence(InExpression membership, PythonReview review) {
    EnvironmentRead.variableIn(membership, review.module())
        .filter(variable -> SettingName.of(variable).isFlag())
        .filter(variable -> ValueUse.of(membership).isKept())
        .ifPresent(
            variable -> {
              Finding finding = review.report(membership, message(variable));
              if (membership.notToken() == null) {
                finding.fixByReplacing(
                    membership,
                    "%s.get(%s, \"\")%s"
                        .formatted(
                            SourceText.of(membership.rightOperand()),
                            SourceText.of(membership.leftOperand()),
                            YES),
                    "Parse the text of the variable");
              }
            });
  }

  private void check(Expression expression, PythonReview review) {
    PythonModule module = review.module();
    EnvironmentRead.ofText(expression, module)
        .filter(read -> !read.isConvertedByPydantic(module))
        .ifPresent(
            read -> {
              ValueUse use = ValueUse.of(expression);
              Optional<CallExpression> cast = use.argumentOf("bool");
              if (isForDevelopers(expression)
                  || FOR_TESTS.matcher(read.variable()).matches()
                  || isAskedForItsValue(read, use, module)) {
                return;
              }
              if (cast.isPresent()) {
                if (!isPresenceTest(read)) {
                  report(read, cast.get(), review);
                }
              } else if (isTruthTestOfFlag(read, use) || isUnparsedFlag(read, use, module)) {
                report(read, expression, review);
              }
            });
  }

  /** Nobody's servers run what starts a debugger, or the settings of a class for development. */
  private static boolean isForDevelopers(Expression expression) {
    boolean startsDebugger =
        Ancestors.nearest(expression, Tree.Kind.IF_STMT)
            .filter(
                statement ->
                    Descendants.of(((IfStatement) statement).body(), DottedName.class)
                        .anyMatch(name -> DEBUGGERS.contains(name.names().get(0).name())))
            .isPresent();
    return startsDebugger
        || Ancestors.nearest(expression, Tree.Kind.CLASSDEF)
            .map(each -> ((ClassDef) each).docstring())
            .flatMap(Literal::string)
            .filter(text -> FOR_DEVELOPMENT.matcher(text).find())
            .isPresent();
  }

  /**
   * {@code if environ.get("USE_CACHE"): CACHE_HOST = environ["USE_CACHE"]}: whether there is a
   * value is what counts. Where the value becomes a flag, that is the place to parse it.
   */
  private static boolean isAskedForItsValue(
      EnvironmentRead read, ValueUse use, PythonModule module) {
    Optional<IfStatement> branch =
        Ancestors.nearest(read.expression(), Tree.Kind.IF_STMT).map(IfStatement.class::cast);
    if (branch.isEmpty()) {
      return false;
    }
    boolean isTest = use.isTested() && isWithin(read.expression(), branch.get().condition());
    if (isTest) {
      return reads(branch.get().body(), read.variable(), module);
    }
    return reads(branch.get().condition(), read.variable(), module)
        && use.targetName().map(SettingName::of).filter(each -> !each.isFlag()).isPresent();
  }

  private static boolean isWithin(Tree node, Tree outer) {
    return node == outer || Ancestors.of(node).anyMatch(each -> each == outer);
  }

  private static boolean reads(Tree code, String variable, PythonModule module) {
    Stream<Expression> inner = Descendants.of(code, Expression.class);
    return (code instanceof Expression whole ? Stream.concat(Stream.of(whole), inner) : inner)
        .flatMap(each -> EnvironmentRead.ofText(each, module).stream())
        .anyMatch(each -> each.variable().equals(variable));
  }

  /** {@code bool(environ.get("SENTRY_DSN"))}: whether there is a value is what counts. */
  private static boolean isPresenceTest(EnvironmentRead read) {
    boolean isUnset =
        read.fallback().isEmpty()
            || read.textFallback().filter(String::isEmpty).isPresent()
            || read.fallback().filter(each -> each.is(Tree.Kind.NONE)).isPresent();
    SettingName variable = SettingName.of(read.variable());
    return isUnset && (variable.announcesValue() || variable.isOfPlatform());
  }

  private static boolean isTruthTestOfFlag(EnvironmentRead read, ValueUse use) {
    boolean onByText = read.textFallback().filter(text -> !text.isEmpty()).isPresent();
    return use.isTested() && (onByText || SettingName.of(read.variable()).isFlag());
  }

  private static boolean isUnparsedFlag(EnvironmentRead read, ValueUse use, PythonModule module) {
    boolean isParsedByOthers =
        isEntryOfTable(use, module)
            || use.targetName().filter(name -> GunicornFile.converts(name, module)).isPresent();
    if ((!use.isKept() && !use.isTested()) || isParsedByOthers) {
      return false;
    }
    SettingName variable = SettingName.of(read.variable());
    // use_browser = environ.get("BROWSER_URL"): whether there is a value is what counts.
    boolean isValue = variable.announcesValue() && read.textFallback().isEmpty();
    boolean flag =
        variable.isFlag()
            || (!isValue
                && use.targetName().map(SettingName::of).filter(SettingName::isFlag).isPresent());
    boolean defaultsToBoolean =
        (read.booleanFallback().isPresent() || use.isOrBoolean()) && !variable.announcesValue();
    return use.isKept() && (flag || defaultsToBoolean) && !use.targetIsParsedLater();
  }

  /** {@code {"env": environ.get("SHOP_DEBUG")}}: a table of texts, which its reader parses. */
  private static boolean isEntryOfTable(ValueUse use, PythonModule module) {
    return use.isEntry()
        && (module.importsFrom("configparser")
            || use.targetName().map(SettingName::of).filter(SettingName::isFlag).isEmpty());
  }

  private static String message(String variable) {
    return "Compare the text of \"%s\" with the values that mean yes: any text, \"False\" and \"0\" included, is true."
        .formatted(variable);
  }

  private static void report(EnvironmentRead read, Expression place, PythonReview review) {
    Finding finding = review.report(place, message(read.variable()));
    read.typed("bool")
        .filter(text -> place == read.expression())
        .or(() -> parsed(read))
        .ifPresent(text -> fix(finding, place, text));
  }

  private static void fix(Finding finding, Expression place, String text) {
    String title = "Parse the text of the variable";
    if (place.parent() instanceof UnaryExpression negation && negation.is(Tree.Kind.NOT)) {
      finding.fixByReplacing(negation, text.replace(" in (", " not in ("), title);
    } else {
      finding.fixByReplacing(place, text, title);
    }
  }

  /** The read, parsed; empty where the value without the variable is not certain. */
  private static Optional<String> parsed(EnvironmentRead read) {
    Expression expression = read.expression();
    if (!(expression instanceof CallExpression call)) {
      return Optional.of(SourceText.of(expression) + YES);
    }
    if (read.reader() != EnvironmentRead.Reader.STANDARD_LIBRARY) {
      return Optional.empty();
    }
    String reader = SourceText.of(call.callee());
    String name = SourceText.of(Arguments.of(call).all().get(0));
    Optional<String> fallback =
        read.fallback().isEmpty()
            ? Optional.of("\"\"")
            : read.booleanFallback()
                .map(on -> on ? "\"true\"" : "\"\"")
                .or(() -> read.textFallback().map(text -> SourceText.of(read.fallback().get())));
    return fallback.map(text -> "%s(%s, %s)%s".formatted(reader, name, text, YES));
  }
}
