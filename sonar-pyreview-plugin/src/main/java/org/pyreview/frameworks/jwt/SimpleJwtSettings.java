package org.pyreview.frameworks.jwt;

import java.util.List;
import java.util.Optional;
import org.pyreview.python.Literal;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;

/**
 * The setting {@code SIMPLE_JWT} of djangorestframework-simplejwt.
 *
 * @param entries what is written in its dictionary
 */
public record SimpleJwtSettings(DictionaryLiteral entries) {

  /** The settings that an assignment makes; empty if it is another one. */
  public static Optional<SimpleJwtSettings> of(AssignmentStatement assignment) {
    List<Expression> targets = assignment.lhsExpressions().get(0).expressions();
    return targets.size() == 1
            && targets.get(0) instanceof Name name
            && name.name().equals("SIMPLE_JWT")
            && assignment.assignedValue() instanceof DictionaryLiteral dictionary
        ? Optional.of(new SimpleJwtSettings(dictionary))
        : Optional.empty();
  }

  /** The value of an entry. */
  public Optional<Expression> get(String key) {
    return Literal.entry(entries, key);
  }
}
