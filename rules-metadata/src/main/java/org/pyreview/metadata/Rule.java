package org.pyreview.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One rule as its file describes it: {@code rules/<area>/<key>.md}, YAML front matter followed by a
 * description in Sonar's sections.
 *
 * @param key kebab-case name, the same as the file's
 * @param area folder of the file, and package of the class
 * @param frontMatter everything between the two {@code ---} lines
 * @param description Markdown after the front matter
 */
record Rule(String key, String area, Map<String, Object> frontMatter, String description) {

  /** How a rule gets its evidence; decides its base class and where it can run. */
  enum Kind {
    AST,
    FLOW,
    CROSS_FILE,
    PROJECT_FILE,
    TEMPLATE,
    GIT;

    /** Whether one open file is enough to say something. */
    boolean runsInTheIde() {
      return this == AST || this == FLOW;
    }

    static Kind of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** Percentage of the hits read that have to be right. */
  private static final int LEAST_PERCENT = 80;

  private static final Set<String> KNOWN_FIELDS =
      Set.of(
          "title",
          "kind",
          "scope",
          "frameworks",
          "quality",
          "severity",
          "attribute",
          "default",
          "effort",
          "tags",
          "cwe",
          "owasp",
          "deprecated-keys",
          "quick-fix",
          "changes",
          "example-parameters",
          "off-because",
          "measured-note",
          "measured");

  private static final List<String> REQUIRED_FIELDS =
      List.of(
          "title",
          "kind",
          "scope",
          "frameworks",
          "quality",
          "severity",
          "attribute",
          "default",
          "effort",
          "quick-fix");

  /**
   * Reads every rule below a folder, sorted by key.
   *
   * @throws MetadataException if a file is not a rule: the message names the file and the reason
   */
  static List<Rule> readAll(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Rule> rules =
          files
              .filter(file -> file.toString().endsWith(".md"))
              .map(Rule::read)
              .sorted((a, b) -> a.key.compareTo(b.key))
              .toList();
      requireEveryKeyMeansOneRule(rules);
      return rules;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server doesn't start if two rules claim the same issues. */
  private static void requireEveryKeyMeansOneRule(List<Rule> rules) {
    Set<String> taken =
        rules.stream().map(Rule::key).collect(Collectors.toCollection(HashSet::new));
    for (Rule rule : rules) {
      for (String deprecated : rule.deprecatedKeys()) {
        if (!taken.add(deprecated)) {
          throw new MetadataException(
              "the deprecated key %s of %s is another rule's".formatted(deprecated, rule.key()));
        }
      }
    }
  }

  private static Rule read(Path file) {
    String name = file.getFileName().toString();
    String key = name.substring(0, name.length() - ".md".length());
    String area = file.getParent().getFileName().toString();
    try {
      String text = Files.readString(file).replace("\r\n", "\n");
      int end = text.indexOf("\n---\n", 4);
      if (!text.startsWith("---\n") || end < 0) {
        throw new MetadataException(file + ": starts with no front matter between two '---' lines");
      }
      Map<String, Object> fields = Yamls.map(text.substring(4, end + 1), file.toString());
      Set<String> unknown = new TreeSet<>(fields.keySet());
      unknown.removeAll(KNOWN_FIELDS);
      if (!unknown.isEmpty()) {
        throw new MetadataException(file + ": unknown front matter " + unknown);
      }
      for (String field : REQUIRED_FIELDS) {
        if (fields.get(field) == null) {
          throw new MetadataException(file + ": front matter lacks '" + field + "'");
        }
      }
      Rule rule = new Rule(key, area, fields, text.substring(end + 5).strip());
      rule.requireSecurityStandards(file);
      rule.requirePrecision(file);
      rule.requireReason(file);
      return rule;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireSecurityStandards(Path file) {
    if (quality().equals("SECURITY") && (list("cwe").isEmpty() || list("owasp").isEmpty())) {
      throw new MetadataException(file + ": a security rule names its 'cwe' and 'owasp' entries");
    }
  }

  /** A rule that is wrong too often about real code isn't part of the profile. */
  private void requirePrecision(Path file) {
    List<Measurement> real = measurements().stream().filter(row -> !row.isPrepared()).toList();
    int read = real.stream().mapToInt(Measurement::read).sum();
    int correct = real.stream().mapToInt(Measurement::correct).sum();
    if (onByDefault() && 100 * correct < LEAST_PERCENT * read) {
      throw new MetadataException(
          "%s: %d of %d hits were right, less than %d %%: cure the rule, or set 'default: off'"
              .formatted(file, correct, read, LEAST_PERCENT));
    }
  }

  private void requireReason(Path file) {
    if (!onByDefault() && !frontMatter.containsKey("off-because")) {
      throw new MetadataException(file + ": 'default: off' needs its reason in 'off-because'");
    }
  }

  String title() {
    return text("title");
  }

  Kind kind() {
    return Kind.of(text("kind"));
  }

  String quality() {
    return text("quality");
  }

  String severity() {
    return text("severity");
  }

  String attribute() {
    return text("attribute");
  }

  boolean onByDefault() {
    // YAML 1.1 reads a bare on as true.
    return Boolean.TRUE.equals(frontMatter.get("default"));
  }

  Optional<String> quickFix() {
    String fix = text("quick-fix");
    return fix.startsWith("none") ? Optional.empty() : Optional.of(fix);
  }

  List<String> frameworks() {
    return list("frameworks");
  }

  String text(String field) {
    return String.valueOf(frontMatter.get(field));
  }

  List<String> list(String field) {
    Object value = frontMatter.get(field);
    if (value == null) {
      return List.of();
    }
    return ((List<?>) value).stream().map(String::valueOf).toList();
  }

  /** Keys that the rule had in earlier versions, under which servers know its older issues. */
  List<String> deprecatedKeys() {
    return list("deprecated-keys");
  }

  /** Values of the rule's parameters that its examples are meant with; none for the defaults. */
  Map<String, String> exampleParameters() {
    Map<String, String> values = new TreeMap<>();
    if (frontMatter.get("example-parameters") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
    }
    return values;
  }

  /** What was written down by hand, before there were ledgers. */
  List<Measurement> measurements() {
    return ((List<?>) frontMatter.getOrDefault("measured", List.of()))
        .stream().map(row -> Measurement.of((Map<?, ?>) row, key)).toList();
  }

  /** The class that implements the rule, by convention. */
  String className() {
    String camel =
        Stream.of(key.split("-"))
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
    return "org.pyreview.checks." + area + "." + camel + "Check";
  }

  /**
   * What the rule said about one real project.
   *
   * @param project name and version of the code that was read
   * @param hits number of issues
   * @param read how many of them were read in their source
   * @param correct how many of those a reviewer would have written
   */
  record Measurement(String project, int hits, int read, int correct) {

    /** What marks code in which somebody has put the violation on purpose. */
    private static final List<String> PREPARED = List.of(" with ", " without ", "the sample ");

    /**
     * Whether the violation was put there on purpose, so that the hit says nothing of precision.
     */
    boolean isPrepared() {
      return PREPARED.stream().anyMatch(project::contains);
    }

    static Measurement of(Map<?, ?> row, String key) {
      if (!row.keySet().equals(Set.of("project", "hits", "read", "correct"))) {
        throw new MetadataException(key + ": a measured row has other fields: " + row);
      }
      return new Measurement(
          String.valueOf(row.get("project")),
          (Integer) row.get("hits"),
          (Integer) row.get("read"),
          (Integer) row.get("correct"));
    }
  }

  /** YAML with plain types only: a metadata file can't name a class to load. */
  static final class Yamls {
    private Yamls() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(String yaml, String source) {
      try {
        return (Map<String, Object>) new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      } catch (RuntimeException e) {
        throw new MetadataException(source + ": " + e.getMessage());
      }
    }
  }
}
