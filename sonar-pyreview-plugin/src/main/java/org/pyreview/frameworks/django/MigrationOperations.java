package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

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

  private static String builtin(String qualified) {
    return PACKAGES.stream().anyMatch(qualified::startsWith)
        ? qualified.substring(qualified.lastIndexOf('.') + 1)
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
