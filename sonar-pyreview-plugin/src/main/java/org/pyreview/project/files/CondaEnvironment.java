package org.pyreview.project.files;

import java.util.ArrayList;
import java.util.List;
import org.pyreview.project.files.YamlFile.Value;

/**
 * A Conda environment.yml.
 *
 * @param requirements names of what Conda installs, and the requirements for pip as written
 */
public record CondaEnvironment(List<String> requirements) {

  /** What the document in such a file says. */
  public static CondaEnvironment of(Value document) {
    List<String> requirements = new ArrayList<>();
    document.get("dependencies").stream()
        .flatMap(Value::elements)
        .forEach(
            each -> {
              each.text().map(CondaEnvironment::name).ifPresent(requirements::add);
              each.get("pip").stream()
                  .flatMap(Value::elements)
                  .flatMap(requirement -> requirement.text().stream())
                  .forEach(requirements::add);
            });
    return new CondaEnvironment(requirements);
  }

  /** Of {@code channel::name=version=build}. */
  private static String name(String requirement) {
    int channel = requirement.lastIndexOf("::");
    String pinned = channel < 0 ? requirement : requirement.substring(channel + "::".length());
    return pinned.split("[\\s=<>!~\\[]", 2)[0];
  }
}
