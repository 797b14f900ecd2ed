package org.pyreview.project.files;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tomlj.Toml;
import org.tomlj.TomlInvalidTypeException;
import org.tomlj.TomlParseError;
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
    String error;
    try {
      TomlParseResult toml = Toml.parse(text);
      if (!toml.hasErrors()) {
        return Optional.of(new Pyproject(toml));
      }
      error = toml.errors().get(0).toString();
    } catch (TomlParseError | TomlInvalidTypeException e) {
      // The parser collects most errors and throws some.
      error = e.toString();
    }
    LOG.warn("{} is not reviewed: {}", path, error);
    return Optional.empty();
  }

  /** Whether it describes something that others can install. */
  public boolean isPackage() {
    boolean isNamed = has("project.name") || has("tool.poetry.name");
    boolean isNotBuilt =
        value("tool.poetry.package-mode").filter(Boolean.FALSE::equals).isPresent();
    return has("build-system") && isNamed && !isNotBuilt;
  }

  private boolean has(String key) {
    return value(key).isPresent();
  }

  /** The value of a dotted key; empty where something on the way to it is no table. */
  private Optional<Object> value(String key) {
    try {
      return Optional.ofNullable(toml.get(key));
    } catch (TomlInvalidTypeException e) {
      return Optional.empty();
    }
  }
}
