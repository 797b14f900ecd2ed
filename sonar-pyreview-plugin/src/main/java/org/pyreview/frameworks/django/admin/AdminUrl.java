package org.pyreview.frameworks.django.admin;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A URL that an admin class adds by itself.
 *
 * @param view what it leads to, as {@code path()} gets it
 * @param owner the class
 * @see <a
 *     href="https://docs.djangoproject.com/en/stable/ref/contrib/admin/#django.contrib.admin.ModelAdmin.get_urls">
 *     Django: ModelAdmin.get_urls</a>
 */
public record AdminUrl(Expression view, AdminClass owner) {

  private static final Set<String> ROUTES =
      Set.of(
          "django.urls.path",
          "django.urls.re_path",
          "django.urls.conf.path",
          "django.urls.conf.re_path",
          "django.conf.urls.url");
  private static final Set<String> METHODS = Set.of("get_urls");
  private static final Pattern GUARD =
      Pattern.compile(
          "has_\\w*permission|has_perms?\\b|is_superuser|is_staff|PermissionDenied|admin_view"
              + "|staff_member_required|permission_required|login_required|user_passes_test");

  private static final Pattern REDIRECT = Pattern.compile("\\breturn \\w*[rR]edirect\\w*\\(");
  private static final Pattern USE =
      Pattern.compile("\\.(?:objects|save|delete|update|create)\\b|\\bPOST\\b|\\brender\\(");

  /** What sites offer to those who have not logged in yet. */
  private static final Set<String> PUBLIC =
      Set.of("login", "logout", "password_reset", "password_reset_done", "i18n_javascript");

  /** The URL that a call adds; empty if it adds none to the admin. */
  public static Optional<AdminUrl> of(CallExpression call, PythonModule module) {
    if (!module.isNamed(call.callee(), ROUTES) || !isInGetUrls(call)) {
      return Optional.empty();
    }
    return Arguments.of(call)
        .at(1, "view")
        .flatMap(view -> AdminClass.around(call, module).map(owner -> new AdminUrl(view, owner)));
  }

  private static boolean isInGetUrls(Tree node) {
    return Ancestors.of(node)
        .takeWhile(each -> !each.is(Tree.Kind.CLASSDEF))
        .anyMatch(
            each ->
                each instanceof FunctionDef function && METHODS.contains(function.name().name()));
  }

  /** Whether nobody asks who opens it: a method, a lambda or a function as it is. */
  public boolean isOpen() {
    if (view.is(Tree.Kind.LAMBDA)) {
      return true;
    }
    return target()
        .filter(function -> !PUBLIC.contains(function.name().name()))
        .map(SourceText::of)
        .filter(code -> !GUARD.matcher(code).find() && !isOnlyARedirect(code))
        .isPresent();
  }

  /** Whether it sends the browser somewhere else, and does nothing more. */
  private static boolean isOnlyARedirect(String code) {
    return REDIRECT.matcher(code).find() && !USE.matcher(code).find();
  }

  /** The method of the class or the function of the file that is the view. */
  private Optional<FunctionDef> target() {
    if (view instanceof QualifiedExpression method
        && SourceText.of(method.qualifier()).equals("self")) {
      return owner.method(method.name().name());
    }
    return view instanceof Name name ? PythonModule.functionNamed(name) : Optional.empty();
  }

  /** The view behind Django's guard. */
  public String guarded() {
    return (owner.isSite() ? "self.admin_view(%s)" : "self.admin_site.admin_view(%s)")
        .formatted(SourceText.of(view));
  }
}
