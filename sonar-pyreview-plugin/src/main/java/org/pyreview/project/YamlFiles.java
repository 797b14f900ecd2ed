package org.pyreview.project;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pyreview.project.files.YamlFile;
import org.pyreview.project.files.YamlFile.Value;

/** The YAML files of a project, each read once, so that one log line says what is wrong. */
public final class YamlFiles {

  private final Map<String, YamlFile> parsed = new HashMap<>();

  private YamlFiles() {}

  /** The files of a project. */
  public static YamlFiles of(Project project) {
    return project.knowledge(YamlFiles.class, unused -> new YamlFiles());
  }

  /**
   * The documents of a file; none if it is no valid YAML, or a template engine has to make a file
   * of it first.
   */
  public List<Value> documents(ProjectFile file) {
    return file.plainText().map(text -> documents(file.toString(), text)).orElse(List.of());
  }

  /**
   * The documents of a text.
   *
   * @param path where it stands, from the project's root
   * @return none if it is no valid YAML
   */
  public List<Value> documents(String path, String text) {
    return parsed.computeIfAbsent(path, key -> YamlFile.parse(key, text)).documents();
  }
}
