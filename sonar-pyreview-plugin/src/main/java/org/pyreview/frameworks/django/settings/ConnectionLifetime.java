package org.pyreview.frameworks.django.settings;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.project.Mentions;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;

/**
 * How long a Django process keeps a connection to its database.
 *
 * @param isPersistent whether it certainly keeps it beyond a request
 * @param isOneRequest whether it certainly doesn't
 * @param isHealthChecked whether it looks at the connection before it is used again, or may do so
 * @see <a
 *     href="https://docs.djangoproject.com/en/stable/ref/databases/#persistent-connections">Django:
 *     Persistent connections</a>
 */
public record ConnectionLifetime(
    boolean isPersistent, boolean isOneRequest, boolean isHealthChecked) {

  private static final Pattern POOLER =
      Pattern.compile("(?i)pg-?bouncer|pgpool|pgcat|odyssey|rds[-_]proxy|proxysql|supavisor");

  /** That of a database. */
  public static ConnectionLifetime of(DjangoDatabase database) {
    Optional<Expr> age = database.option("CONN_MAX_AGE");
    Optional<Expr> check = database.option("CONN_HEALTH_CHECKS");
    boolean isChecked =
        check
            .filter(each -> !(each instanceof Expr.Constant off && off.text().equals("False")))
            .isPresent();
    return new ConnectionLifetime(
        age.flatMap(ConnectionLifetime::seconds).filter(each -> !each.equals("0")).isPresent(),
        age.isEmpty() || age.flatMap(ConnectionLifetime::written).filter("0"::equals).isPresent(),
        isChecked);
  }

  private static Optional<String> written(Expr age) {
    return age instanceof Expr.Constant constant ? Optional.of(constant.text()) : Optional.empty();
  }

  /** What is written, or the default of a variable. */
  private static Optional<String> seconds(Expr age) {
    if (age instanceof Expr.Call call && !call.arguments().isEmpty()) {
      Optional<Expr> standard =
          call.at(1, "default")
              .or(() -> call.positional().stream().filter(Expr.Call.class::isInstance).findFirst());
      return standard.flatMap(
          each -> each instanceof Expr.Text text ? Optional.of(text.value()) : seconds(each));
    }
    return written(age).or(() -> operation(age));
  }

  private static Optional<String> operation(Expr age) {
    return age instanceof Expr.Operation operation
            && operation.operands().stream().allMatch(Expr.Constant.class::isInstance)
        ? Optional.of("computed")
        : Optional.empty();
  }

  /** Whether something between the application and the database keeps connections. */
  public static boolean arePooledOutside(Project project) {
    Mentions mentions = Mentions.of(project);
    return mentions.areInOperation(POOLER)
        || mentions.areInDocuments(POOLER)
        || mentions.areInCode("pgbouncer", "PGBOUNCER", "pool");
  }
}
