package org.pyreview.project.files;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
      LoaderOptions options = new LoaderOptions();
      // The limit is against values that grow when they are copied; nothing is copied here.
      options.setMaxAliasesForCollections(Integer.MAX_VALUE);
      MarkedText marked = new MarkedText(text.split("\n", -1));
      for (Node root : new Yaml(new SafeConstructor(options)).composeAll(new StringReader(text))) {
        documents.add(new Value(root, marked));
      }
    } catch (YAMLException e) {
      LOG.warn("{} is not reviewed: {}", path, e.getMessage().lines().findFirst().orElse(""));
      return new YamlFile(List.of());
    }
    return new YamlFile(documents);
  }

  /** A value and where it stands. */
  public record Value(Node node, MarkedText source) {

    /** The value under a key of a mapping. */
    public Optional<Value> get(String key) {
      return entries().filter(each -> each.key.equals(key)).map(Entry::value).findFirst();
    }

    /** The entries of a mapping, those that it merges last; none of anything else. */
    public Stream<Entry> entries() {
      Map<String, Entry> found = new LinkedHashMap<>();
      if (node instanceof MappingNode) {
        collect(found, Collections.newSetFromMap(new IdentityHashMap<>()));
      }
      return found.values().stream();
    }

    private void collect(Map<String, Entry> found, Set<Node> seen) {
      if (!seen.add(node)) {
        return;
      }
      if (node instanceof SequenceNode) {
        elements().forEach(each -> each.collect(found, seen));
      } else if (node instanceof MappingNode mapping) {
        List<Entry> entries =
            mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode)
                .map(tuple -> Entry.of(tuple, source))
                .toList();
        entries.stream()
            .filter(each -> !each.isMerge())
            .forEach(each -> found.putIfAbsent(each.key, each));
        entries.stream().filter(Entry::isMerge).forEach(each -> each.value.collect(found, seen));
      }
    }

    /** The elements of a list; none of anything else. */
    public Stream<Value> elements() {
      return node instanceof SequenceNode sequence
          ? sequence.getValue().stream().map(element -> new Value(element, source))
          : Stream.empty();
    }

    /** The text of a scalar. */
    public Optional<String> text() {
      return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** The value and everything below it, each once, however often aliases lead there. */
    public Stream<Value> all() {
      Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      List<Value> found = new ArrayList<>();
      Deque<Value> open = new ArrayDeque<>();
      open.push(this);
      while (!open.isEmpty()) {
        Value value = open.pop();
        if (seen.add(value.node)) {
          found.add(value);
          List<Value> below =
              Stream.concat(value.entries().map(Entry::value), value.elements()).toList();
          for (int i = below.size() - 1; i >= 0; i--) {
            open.push(below.get(i));
          }
        }
      }
      return found.stream();
    }

    public Place place() {
      return source.place(node);
    }
  }

  /** An entry of a mapping. */
  public record Entry(String key, Value value) {
    private static Entry of(NodeTuple tuple, MarkedText source) {
      return new Entry(
          ((ScalarNode) tuple.getKeyNode()).getValue(), new Value(tuple.getValueNode(), source));
    }

    /**
     * Whether it stands for the entries of another mapping.
     *
     * @see <a href="https://yaml.org/type/merge.html">YAML: merge key</a>
     */
    private boolean isMerge() {
      return key.equals("<<");
    }
  }
}
