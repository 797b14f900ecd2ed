package org.pyreview.project.files;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A file of YAML, one document or several.
 *
 * @param documents the roots
 */
public record YamlFile(List<Value> documents) {

  private static final Logger LOG = LoggerFactory.getLogger(YamlFile.class);

  /**
   * Reads the text of a file.
   *
   * @param path to name in the log
   * @return without documents, with a log line, if it is no valid YAML
   */
  public static YamlFile parse(String path, String text) {
    List<Value> documents = new ArrayList<>();
    try {
      for (Node root :
          new Yaml(new SafeConstructor(new LoaderOptions())).composeAll(new StringReader(text))) {
        documents.add(new Value(root));
      }
    } catch (YAMLException e) {
      LOG.warn("{} is not reviewed: {}", path, e.getMessage().lines().findFirst().orElse(""));
      return new YamlFile(List.of());
    }
    return new YamlFile(documents);
  }

  /** A value and where it stands. */
  public record Value(Node node) {

    /** The value under a key of a mapping. */
    public Optional<Value> get(String key) {
      return entries().filter(each -> each.key.equals(key)).map(Entry::value).findFirst();
    }

    /** The entries of a mapping; none of anything else. */
    public Stream<Entry> entries() {
      return node instanceof MappingNode mapping
          ? mapping.getValue().stream()
              .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode)
              .map(Entry::of)
          : Stream.empty();
    }

    /** The elements of a list; none of anything else. */
    public Stream<Value> elements() {
      return node instanceof SequenceNode sequence
          ? sequence.getValue().stream().map(Value::new)
          : Stream.empty();
    }

    /** The text of a scalar. */
    public Optional<String> text() {
      return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** The value and everything below it. */
    public Stream<Value> all() {
      return Stream.concat(
          Stream.of(this),
          Stream.concat(entries().map(Entry::value), elements()).flatMap(Value::all));
    }

    public Place place() {
      return new Place(
          node.getStartMark().getLine() + 1,
          node.getStartMark().getColumn(),
          node.getEndMark().getLine() + 1,
          node.getEndMark().getColumn());
    }
  }

  /** An entry of a mapping. */
  public record Entry(String key, Value value) {
    private static Entry of(NodeTuple tuple) {
      return new Entry(
          ((ScalarNode) tuple.getKeyNode()).getValue(), new Value(tuple.getValueNode()));
    }
  }
}
