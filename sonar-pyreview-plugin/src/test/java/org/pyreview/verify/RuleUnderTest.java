package org.pyreview.verify;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A rule as the build knows it, with its fixtures and the examples of its description. */
public record RuleUnderTest(String key, String kind, Class<?> type) {

  /** A code example of the description. */
  public record Example(
      boolean compliant, Map<String, String> files, Map<String, String> parameters) {}

  /** Every rule of the generated index. */
  public static List<RuleUnderTest> all() {
    try (InputStream in = RuleUnderTest.class.getResourceAsStream("/org/pyreview/rules.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" "))
          .map(words -> new RuleUnderTest(words[0], words[1], load(words[2])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("No class " + name + " for the rule's metadata file", e);
    }
  }

  public Object instance() {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The rule with some of its parameters changed.
   *
   * @param parameters values by the parameter's key; every parameter is a public field of its name
   */
  public Object instance(Map<String, String> parameters) {
    Object rule = instance();
    parameters.forEach(
        (name, value) -> {
          try {
            Field field = type.getField(name);
            field.set(rule, parsed(value, field.getType()));
          } catch (ReflectiveOperationException e) {
            throw new AssertionError(key + " has no parameter " + name, e);
          }
        });
    return rule;
  }

  private static Object parsed(String value, Class<?> type) {
    if (type == int.class) {
      return Integer.valueOf(value);
    }
    return type == boolean.class ? Boolean.valueOf(value) : value;
  }

  public String area() {
    String packageName = type.getPackageName();
    return packageName.substring(packageName.lastIndexOf('.') + 1);
  }

  /** The projects among the fixtures: a Python file is one, and so is each folder in a folder. */
  public List<Path> fixtures() {
    Path base = fixtureFolder().resolve(area());
    Path single = base.resolve(key + ".py");
    Path folder = base.resolve(key);
    try (Stream<Path> projects =
        Files.isDirectory(folder) ? Files.list(folder) : Stream.<Path>empty()) {
      return Stream.concat(
              Stream.of(single).filter(Files::exists), projects.filter(Files::isDirectory).sorted())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where fixtures lie. */
  public static Path fixtureFolder() {
    try {
      return Path.of(RuleUnderTest.class.getResource("/fixtures").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  public List<Example> examples() {
    try (InputStream in =
        RuleUnderTest.class.getResourceAsStream("/org/pyreview/examples/" + key + ".json")) {
      return new Gson()
          .fromJson(
              new InputStreamReader(in, StandardCharsets.UTF_8),
              new TypeToken<List<Example>>() {}.getType());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return key;
  }
}
