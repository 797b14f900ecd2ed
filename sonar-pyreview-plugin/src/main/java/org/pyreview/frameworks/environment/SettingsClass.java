package org.pyreview.frameworks.environment;

import java.util.Set;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.ClassDef;

/** A pydantic class whose fields are read from the environment. */
public final class SettingsClass {

  static final Set<String> BASES =
      Set.of(
          "pydantic_settings.BaseSettings",
          "pydantic_settings.main.BaseSettings",
          "pydantic.BaseSettings",
          "pydantic.env_settings.BaseSettings",
          "pydantic.v1.BaseSettings");

  private SettingsClass() {}

  public static boolean isSettings(ClassDef definition, PythonModule module) {
    return module.inheritsFrom(definition, BASES);
  }
}
