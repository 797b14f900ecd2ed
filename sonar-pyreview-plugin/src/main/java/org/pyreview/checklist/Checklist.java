package org.pyreview.checklist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The review checklist that the build generated.
 *
 * @param frameworks the frameworks that a rule of ours is about, by its key; rules about all are
 *     left out
 */
public record Checklist(List<Section> sections, Map<String, List<String>> frameworks) {

  /**
   * Points that belong together.
   *
   * @param onlyFor traits of projects, of which one has to be there; empty if it is for all
   */
  public record Section(String name, String slug, List<String> onlyFor, List<Point> points) {}

  /**
   * A point of the checklist.
   *
   * @param rules keys of our rules that answer it
   * @param builtin keys of the Python analyzer's rules that do
   * @param rollsUp {@code section:slug} and {@code point:slug} whose answers are its answer
   * @param planned keys of the rules of ours that are not written yet
   */
  public record Point(
      String slug,
      List<String> rules,
      List<String> builtin,
      List<String> rollsUp,
      List<String> planned) {}

  private static final String RESOURCE = "/org/pyreview/checklist.json";

  /** Reads the checklist of this plugin. */
  @SuppressWarnings("unchecked")
  public static Checklist load() {
    try (InputStream in = Checklist.class.getResourceAsStream(RESOURCE)) {
      // JSON is YAML.
      Map<String, Object> json =
          new Yaml(new SafeConstructor(new LoaderOptions()))
              .load(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      List<Map<String, Object>> sections = (List<Map<String, Object>>) json.get("sections");
      return new Checklist(
          sections.stream().map(Checklist::section).toList(),
          (Map<String, List<String>>) json.get("frameworks"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Section section(Map<String, Object> json) {
    List<Map<String, Object>> points = (List<Map<String, Object>>) json.get("points");
    return new Section(
        (String) json.get("name"),
        (String) json.get("slug"),
        (List<String>) json.get("onlyFor"),
        points.stream().map(Checklist::point).toList());
  }

  @SuppressWarnings("unchecked")
  private static Point point(Map<String, Object> json) {
    return new Point(
        (String) json.get("slug"),
        (List<String>) json.get("rules"),
        (List<String>) json.get("builtin"),
        (List<String>) json.get("rollsUp"),
        (List<String>) json.get("planned"));
  }

  /** All points in their order. */
  public Stream<Point> points() {
    return sections.stream().flatMap(section -> section.points().stream());
  }
}
