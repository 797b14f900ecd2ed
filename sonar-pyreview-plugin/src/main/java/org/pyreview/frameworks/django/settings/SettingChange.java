package org.pyreview.frameworks.django.settings;

import java.util.Locale;
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
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A change of one of Django's settings while the project runs.
 *
 * @param setting its name
 * @param place the setting, where it is changed
 */
public record SettingChange(String setting, Tree place) {

  private static final Set<String> SETTINGS = Set.of("django.conf.settings");
  private static final Set<String> MUTATORS =
      Set.of(
          "append",
          "extend",
          "insert",
          "remove",
          "pop",
          "clear",
          "update",
          "setdefault",
          "add",
          "discard");
  private static final Set<String> BUILTINS = Set.of("setattr", "delattr");

  /** Asks whether the project sets something. */
  private static final Pattern ASKS = Pattern.compile("\\b(?:has|get)attr\\(\\s*\\w*settings\\b");

  private static final int LONG = 500;

  /** Settings and literals, put together. */
  private static final Pattern FROM_SETTINGS =
      Pattern.compile(
          "(?=.*\\bsettings\\.)(?:\\bsettings\\.[A-Z][A-Z0-9_]*|\\b(?:or|and|not|list|tuple|None|True|False)\\b|\"[^\"]*\"|'[^']*'|[\\s()\\[\\]{},:+\\d])+");

  /** What binding or deleting an expression changes. */
  public static Optional<SettingChange> ofTarget(Expression target, PythonModule module) {
    return setting(target, module).map(found -> new SettingChange(found.name().name(), target));
  }

  /** What a call changes: {@code settings.X.append(…)}, {@code setattr(settings, "X", …)}. */
  public static Optional<SettingChange> ofCall(CallExpression call, PythonModule module) {
    if (call.callee() instanceof QualifiedExpression method
        && MUTATORS.contains(method.name().name())) {
      return setting(method.qualifier(), module)
          .map(found -> new SettingChange(found.name().name(), call));
    }
    if (call.callee() instanceof Name function && BUILTINS.contains(function.name())) {
      Arguments arguments = Arguments.of(call);
      return arguments
          .positional(0)
          .filter(object -> module.isNamed(object, SETTINGS))
          .flatMap(object -> arguments.positional(1))
          .map(name -> new SettingChange(Literal.string(name).orElse(SourceText.of(name)), call));
    }
    return Optional.empty();
  }

  /** The setting that an expression is, or is an item of. */
  private static Optional<QualifiedExpression> setting(Expression target, PythonModule module) {
    if (target instanceof SubscriptionExpression item) {
      return setting(item.object(), module);
    }
    return target instanceof QualifiedExpression attribute
            && module.isNamed(attribute.qualifier(), SETTINGS)
        ? Optional.of(attribute)
        : Optional.empty();
  }

  /** Whether it only fills in what the project's settings leave out. */
  public boolean isDefault() {
    return Ancestors.of(place)
        .filter(at -> at.is(Tree.Kind.IF_STMT, Tree.Kind.TRY_STMT, Tree.Kind.ASSIGNMENT_STMT))
        .map(at -> at instanceof IfStatement branch ? branch.condition() : at)
        .anyMatch(asked -> ASKS.matcher(SourceText.of(asked)).find());
  }

  /** Whether it happens when the file is imported, in each process alike. */
  public boolean isAtImport() {
    return Ancestors.function(place).isEmpty();
  }

  /** {@code settings.X = settings.Y or []}: it comes to the same in each process. */
  public boolean followsFromSettings() {
    return Ancestors.nearest(place, Tree.Kind.ASSIGNMENT_STMT)
        .map(statement -> ((AssignmentStatement) statement).assignedValue())
        .map(SourceText::of)
        .filter(text -> text.length() < LONG && FROM_SETTINGS.matcher(text).matches())
        .isPresent();
  }

  /** Whether a function or class around it is named after tests: a runner, a test database. */
  public boolean isForTests() {
    return Ancestors.of(place)
        .map(
            at ->
                at instanceof FunctionDef function
                    ? function.name().name()
                    : at instanceof ClassDef definition ? definition.name().name() : "")
        .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains("test"));
  }
}
