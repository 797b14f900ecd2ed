package org.pyreview.frameworks.web;

import java.util.Optional;
import java.util.Set;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;

/**
 * Where an application object of Flask or FastAPI gets its debug mode.
 *
 * @see <a href="https://flask.palletsprojects.com/en/stable/api/#flask.Flask.debug">Flask.debug</a>
 */
public final class ApplicationDebug {

  private static final Set<String> SETTINGS = Set.of("DEBUG", "TESTING", "FLASK_DEBUG");
  private static final Set<String> APPLICATIONS = Set.of("FastAPI", "Starlette");

  private ApplicationDebug() {}

  /**
   * The setting that an assignment to {@code app.debug} or {@code app.config["DEBUG"]} changes.
   *
   * @param target what is assigned to
   */
  public static Optional<String> settingOf(Expression target) {
    if (target instanceof QualifiedExpression attribute) {
      return Optional.of(attribute.name().name()).filter("debug"::equals);
    }
    return target instanceof SubscriptionExpression item
            && item.object().lastToken().value().equals("config")
            && item.subscripts().expressions().size() == 1
        ? Literal.string(item.subscripts().expressions().get(0)).filter(SETTINGS::contains)
        : Optional.empty();
  }

  /** The value of {@code debug} in {@code app.run(…)}, {@code FastAPI(…)}. */
  public static Optional<Expression> argumentOf(CallExpression call) {
    String name = call.callee().lastToken().value();
    boolean isRun = name.equals("run") && call.callee() instanceof QualifiedExpression;
    boolean isApplication =
        APPLICATIONS.contains(name)
            && (call.callee() instanceof Name || call.callee() instanceof QualifiedExpression);
    return isRun || isApplication ? Arguments.of(call).named("debug") : Optional.empty();
  }
}
