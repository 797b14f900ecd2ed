package org.pyreview.frameworks.web.cors;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.python.Descendants;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;

/**
 * A setting of django-cors-headers.
 *
 * @see <a href="https://github.com/adamchainz/django-cors-headers#configuration">Its
 *     configuration</a>
 */
public record CorsSetting(String name, Expression value) {

  /** SonarQube's own rules know the older CORS_ORIGIN_ALLOW_ALL. */
  private static final String ALLOW_ALL = "CORS_ALLOW_ALL_ORIGINS";

  private static final String CREDENTIALS = "CORS_ALLOW_CREDENTIALS";

  private static final Set<String> PATTERNS =
      Set.of("CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST");

  /** The setting that a statement assigns. */
  public static Optional<CorsSetting> of(AssignmentStatement statement) {
    return statement.lhsExpressions().stream()
        .flatMap(each -> each.expressions().stream())
        .filter(Name.class::isInstance)
        .map(each -> ((Name) each).name())
        .filter(name -> name.equals(ALLOW_ALL) || PATTERNS.contains(name))
        .findFirst()
        .map(name -> new CorsSetting(name, statement.assignedValue()));
  }

  /** Whether the settings of a file let browsers send cookies to other sites' requests along. */
  public static boolean allowCredentials(PythonModule settings) {
    return settings.binds(Set.of(CREDENTIALS))
        && Descendants.of(settings.tree(), AssignmentStatement.class)
            .filter(
                each ->
                    each.lhsExpressions().stream()
                        .flatMap(names -> names.expressions().stream())
                        .anyMatch(
                            name -> name instanceof Name plain && plain.name().equals(CREDENTIALS)))
            .anyMatch(each -> Literal.bool(each.assignedValue()).orElse(false));
  }

  public boolean allowsAll() {
    return name.equals(ALLOW_ALL) && Literal.bool(value).orElse(false);
  }

  /** The regular expressions for origins that are allowed. */
  public Stream<Expression> patterns() {
    return PATTERNS.contains(name) ? CorsPolicy.elements(value) : Stream.empty();
  }
}
