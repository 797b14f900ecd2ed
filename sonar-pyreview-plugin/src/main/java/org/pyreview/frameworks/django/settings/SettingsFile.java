package org.pyreview.frameworks.django.settings;

import java.util.Set;
import org.pyreview.python.PythonModule;

/** A file that holds Django's settings, by the names that it binds. */
public final class SettingsFile {

  private static final Set<String> SIGNS = Set.of("INSTALLED_APPS", "ROOT_URLCONF", "MIDDLEWARE");

  private SettingsFile() {}

  /** Whether a file is one. */
  public static boolean is(PythonModule module) {
    return module.binds(SIGNS);
  }
}
