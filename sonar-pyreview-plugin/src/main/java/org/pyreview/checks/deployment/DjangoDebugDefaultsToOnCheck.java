package org.pyreview.checks.deployment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.environment.FlagDefault;
import org.pyreview.frameworks.environment.SettingsClass;
import org.pyreview.frameworks.web.ApplicationDebug;
import org.pyreview.project.DevelopmentBranch;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.python.AstCheck;
import org.pyreview.python.ClassAttribute;
import org.pyreview.python.Descendants;
import org.pyreview.python.Finding;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "django-debug-defaults-to-on")
public class DjangoDebugDefaultsToOnCheck extends AstCheck {

  private static final Set<String> SWITCHES =
      Set.of("DEBUG", "TESTING", "DEBUG_PROPAGATE_EXCEPTIONS", "FLASK_DEBUG");

  @Override
  protected boolean reviews(PythonModule module) {
    return super.reviews(module) && !DevelopmentPath.of(module.path().end(2)).isDevelopment();
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.ASSIGNMENT_STMT, AssignmentStatement.class, this::check);
    on.to(Tree.Kind.ANNOTATED_ASSIGNMENT, AnnotatedAssignment.class, this::check);
    on.to(Tree.Kind.CALL_EXPR, CallExpression.class, DjangoDebugDefaultsToOnCheck::check);
  }

  private static void check(CallExpression call, PythonReview review) {
    FlagDefault.ofScheme(call, review.module()).stream()
        .filter(flag -> SWITCHES.contains(flag.variable()))
        .forEach(flag -> report(flag.variable(), flag, call, review));
    ApplicationDebug.argumentOf(call).ifPresent(argument -> check("debug", argument, review));
  }

  private void check(AssignmentStatement assignment, PythonReview review) {
    List<Expression> targets = assignment.lhsExpressions().get(0).expressions();
    if (targets.size() == 1 && targets.get(0) instanceof Name name) {
      if (ClassAttribute.of(assignment)
          .filter(each -> isSwitchedOffByHeir(each, review.module()))
          .isEmpty()) {
        check(name, assignment.assignedValue(), review);
      }
    } else if (targets.size() == 1) {
      ApplicationDebug.settingOf(targets.get(0))
          .ifPresent(setting -> check(setting, assignment.assignedValue(), review));
    }
  }

  private void check(AnnotatedAssignment assignment, PythonReview review) {
    if (!(assignment.variable() instanceof Name name) || assignment.assignedValue() == null) {
      return;
    }
    Expression value = assignment.assignedValue();
    Optional<ClassAttribute> attribute = ClassAttribute.of(assignment);
    boolean isField =
        SWITCHES.contains(name.name().toUpperCase(Locale.ROOT))
            && Literal.bool(value).orElse(false)
            && attribute
                .filter(each -> SettingsClass.isSettings(each.owner(), review.module()))
                .isPresent();
    if (attribute.filter(each -> isSwitchedOffByHeir(each, review.module())).isPresent()) {
      return;
    }
    if (isField) {
      report(
          name.name(),
          new FlagDefault(name.name(), Optional.of(value), true, Optional.of("False")),
          value,
          review);
    } else {
      check(name, value, review);
    }
  }

  /** Whether a class of the file that extends the owner is the one to run in production. */
  private static boolean isSwitchedOffByHeir(ClassAttribute attribute, PythonModule module) {
    if (!SWITCHES.contains(attribute.name().name().toUpperCase(Locale.ROOT))) {
      return false;
    }
    String owner = attribute.owner().name().name();
    return Descendants.of(module.tree(), ClassDef.class)
        .filter(each -> each.args() != null)
        .filter(each -> List.of(SourceText.of(each.args()).split("\\W+")).contains(owner))
        .flatMap(each -> each.body().statements().stream())
        .anyMatch(each -> switchesOff(each, attribute.name().name()));
  }

  private static boolean switchesOff(Statement statement, String name) {
    Optional<ClassAttribute> set =
        statement instanceof AssignmentStatement plain
            ? ClassAttribute.of(plain)
            : statement instanceof AnnotatedAssignment typed
                ? ClassAttribute.of(typed)
                : Optional.empty();
    return set.filter(each -> each.name().name().equals(name))
        .flatMap(ClassAttribute::value)
        .flatMap(Literal::bool)
        .filter(isOn -> !isOn)
        .isPresent();
  }

  private static void check(Name name, Expression value, PythonReview review) {
    if (SWITCHES.contains(name.name())) {
      check(name.name(), value, review);
    }
  }

  private static void check(String setting, Expression value, PythonReview review) {
    if (!DevelopmentBranch.contains(value)) {
      FlagDefault.of(value, review.module())
          .ifPresent(flag -> report(setting, flag, value, review));
    }
  }

  private static void report(
      String setting, FlagDefault flag, Expression value, PythonReview review) {
    if (!flag.isOn()) {
      return;
    }
    Finding finding =
        review.report(
            flag.fallback().orElse(value),
            "Let `%s` be off where `%s` is not set: a forgotten variable shows stack traces and settings to everybody."
                .formatted(setting, flag.variable()));
    flag.fallback()
        .ifPresent(
            fallback ->
                flag.off()
                    .ifPresent(off -> finding.fixByReplacing(fallback, off, "Be off by default")));
  }
}
