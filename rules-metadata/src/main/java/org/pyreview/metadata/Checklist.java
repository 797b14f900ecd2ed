package org.pyreview.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The review checklist of {@code checklist.yaml}: sections of points, each with what answers it.
 *
 * @param sections in the order users see them
 */
record Checklist(List<Section> sections) {

  /**
   * Points that belong together.
   *
   * @param onlyFor traits of projects, of which one has to be there; empty if it is for all
   */
  record Section(String name, String slug, List<String> onlyFor, List<Point> points) {}

  /**
   * One point of the checklist.
   *
   * @param rules keys of our own rules, written or planned
   * @param deeper keys of rules that are planned to see more of what the others answer already
   * @param builtin keys of the Python analyzer's rules
   * @param rollsUp other points that answer this one: {@code section:<slug>} or {@code
   *     point:<slug>}
   * @param unseen what the evidence can't show
   */
  record Point(
      String name,
      String slug,
      String question,
      List<String> rules,
      List<String> deeper,
      List<String> builtin,
      List<String> rollsUp,
      String unseen) {

    List<String> written(Set<String> existing) {
      return rules.stream().filter(existing::contains).toList();
    }

    List<String> planned(Set<String> existing) {
      return rules.stream().filter(key -> !existing.contains(key)).toList();
    }
  }

  /** How far a point is built, the worst last. */
  enum Status {
    WORKING,
    PARTIAL,
    PLANNED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How far a point is built: working when all its rules are written, partial when some are,
   * planned when none is. A point that rolls up others is built as far as they are together.
   *
   * @param existing keys of the rules that are written
   */
  Status status(Point point, Set<String> existing) {
    return status(point, existing, new HashSet<>());
  }

  private Status status(Point point, Set<String> existing, Set<String> visited) {
    List<Status> parts = new ArrayList<>();
    if (!point.rules.isEmpty()) {
      parts.add(
          point.planned(existing).isEmpty()
              ? Status.WORKING
              : point.written(existing).isEmpty() ? Status.PLANNED : Status.PARTIAL);
    }
    point.rollsUp.stream()
        .flatMap(this::targets)
        .filter(target -> visited.add(target.slug))
        .forEach(target -> parts.add(status(target, existing, visited)));
    Set<Status> distinct = Set.copyOf(parts);
    return distinct.isEmpty()
        ? Status.WORKING
        : distinct.size() == 1 ? parts.get(0) : Status.PARTIAL;
  }

  private Stream<Point> targets(String target) {
    String slug = target.substring(target.indexOf(':') + 1);
    return target.startsWith("section:")
        ? sections.stream()
            .filter(section -> section.slug.equals(slug))
            .flatMap(section -> section.points.stream())
        : points().filter(point -> point.slug.equals(slug));
  }

  static Checklist read(Path file) {
    try {
      Map<String, Object> yaml = Rule.Yamls.map(Files.readString(file), file.toString());
      List<Section> sections =
          maps(yaml.get("sections")).stream()
              .map(
                  section ->
                      new Section(
                          text(section, "name"),
                          text(section, "slug"),
                          strings(section.get("only-for")),
                          maps(section.get("points")).stream().map(Checklist::point).toList()))
              .toList();
      Checklist checklist = new Checklist(sections);
      checklist.requireValid(file);
      return checklist;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Point point(Map<String, Object> yaml) {
    return new Point(
        text(yaml, "name"),
        text(yaml, "slug"),
        text(yaml, "question"),
        strings(yaml.get("rules")),
        strings(yaml.get("deeper")),
        strings(yaml.get("builtin")),
        strings(yaml.get("rolls-up")),
        text(yaml, "unseen"));
  }

  private void requireValid(Path file) {
    Set<String> targets = new HashSet<>();
    for (Section section : sections) {
      requireNew(targets, "section:" + section.slug, file);
      for (Point point : section.points) {
        requireNew(targets, "point:" + point.slug, file);
      }
    }
    points()
        .filter(
            point -> point.rules.isEmpty() && point.builtin.isEmpty() && point.rollsUp.isEmpty())
        .findFirst()
        .ifPresent(
            point -> {
              throw new MetadataException(file + ": nothing answers the point " + point.slug);
            });
    points()
        .flatMap(point -> point.rollsUp.stream())
        .filter(target -> !targets.contains(target))
        .findFirst()
        .ifPresent(
            target -> {
              throw new MetadataException(file + ": rolls up unknown " + target);
            });
  }

  private static void requireNew(Set<String> slugs, String slug, Path file) {
    if (!slugs.add(slug)) {
      throw new MetadataException(file + ": slug twice: " + slug);
    }
  }

  Stream<Point> points() {
    return sections.stream().flatMap(section -> section.points.stream());
  }

  /** Every rule of the Python analyzer that answers some point, without duplicates. */
  Set<String> builtinRules() {
    Set<String> keys = new LinkedHashSet<>();
    points().forEach(point -> keys.addAll(point.builtin));
    return keys;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object value) {
    return (List<Map<String, Object>>) value;
  }

  private static List<String> strings(Object value) {
    List<String> strings = new ArrayList<>();
    if (value != null) {
      ((List<?>) value).forEach(item -> strings.add(String.valueOf(item)));
    }
    return strings;
  }

  private static String text(Map<String, Object> yaml, String field) {
    Object value = yaml.get(field);
    if (value == null) {
      throw new MetadataException("checklist: '" + field + "' is missing in " + yaml);
    }
    return String.valueOf(value);
  }
}
