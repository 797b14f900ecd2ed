package org.pyreview.frameworks.web;

import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Whether a project knows its users, or other programs, at all.
 *
 * @param areAnywhere whether some code outside of tests speaks of them
 */
public record KnownUsers(boolean areAnywhere) {

  private static final Pattern SIGN =
      Pattern.compile(
          "(?i)(?:.*[._])?(?:authori[sz]ation|authenticat\\w*|current_?user|logged_?in|login\\w*|permission\\w*|jwt|oauth2?|api_?keys?"
              + "|x-api-key|bearer|httpbasic|httpbearer|apikeyheader|remote_?user|verify_\\w*token)(?:[._].*)?");

  /** Looks at the names and texts of the main code, once. */
  public static KnownUsers of(Project project) {
    return project.knowledge(
        KnownUsers.class,
        each ->
            new KnownUsers(
                ProjectCode.of(each).mainModules().stream().anyMatch(KnownUsers::speaks)));
  }

  private static boolean speaks(ModuleCode module) {
    return module.statements().stream().flatMap(Stmt::everything).anyMatch(KnownUsers::speaks);
  }

  private static boolean speaks(Stmt statement) {
    boolean isNamed =
        (statement instanceof Stmt.Function function && SIGN.matcher(function.name()).matches())
            || (statement instanceof Stmt.Import imported
                && SIGN.matcher(imported.dotted()).matches());
    return isNamed
        || statement.expressions().stream().flatMap(Expr::all).anyMatch(KnownUsers::speaks);
  }

  private static boolean speaks(Expr expression) {
    if (expression instanceof Expr.Text text) {
      return text.value().length() < 80 && SIGN.matcher(text.value()).matches();
    }
    return expression instanceof Expr.Name name
        ? SIGN.matcher(name.id()).matches()
        : expression instanceof Expr.Attribute member && SIGN.matcher(member.name()).matches();
  }
}
