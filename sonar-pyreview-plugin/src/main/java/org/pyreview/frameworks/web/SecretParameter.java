package org.pyreview.frameworks.web;

import java.util.regex.Pattern;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/**
 * A part of the address that only who was told can know, such as the key of an invitation: it is
 * looked up, and is the credential itself.
 */
public final class SecretParameter {

  private static final Pattern SECRET =
      Pattern.compile(
          "(?:.*_)?(?:token|secret)(?:_key|_hash)?"
              + "|(?:.*_)?(?:invit\\w*|access|shared?|auth|activation|confirm\\w*|reset|upload|edit|delete|private|magic)_(?:key|code|hash|uuid)");

  /** What may be secret, if whoever wrote the view opened it to everybody. */
  private static final Pattern UNGUESSABLE =
      Pattern.compile("(?:.*_)?(?:token|secret|key|code|hash|uuid|invit\\w*)");

  private SecretParameter() {}

  /** Whether a handler looks up a parameter whose name says that it is a secret. */
  public static boolean isLookedUpBy(Stmt.Function handler) {
    return isLookedUp(handler, SECRET);
  }

  /** Whether a handler that is open on purpose looks up a parameter that nobody can guess. */
  public static boolean isLookedUpByOpen(Stmt.Function handler) {
    return isLookedUp(handler, UNGUESSABLE);
  }

  private static boolean isLookedUp(Stmt.Function handler, Pattern names) {
    return handler.parameters().stream()
        .map(Expr.Parameter::name)
        .filter(name -> names.matcher(name).matches())
        .anyMatch(
            name ->
                handler.body().stream()
                    .flatMap(Stmt::everyExpression)
                    .anyMatch(each -> isLookup(each, name, names)));
  }

  /** {@code get(invitation_key=invitation_key)}, {@code Invitation.key == key}. */
  private static boolean isLookup(Expr expression, String parameter, Pattern names) {
    if (expression instanceof Expr.Call call) {
      return call.arguments().stream()
          .filter(each -> each.value().dotted().filter(parameter::equals).isPresent())
          .anyMatch(each -> names.matcher(each.keyword().replaceFirst("__i?exact$", "")).matches());
    }
    return expression instanceof Expr.Operation is
        && is.operator().equals("==")
        && is.operands().stream()
            .anyMatch(each -> each.dotted().filter(parameter::equals).isPresent())
        && is.operands().stream()
            .anyMatch(
                each ->
                    each instanceof Expr.Attribute field && names.matcher(field.name()).matches());
  }
}
