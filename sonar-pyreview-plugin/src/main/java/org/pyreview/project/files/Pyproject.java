package org.pyreview.project.files;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** A pyproject.toml. */
public record Pyproject(TomlParseResult toml) {

  private static final Logger LOG = LoggerFactory.getLogger(Pyproject.class);

  /**
   * Reads the text of a file.
   *
   * @param path to name in the log
   * @return empty, with a log line, if it is no valid TOML
   */
  public static Optional<Pyproject> parse(String path, String text) {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      LOG.warn("{} is not reviewed: {}", path, toml.errors().get(0).toString());
      return Optional.empty();
    }
    return Optional.of(new Pyproject(toml));
  }

  /** Whether it describes something that others can install. */
  public boolean isPackage() {
    boolean isNamed = toml.contains("project.name") || toml.contains("tool.poetry.name");
    boolean isNotBuilt = Boolean.FALSE.equals(toml.get("tool.poetry.package-mode"));
    return toml.isTable("build-system") && isNamed && !isNotBuilt;
  }
}
