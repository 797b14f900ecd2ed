package org.pyreview.checks.django;

import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.settings.SettingChange;
import org.pyreview.python.AstCheck;
import org.pyreview.python.CodeRole;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.CompoundAssignmentStatement;
import org.sonar.plugins.python.api.tree.DelStatement;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "django-settings-modified-at-runtime")
public class DjangoSettingsModifiedAtRuntimeCheck extends AstCheck {

  private static final Set<String> SETTINGS_FOLDERS = Set.of("settings");

  @Override
  protected boolean reviews(PythonModule module) {
    String name = module.path().fileName();
    CodeRole role = CodeRole.of(module.path());
    // A command's process serves no requests afterwards.
    return (role == CodeRole.SERVER || role == CodeRole.WORKER)
        && !module.path().isGenerated()
        && !name.contains("settings")
        && !name.startsWith("runtests")
        && !module.path().isBelow(SETTINGS_FOLDERS);
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.ASSIGNMENT_STMT,
        AssignmentStatement.class,
        (statement, review) ->
            statement.lhsExpressions().stream()
                .flatMap(targets -> targets.expressions().stream())
                .forEach(
                    target -> report(SettingChange.ofTarget(target, review.module()), review)));
    on.to(
        Tree.Kind.COMPOUND_ASSIGNMENT,
        CompoundAssignmentStatement.class,
        (statement, review) ->
            report(SettingChange.ofTarget(statement.lhsExpression(), review.module()), review));
    on.to(
        Tree.Kind.ANNOTATED_ASSIGNMENT,
        AnnotatedAssignment.class,
        (statement, review) ->
            report(SettingChange.ofTarget(statement.variable(), review.module()), review));
    on.to(
        Tree.Kind.DEL_STMT,
        DelStatement.class,
        (statement, review) ->
            statement
                .expressions()
                .forEach(
                    target -> report(SettingChange.ofTarget(target, review.module()), review)));
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) -> report(SettingChange.ofCall(call, review.module()), review));
  }

  private static void report(Optional<SettingChange> change, PythonReview review) {
    change
        .filter(found -> !found.isDefault() && !found.isForTests())
        .filter(found -> !found.isAtImport() && !found.followsFromSettings())
        .ifPresent(
            found ->
                review.report(
                    found.place(),
                    "Pass the value to what needs it instead of changing `%s`: only this process sees the change, and later requests do too."
                        .formatted(found.setting())));
  }
}
