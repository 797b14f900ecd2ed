package org.pyreview.project;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pyreview.project.files.Pyproject;

/**
 * The TOML files of a project that describe packages, each read once, so that one log line says
 * what is wrong.
 */
public final class Pyprojects {

  private final Map<ProjectFile, Optional<Pyproject>> parsed = new HashMap<>();

  private Pyprojects() {}

  /** The files of a project. */
  public static Pyprojects of(Project project) {
    return project.knowledge(Pyprojects.class, unused -> new Pyprojects());
  }

  /** What a file says; empty if it is no valid TOML. */
  public Optional<Pyproject> read(ProjectFile file) {
    return parsed.computeIfAbsent(
        file, key -> file.text().flatMap(text -> Pyproject.parse(file.toString(), text)));
  }
}
