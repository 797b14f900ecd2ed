package org.pyreview.frameworks.django.settings;

import java.util.Optional;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;

/** What a setting holds when the server has started. */
public sealed interface SettingValue {

  /**
   * A value that the code fixes.
   *
   * @param value a string, boolean, number, list or {@code Constants.NONE}
   */
  record Known(Object value) implements SettingValue {}

  /**
   * A value from the environment.
   *
   * @param standard what it is without the variable; empty if there is no default, or none that can
   *     be told
   */
  record FromEnvironment(String variable, Optional<Object> standard) implements SettingValue {}

  /** A value that can't be told. */
  record Open() implements SettingValue {}

  /**
   * A setting and where it gets its value.
   *
   * @param place the last assignment
   */
  record Assigned(SettingValue value, ProjectFile file, Place place) {}
}
