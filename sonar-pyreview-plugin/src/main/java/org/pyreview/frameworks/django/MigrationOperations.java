package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/** The operations of migrations by their classes. */
public final class MigrationOperations {

  private static final Set<String> PACKAGES =
      Set.of("django.db.migrations.", "django.contrib.postgres.operations.");

  private MigrationOperations() {}

  /**
   * The name of Django's operation that a call makes, also through a class of the project that is
   * derived from it and doesn't change the state itself; empty for anything else.
   */
  public static String name(Expr.Call call, ModuleCode module, ProjectCode code) {
    Meaning meaning = code.meaning(module, call.callee());
    if (meaning instanceof Meaning.Class each) {
      ClassCode definition = code.classCode(each);
      return definition.method("state_forwards").isPresent()
          ? ""
          : definition.externalBases().stream()
              .map(MigrationOperations::builtin)
              .filter(name -> !name.isEmpty())
              .findFirst()
              .orElse("");
    }
    return builtin(meaning.external());
  }

  /** Whether a call makes an operation of the project that says it changes no model. */
  static boolean leavesState(Expr.Call call, ModuleCode module, ProjectCode code) {
    return code.meaning(module, call.callee()) instanceof Meaning.Class each
        && code.classCode(each)
            .method("state_forwards")
            .filter(
                method -> method.value().body().stream().allMatch(MigrationOperations::doesNothing))
            .isPresent();
  }

  private static boolean doesNothing(Stmt statement) {
    return (statement instanceof Stmt.Plain pass && pass.keyword().equals("pass"))
        || (statement instanceof Stmt.Evaluate text && text.value() instanceof Expr.Text);
  }

  private static String builtin(String qualified) {
    return PACKAGES.stream().anyMatch(qualified::startsWith)
        ? QualifiedName.of(qualified).lastName()
        : "";
  }

  /** The name that an index or constraint is given, where it is written out. */
  public static Optional<String> nameOf(Expr indexOrConstraint) {
    return indexOrConstraint instanceof Expr.Call call
        ? call.named("name")
            .filter(Expr.Text.class::isInstance)
            .map(each -> ((Expr.Text) each).value())
        : Optional.empty();
  }
}
