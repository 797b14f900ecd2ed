package org.pyreview.checks.deployment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.container.GunicornFile;
import org.pyreview.frameworks.environment.ComparedSettings;
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
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.InExpression;
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

  /** Texts that say on or off. */
  private static final Pattern SWITCH =
      Pattern.compile(
          "(?i)\\s*(?:true|false|yes|no|on|off|[01]|[tfyn]|enabled?|disabled?|none|null)\\s*");

  private static final Pattern FOR_DEVELOPMENT =
      Pattern.compile("(?i)\\b(?:for|local|in) (?:[\\w-]+ )?development\\b");

  @Override
  protected boolean reviews(PythonModule module) {
    CodeRole role = CodeRole.of(module.path());
    return role != CodeRole.DEVELOPMENT && role != CodeRole.EXAMPLE && role != CodeRole.TEST;
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.FILE_INPUT, FileInput.class, (file, review) -> check(review));
  }

  /**
   * How a file reads its flags is one habit: the first one shows it, the others stand beside it.
   */
  private static void check(PythonReview review) {
    PythonModule module = review.module();
    List<UnparsedFlag> flags =
        Descendants.of(module.tree(), Expression.class)
            .flatMap(each -> flag(each, module).stream())
            .toList();
    if (flags.isEmpty()) {
      return;
    }
    ComparedSettings compared = ComparedSettings.of(module);
    List<UnparsedFlag> wrong =
        flags.stream().filter(each -> each.setting().filter(compared::has).isEmpty()).toList();
    if (wrong.isEmpty()) {
      return;
    }
    UnparsedFlag first = wrong.get(0);
    Finding finding =
        review.report(
            first.place(),
            "Compare the text of \"%s\" with the values that mean yes: any text, \"False\" and \"0\" included, is true."
                .formatted(first.variable()));
    wrong.stream()
        .skip(1)
        .forEach(
            each -> finding.because(each.place(), "Here, too: \"%s\"".formatted(each.variable())));
    if (wrong.stream().allMatch(each -> each.parsed().isPresent())) {
      Map<Tree, String> replacements = new LinkedHashMap<>();
      wrong.forEach(each -> each.addFix(replacements));
      finding.fixByReplacing(
          replacements,
          wrong.size() == 1
              ? "Parse the text of the variable"
              : "Parse the texts of the file's variables");
    }
  }

  /**
   * A flag that is kept as text or tested for truth.
   *
   * @param variable of the environment
   * @param place what takes the text for a flag
   * @param setting what keeps the text; empty if nothing does
   * @param parsed what to write instead of the place; empty if that isn't certain
   */
  private record UnparsedFlag(
      String variable, Expression place, Optional<String> setting, Optional<String> parsed) {

    void addFix(Map<Tree, String> replacements) {
      boolean isNegated =
          place.parent() instanceof UnaryExpression negation && negation.is(Tree.Kind.NOT);
      parsed.ifPresent(
          text ->
              replacements.put(
                  isNegated ? place.parent() : place,
                  isNegated ? text.replace(" in (", " not in (") : text));
    }
  }

  private static Optional<UnparsedFlag> flag(Expression expression, PythonModule module) {
    return expression instanceof InExpression membership
        ? askedForPresence(membership, module)
        : readAsText(expression, module);
  }

  /** {@code DEBUG = "DEBUG" in os.environ}: what the variable says doesn't count. */
  private static Optional<UnparsedFlag> askedForPresence(
      InExpression membership, PythonModule module) {
    return EnvironmentRead.variableIn(membership, module)
        .filter(variable -> SettingName.of(variable).isFlag())
        .filter(variable -> ValueUse.of(membership).isKept())
        .map(
            variable ->
                new UnparsedFlag(
                    variable, membership, Optional.empty(), Optional.of(parsed(membership))));
  }

  private static String parsed(InExpression membership) {
    return "%s.get(%s, \"\")%s"
        .formatted(
            SourceText.of(membership.rightOperand()),
            SourceText.of(membership.leftOperand()),
            membership.notToken() == null ? YES : YES.replace(" in (", " not in ("));
  }

  private static Optional<UnparsedFlag> readAsText(Expression expression, PythonModule module) {
    return EnvironmentRead.ofText(expression, module)
        .filter(read -> !read.isConvertedByPydantic(module))
        .filter(read -> !isForDevelopers(expression))
        .filter(read -> !FOR_TESTS.matcher(read.variable()).matches())
        .flatMap(
            read -> {
              // Most expressions read nothing: their uses are not worth a look.
              ValueUse use = ValueUse.of(expression);
              if (isAskedForItsValue(read, use, module)) {
                return Optional.empty();
              }
              Optional<CallExpression> cast = use.argumentOf("bool");
              if (cast.isPresent()) {
                return cast.filter(call -> !isPresenceTest(read))
                    .map(
                        call ->
                            new UnparsedFlag(
                                read.variable(), call, Optional.empty(), parsed(read)));
              }
              return Optional.of(read)
                  .filter(each -> !defaultsToOtherText(each))
                  .filter(each -> isTruthTestOfFlag(each, use) || isUnparsedFlag(each, use, module))
                  .map(
                      each ->
                          new UnparsedFlag(
                              each.variable(),
                              expression,
                              use.targetName(),
                              each.typed("bool").or(() -> parsed(each))));
            });
  }

  /** {@code environ.get("DISABLED_TEXT", "We are closed.")}: a text on purpose. */
  private static boolean defaultsToOtherText(EnvironmentRead read) {
    return read.textFallback()
        .filter(text -> !text.isEmpty() && !SWITCH.matcher(text).matches())
        .isPresent();
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
        read.fallback().filter(each -> !each.is(Tree.Kind.NONE)).isEmpty()
            ? Optional.of("\"\"")
            : read.booleanFallback()
                .map(on -> on ? "\"true\"" : "\"\"")
                .or(() -> read.textFallback().map(text -> SourceText.of(read.fallback().get())));
    return fallback.map(text -> "%s(%s, %s)%s".formatted(reader, name, text, YES));
  }
}
