package org.pyreview.python;

import org.sonar.check.Rule;
import org.sonar.plugins.python.api.PythonSubscriptionCheck;

/**
 * A rule that decides from the tree of one Python file; runs in SonarQube and in the IDE.
 *
 * <p>One instance sees all files of a project one after the other, so a rule keeps no state of its
 * own: what it needs to know about a file it asks the {@link PythonReview}.
 */
public abstract class AstCheck extends PythonSubscriptionCheck {

  private final Guard guard = new Guard(keyOf(getClass()));

  @Override
  public final void initialize(Context context) {
    guard.run("its start", () -> subscribe(new Subscriptions(this, context, guard)));
  }

  /** Names the node kinds the rule looks at, the narrowest that will do. */
  protected abstract void subscribe(Subscriptions on);

  /**
   * Whether the rule says anything about this file; tests, examples, migrations and generated files
   * are left alone unless overridden.
   */
  protected boolean reviews(PythonModule module) {
    CodeRole role = CodeRole.of(module.path());
    return role != CodeRole.TEST
        && role != CodeRole.EXAMPLE
        && role != CodeRole.MIGRATION
        && !module.path().isGenerated();
  }

  /**
   * The key a rule class is annotated with.
   *
   * @throws IllegalArgumentException if it has no {@link Rule} annotation
   */
  public static String keyOf(Class<?> rule) {
    Rule annotation = rule.getAnnotation(Rule.class);
    if (annotation == null) {
      throw new IllegalArgumentException(rule + " has no @Rule annotation");
    }
    return annotation.key();
  }
}
