package org.pyreview.frameworks.django.settings;

import java.util.Set;

/**
 * A setting whose value Django calculates with or compares by size, so that text fails. Ports and
 * {@code SITE_ID} aren't: a socket and a query take text, too.
 *
 * @see <a href="https://docs.djangoproject.com/en/stable/ref/settings/">Settings</a>
 */
public final class NumericSetting {

  private static final Set<String> NAMES =
      Set.of(
          "CACHE_MIDDLEWARE_SECONDS",
          "CONN_MAX_AGE",
          "DATA_UPLOAD_MAX_MEMORY_SIZE",
          "DATA_UPLOAD_MAX_NUMBER_FIELDS",
          "DATA_UPLOAD_MAX_NUMBER_FILES",
          "EMAIL_TIMEOUT",
          "FILE_UPLOAD_MAX_MEMORY_SIZE",
          "PASSWORD_RESET_TIMEOUT",
          "SESSION_COOKIE_AGE");

  private NumericSetting() {}

  /** Whether Django has a setting of this name that has to be a number. */
  public static boolean isName(String name) {
    return NAMES.contains(name);
  }
}
