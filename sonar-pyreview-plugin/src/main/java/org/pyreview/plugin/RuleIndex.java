package org.pyreview.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pyreview.python.Guard;

/**
 * What the build generated from the rules' metadata files. There is no list of rules to keep: a
 * metadata file and a class with the matching name are a rule.
 */
public final class RuleIndex {

  private RuleIndex() {}

  /** The class of every rule, sorted by key; one that can't be loaded here is logged, not there. */
  public static List<Class<?>> classes() {
    Guard guard = Guard.of("list of rules");
    return lines("/org/pyreview/rules.txt").stream()
        .map(line -> line.split(" ")[2])
        .<Class<?>>flatMap(name -> guard.<Class<?>>result(name, () -> load(name)).stream())
        .toList();
  }

  /** The keys that rules had in earlier versions, by the key of today. */
  static Map<String, List<String>> deprecatedKeys() {
    return lines("/org/pyreview/rules.txt").stream()
        .map(line -> List.of(line.split(" ")))
        .collect(Collectors.toMap(words -> words.get(0), words -> words.subList(3, words.size())));
  }

  /** An instance of every rule of which one can be made here. */
  static List<Object> instances() {
    Guard guard = Guard.of("list of rules");
    return guard.result("the plugin", RuleIndex::classes).orElse(List.of()).stream()
        .flatMap(rule -> guard.result(rule.getSimpleName(), () -> instance(rule)).stream())
        .toList();
  }

  private static Object instance(Class<?> rule) {
    try {
      return rule.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(rule + " has no public constructor that works", e);
    }
  }

  /** Keys of the profile's rules, as {@code repository:rule}. */
  public static List<String> profile() {
    return lines("/org/pyreview/profile.txt");
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, true, RuleIndex.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("A rule's metadata has no class " + name, e);
    }
  }

  private static List<String> lines(String resource) {
    try (InputStream in = RuleIndex.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
