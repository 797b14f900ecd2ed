package org.pyreview.project.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A Conda environment.yml.
 *
 * @param requirements names of what Conda installs, and the requirements for pip as written
 */
public record CondaEnvironment(List<String> requirements) {

  private static final Logger LOG = LoggerFactory.getLogger(CondaEnvironment.class);

  /**
   * Reads the text of a file.
   *
   * @param path to name in the log
   * @return empty, with a log line, if it is no valid YAML
   */
  public static Optional<CondaEnvironment> parse(String path, String text) {
    List<String> requirements = new ArrayList<>();
    try {
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      if (root instanceof Map<?, ?> environment) {
        collect(environment.get("dependencies"), true, requirements);
      }
    } catch (YAMLException e) {
      LOG.warn("{} is not reviewed: {}", path, e.getMessage().lines().findFirst().orElse(""));
      return Optional.empty();
    }
    return Optional.of(new CondaEnvironment(requirements));
  }

  private static void collect(Object node, boolean isForConda, List<String> requirements) {
    if (node instanceof List<?> list) {
      list.forEach(each -> collect(each, isForConda, requirements));
    } else if (node instanceof Map<?, ?> nested) {
      collect(nested.get("pip"), false, requirements);
    } else if (node instanceof String requirement) {
      // channel::name=version=build
      String name = requirement.replaceFirst("^.*::", "").replaceFirst("[\\s=<>!~\\[].*", "");
      requirements.add(isForConda ? name : requirement);
    }
  }
}
