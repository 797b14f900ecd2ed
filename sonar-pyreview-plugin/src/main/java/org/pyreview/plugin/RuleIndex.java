package org.pyreview.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the build generated from the rules' metadata files. There is no list of rules to keep: a
 * metadata file and a class with the matching name are a rule.
 */
public final class RuleIndex {

  private RuleIndex() {}

  /** The class of every rule, sorted by key. */
  public static List<Class<?>> classes() {
    return lines("/org/pyreview/rules.txt").stream()
        .<Class<?>>map(line -> load(line.split(" ")[2]))
        .toList();
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
