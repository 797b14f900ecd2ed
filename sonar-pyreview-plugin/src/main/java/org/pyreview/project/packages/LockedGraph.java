package org.pyreview.project.packages;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which distribution needs which, as the lock files of uv, Poetry and PDM say; those of other tools
 * don't. They are written by machines, always in the same lines, and up to a megabyte long: a
 * parser of TOML takes seconds for that.
 *
 * @see <a href="https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile">uv: the
 *     lockfile</a>
 */
final class LockedGraph {

  private static final Pattern NAME = Pattern.compile("name = \"([^\"]+)\"");
  private static final Pattern ELEMENT =
      Pattern.compile("\\s+(?:\\{ ?name = \"([^\"]+)\".*|\"([\\w.-]+).*\",?)");
  private static final Pattern ENTRY = Pattern.compile("\"?([\\w.-]+)\"? = (.*)");
  private static final Pattern TABLE = Pattern.compile("\\[package\\.dependencies\\.(.+)]");
  private static final String PACKAGE = "[[package]]";
  private static final String LIST = "dependencies = [";

  private final Map<String, Set<String>> required = new HashMap<>();
  private final Map<String, Set<String>> optional = new HashMap<>();

  private LockedGraph() {}

  /**
   * @param lock the text of a lock file; one that says nothing of that gives an empty graph
   */
  static LockedGraph of(String lock) {
    LockedGraph graph = new LockedGraph();
    String name = "";
    String section = "";
    boolean isInList = false;
    for (String line : (Iterable<String>) lock.lines()::iterator) {
      if (line.startsWith("[")) {
        section = line.strip();
        isInList = false;
        Matcher table = TABLE.matcher(section);
        if (table.matches()) {
          graph.add(name, table.group(1), false);
        }
        name = section.equals(PACKAGE) ? "" : name;
      } else if (section.equals(PACKAGE) && line.startsWith("name = ")) {
        Matcher found = NAME.matcher(line);
        name = found.find() ? PythonPackages.normalized(found.group(1)) : "";
      } else if (section.equals(PACKAGE) && (isInList || line.startsWith(LIST))) {
        isInList = !line.startsWith("]") && !line.endsWith("]");
        graph.addElement(name, line, false);
      } else if (section.equals("[package.optional-dependencies]")) {
        graph.addElement(name, line, true);
      } else if (section.equals("[package.dependencies]")) {
        graph.addEntry(name, line);
      }
    }
    return graph;
  }

  private void addElement(String name, String line, boolean isOptional) {
    Matcher element = ELEMENT.matcher(line);
    if (element.matches()) {
      add(name, element.group(1) != null ? element.group(1) : element.group(2), isOptional);
    }
  }

  private void addEntry(String name, String line) {
    Matcher entry = ENTRY.matcher(line);
    if (entry.matches()) {
      add(name, entry.group(1), entry.group(2).contains("optional = true"));
    }
  }

  private void add(String name, String needed, boolean isOptional) {
    (isOptional ? optional : required)
        .computeIfAbsent(name, key -> new HashSet<>())
        .add(PythonPackages.normalized(needed.replace("\"", "")));
  }

  /**
   * The distributions that always need another one, of those that come along with some.
   *
   * @param roots normalised names of what is asked for
   */
  List<String> needing(String distribution, Collection<String> roots) {
    Set<String> installed = new TreeSet<>(roots);
    Deque<String> left = new ArrayDeque<>(roots);
    while (!left.isEmpty()) {
      String next = left.pop();
      for (Map<String, Set<String>> edges : List.of(required, optional)) {
        edges.getOrDefault(next, Set.of()).stream().filter(installed::add).forEach(left::push);
      }
    }
    return installed.stream()
        .filter(each -> required.getOrDefault(each, Set.of()).contains(distribution))
        .toList();
  }
}
