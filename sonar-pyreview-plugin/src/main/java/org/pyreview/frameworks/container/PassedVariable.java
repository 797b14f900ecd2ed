package org.pyreview.frameworks.container;

import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.files.YamlFile.Value;

/**
 * A variable of the environment that a file of the deployment gives to what it starts.
 *
 * @param place of the value, or of the whole entry where both are one word
 */
public record PassedVariable(String name, String value, ProjectFile file, Place place) {

  /**
   * Those under a key of a service or a container.
   *
   * @param environment a mapping, a list of {@code NAME=value}, or a list of names and values
   */
  static Stream<PassedVariable> in(Value environment, ProjectFile file) {
    Stream<PassedVariable> mapped =
        environment
            .entries()
            .map(
                each ->
                    new PassedVariable(
                        each.key(), each.value().text().orElse(""), file, each.value().place()));
    return Stream.concat(mapped, environment.elements().flatMap(each -> element(each, file)));
  }

  private static Stream<PassedVariable> element(Value element, ProjectFile file) {
    String[] sides = element.text().orElse("").split("=", 2);
    if (sides.length == 2) {
      return Stream.of(
          new PassedVariable(sides[0].strip(), sides[1].strip(), file, element.place()));
    }
    return element.get("name").flatMap(Value::text).stream()
        .flatMap(
            name ->
                element.get("value").stream()
                    .map(
                        value ->
                            new PassedVariable(
                                name, value.text().orElse(""), file, value.place())));
  }
}
