package org.pyreview.frameworks.django;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Whether a project mails links whose host is that of the request, such as those that set a new
 * password: whoever sends the request with a host of theirs gets the visitor's secret.
 *
 * @param areMailed whether it does
 * @see <a
 *     href="https://docs.djangoproject.com/en/stable/topics/security/#host-header-validation">Django:
 *     Host header validation</a>
 */
public record HostLinks(boolean areMailed) {

  /** Applications and URLs whose password mails take the host from the request. */
  private static final Pattern MAILING =
      Pattern.compile(
          "django\\.contrib\\.auth\\.urls|allauth\\.(?:account|urls)(?:\\..*)?|registration\\.backends\\..*|django_registration(?:\\..*)?|djoser(?:\\..*)?");

  private static final String[] OF_MAILING = {
    "django.contrib.auth.urls", "allauth", "registration", "djoser"
  };

  /** It mails a link to a page that the project has to have. */
  private static final Pattern REST_AUTH = Pattern.compile("(?:dj_)?rest_auth(?:\\..*)?");

  private static final String PAGE_OF_REST_AUTH = "password_reset_confirm";
  private static final String[] RESET = {"PasswordResetView", "PasswordResetForm"};
  private static final Pattern DJANGOS =
      Pattern.compile("django\\.contrib\\.auth\\.(?:views|forms)(?:\\..*)?");
  private static final String[] HOSTS = {"build_absolute_uri", "get_current_site", "get_host"};
  private static final String[] MAILS = {
    "send_mail", "EmailMessage", "EmailMultiAlternatives", "mail_managers", "email_user"
  };

  /** Looks at a project's main code, once. */
  public static HostLinks of(Project project) {
    return project.knowledge(
        HostLinks.class,
        each -> {
          List<ModuleCode> modules = ProjectCode.of(each).mainModules();
          return new HostLinks(
              modules.stream().anyMatch(HostLinks::areMailedBy) || areMailedByRestAuth(modules));
        });
  }

  private static boolean areMailedByRestAuth(List<ModuleCode> modules) {
    return modules.stream().anyMatch(module -> module.mentions(PAGE_OF_REST_AUTH))
        && modules.stream()
            .filter(module -> module.mentions("rest_auth"))
            .flatMap(HostLinks::texts)
            .anyMatch(text -> REST_AUTH.matcher(text).matches());
  }

  private static boolean areMailedBy(ModuleCode module) {
    return (module.mentions(HOSTS) && module.mentions(MAILS))
        || (module.mentions(RESET) && imports(module).anyMatch(HostLinks::isDjangos))
        || (module.mentions(OF_MAILING) && texts(module).anyMatch(HostLinks::isMailing));
  }

  private static Stream<String> texts(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Text.class::isInstance)
        .map(each -> ((Expr.Text) each).value());
  }

  private static Stream<String> imports(ModuleCode module) {
    return module.statements().stream()
        .filter(Stmt.Import.class::isInstance)
        .map(Stmt.Import.class::cast)
        .map(Stmt.Import::dotted);
  }

  private static boolean isDjangos(String imported) {
    return DJANGOS.matcher(imported).matches();
  }

  private static boolean isMailing(String text) {
    return MAILING.matcher(text).matches();
  }
}
