package org.pyreview.project.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.files.RequirementsFile;

/** What is known about Python packages in general: names of modules and of distributions. */
public final class PythonPackages {

  private static final PythonPackages KNOWN = new PythonPackages();

  /** Part of every environment, or put together by several distributions. */
  private static final Set<String> ALWAYS =
      Set.of("setuptools", "pkg_resources", "_distutils_hack", "pip", "google", "azure", "zope");

  /** What a distribution hives off and needs in the same version: {@code pydantic-core}. */
  private static final Set<String> SISTERS =
      Set.of("ext", "extensions", "core", "common", "base", "types", "stubs", "utils");

  /** Types of another package, or its fixtures for tests: they don't bring it along. */
  private static final Pattern ABOUT_ANOTHER = Pattern.compile("types-.+|.+-stubs|pytest-.+");

  private final Set<String> standard = new HashSet<>();
  private final Set<String> sameNames = new HashSet<>();
  private final Map<String, List<String>> distributions = table("distributions.properties");
  private final Map<String, List<String>> companions = table("companions.properties");

  private PythonPackages() {
    standard.addAll(table("standard-library.txt").keySet());
    sameNames.addAll(table("same-names.txt").keySet());
  }

  private static Map<String, List<String>> table(String name) {
    InputStream resource =
        PythonPackages.class.getResourceAsStream("/org/pyreview/project/" + name);
    Properties entries = new Properties();
    try (Reader reader = new InputStreamReader(resource, StandardCharsets.UTF_8)) {
      entries.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, List<String>> table = new HashMap<>();
    entries
        .stringPropertyNames()
        .forEach(key -> table.put(key, List.of(entries.getProperty(key).split("\\s+"))));
    return table;
  }

  /** The packages of this plugin's version. */
  public static PythonPackages known() {
    return KNOWN;
  }

  /** Whether Python brings the module along, in any version, or every environment has it. */
  public boolean isStandard(String module) {
    return standard.contains(module) || ALWAYS.contains(module) || module.startsWith("_");
  }

  /** The distribution that most likely provides a module. */
  public String distribution(String module) {
    return distributions.containsKey(module)
        ? distributions.get(module).get(0)
        : normalized(module);
  }

  /**
   * The distributions that are known to provide a module.
   *
   * @return empty where the name of the module alone tells nothing
   */
  public List<String> knownDistributions(String module) {
    return distributions.getOrDefault(
        module, sameNames.contains(module) ? List.of(normalized(module)) : List.of());
  }

  /**
   * Whether one of some distributions provides a module: by its name, the table of those that are
   * called otherwise, as a companion, or since its name contains the module's.
   *
   * @param declared normalised names
   */
  public boolean isProvided(String module, Set<String> declared) {
    String name = normalized(module);
    return declared.contains(name)
        || distributions.getOrDefault(module, List.of()).stream().anyMatch(declared::contains)
        || declared.stream()
            .anyMatch(each -> companions.getOrDefault(each, List.of()).contains(module))
        || declared.stream().anyMatch(each -> contains(each, name) || isSister(each, name));
  }

  private static boolean isSister(String distribution, String module) {
    return module.startsWith(distribution + "-")
        && SISTERS.contains(module.substring(distribution.length() + 1));
  }

  private static boolean contains(String distribution, String module) {
    return !ABOUT_ANOTHER.matcher(distribution).matches() && isPart(distribution, module);
  }

  private static boolean isPart(String distribution, String module) {
    return List.of(distribution.split("-")).contains(module)
        || (module.length() > 3 && distribution.replace("-", "").contains(module.replace("-", "")));
  }

  /** A name as package indexes compare it (PEP 503). */
  public static String normalized(String name) {
    return RequirementsFile.normalized(name);
  }
}
