package org.pyreview.frameworks.django.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.python.Literal;
import org.sonar.plugins.python.api.tree.Expression;

/**
 * WhiteNoise in a list of middleware, at a place where it does too much or too little.
 *
 * @param entry WhiteNoise's own
 * @param other the entry that should be on its other side
 * @param isTooLate whether the other one runs before it; else the other should
 * @see <a
 *     href="https://whitenoise.readthedocs.io/en/stable/django.html#enable-whitenoise">WhiteNoise:
 *     enabling it</a>
 */
public record WhiteNoise(Expression entry, Expression other, boolean isTooLate) {

  private static final Set<String> NAMES =
      Set.of(
          "whitenoise.middleware.WhiteNoiseMiddleware",
          "servestatic.middleware.ServeStaticMiddleware");
  private static final String SECURITY = "django.middleware.security.SecurityMiddleware";
  private static final Set<String> LATER =
      Set.of(
          "django.contrib.sessions.middleware.SessionMiddleware",
          "django.contrib.auth.middleware.AuthenticationMiddleware",
          "django.middleware.common.CommonMiddleware",
          "django.middleware.locale.LocaleMiddleware",
          "django.middleware.cache.UpdateCacheMiddleware",
          "django.middleware.cache.FetchFromCacheMiddleware",
          "django.middleware.csrf.CsrfViewMiddleware");

  /** What is wrong in the value of {@code MIDDLEWARE}; empty if nothing is. */
  public static Optional<WhiteNoise> misplacedIn(Expression middleware) {
    List<Expression> entries = Literal.elements(middleware).orElse(List.of());
    int own = indexOf(entries, NAMES);
    if (own < 0) {
      return Optional.empty();
    }
    int later = indexOf(entries, LATER);
    int security = indexOf(entries, Set.of(SECURITY));
    if (later >= 0 && later < own) {
      return Optional.of(new WhiteNoise(entries.get(own), entries.get(later), true));
    }
    return security > own
        ? Optional.of(new WhiteNoise(entries.get(own), entries.get(security), false))
        : Optional.empty();
  }

  private static int indexOf(List<Expression> entries, Set<String> names) {
    for (int i = 0; i < entries.size(); i++) {
      if (Literal.string(entries.get(i)).filter(names::contains).isPresent()) {
        return i;
      }
    }
    return -1;
  }
}
