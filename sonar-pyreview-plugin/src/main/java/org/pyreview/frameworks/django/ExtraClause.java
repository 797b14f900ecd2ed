package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.stream.Stream;
import org.pyreview.python.Arguments;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;

/**
 * Pieces of SQL that {@code extra()} adds to a queryset.
 *
 * @see <a href="https://docs.djangoproject.com/en/stable/ref/models/querysets/#extra">QuerySet API:
 *     extra()</a>
 */
public final class ExtraClause {

  private ExtraClause() {}

  /** The name of the method, where a call adds some. */
  public static Optional<Name> addedBy(CallExpression call, PythonModule module) {
    return call.callee() instanceof QualifiedExpression method
            && method.name().name().equals("extra")
            && Stream.of("select", "where", "tables", "select_params", "order_by")
                .anyMatch(name -> Arguments.of(call).named(name).isPresent())
            && module.importsFrom("django")
        ? Optional.of(method.name())
        : Optional.empty();
  }
}
