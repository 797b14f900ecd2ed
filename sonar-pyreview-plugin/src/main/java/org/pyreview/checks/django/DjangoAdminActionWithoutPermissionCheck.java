package org.pyreview.checks.django;

import org.pyreview.frameworks.django.admin.AdminAction;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "django-admin-action-without-permission")
public class DjangoAdminActionWithoutPermissionCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.FUNCDEF,
        FunctionDef.class,
        (function, review) ->
            AdminAction.of(function, review.module())
                .filter(action -> action.write().isPresent() && action.isGrave())
                .filter(action -> !action.isGuarded())
                .ifPresent(action -> report(action, review)));
  }

  private static void report(AdminAction action, PythonReview review) {
    String permissions = "permissions=[\"%s\"]".formatted(action.permission());
    Finding finding =
        review
            .report(
                action.function().name(),
                "Let `%s` require a permission with `%s`: everybody who may see the list can run it."
                    .formatted(action.function().name().name(), permissions))
            .because(action.write().get(), "It changes data here.");
    action
        .decorator()
        .ifPresent(
            decorator ->
                finding.fixByReplacing(
                    decorator, with(decorator, permissions), "Require the permission"));
  }

  private static String with(Expression decorator, String permissions) {
    String text = SourceText.of(decorator);
    if (!(decorator instanceof CallExpression call)) {
      return text + "(" + permissions + ")";
    }
    String start = text.substring(0, text.length() - 1);
    return start + (call.arguments().isEmpty() ? "" : ", ") + permissions + ")";
  }
}
