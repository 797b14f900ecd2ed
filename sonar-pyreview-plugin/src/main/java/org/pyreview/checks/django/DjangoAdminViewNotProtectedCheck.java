package org.pyreview.checks.django;

import java.util.List;
import java.util.Set;
import org.pyreview.frameworks.django.admin.AdminClass;
import org.pyreview.frameworks.django.admin.AdminUrl;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.ReturnStatement;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "django-admin-view-not-protected")
public class DjangoAdminViewNotProtectedCheck extends AstCheck {

  private static final Set<String> PERMISSIONS =
      Set.of(
          "has_add_permission",
          "has_change_permission",
          "has_delete_permission",
          "has_view_permission",
          "has_module_permission",
          "has_permission");
  private static final Set<String> WRITES =
      Set.of("has_add_permission", "has_change_permission", "has_delete_permission");

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) ->
            AdminUrl.of(call, review.module())
                .filter(AdminUrl::isOpen)
                .ifPresent(url -> report(url, review)));
    on.to(
        Tree.Kind.CLASSDEF,
        ClassDef.class,
        (definition, review) ->
            AdminClass.of(definition, review.module()).ifPresent(each -> check(each, review)));
  }

  private static void report(AdminUrl url, PythonReview review) {
    review
        .report(
            url.view(),
            "Wrap this view, `%s`: anybody can open its URL, without logging in."
                .formatted(url.guarded()))
        .fixByReplacing(url.view(), url.guarded(), "Wrap the view in admin_view()");
  }

  private static void check(AdminClass admin, PythonReview review) {
    boolean isReadOnly = WRITES.stream().anyMatch(name -> alwaysAnswers(admin, name, false));
    admin
        .methods()
        .filter(method -> PERMISSIONS.contains(method.name().name()))
        .filter(method -> alwaysAnswers(method, true))
        .filter(method -> !isReadOnly || WRITES.contains(method.name().name()))
        .filter(method -> admin.opensPagesFor(method.name().name()))
        .forEach(
            method ->
                review.report(
                    method.name(),
                    "Ask for the user's permission in `%s()`: as it is, %s passes."
                        .formatted(
                            method.name().name(),
                            admin.isSite()
                                ? "everybody who opens the admin"
                                : "every staff user")));
  }

  private static boolean alwaysAnswers(AdminClass admin, String method, boolean answer) {
    return admin.method(method).filter(each -> alwaysAnswers(each, answer)).isPresent();
  }

  private static boolean alwaysAnswers(FunctionDef method, boolean answer) {
    List<Statement> body = method.body().statements();
    int start = method.docstring() == null ? 0 : 1;
    return body.size() == start + 1
        && body.get(start) instanceof ReturnStatement end
        && end.expressions().size() == 1
        && Literal.bool(end.expressions().get(0)).filter(each -> each == answer).isPresent();
  }
}
