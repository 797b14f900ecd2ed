package org.pyreview.python;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a file lies in its project: segments of the path, folders first.
 *
 * @param segments never empty; the last is the file's name
 */
public record ModulePath(List<String> segments) {

  private static final Set<String> TEST_FOLDERS =
      Set.of("test", "tests", "testing", "testdata", "test_utils", "e2e");

  private static final Pattern GENERATED =
      Pattern.compile(".*_pb2(?:_grpc)?\\.py|.*_generated\\.py");

  /**
   * @param path with slashes, relative to the project
   */
  public static ModulePath of(String path) {
    return new ModulePath(List.of(path.replace('\\', '/').replaceAll("^/+", "").split("/+")));
  }

  /**
   * @param key the analyzer's key of a file: {@code project:path} on the server, a URI in the IDE
   */
  public static ModulePath ofKey(String key) {
    return of(key.substring(key.lastIndexOf(':') + 1));
  }

  /** The last segments, at most so many: the file and the folders nearest to it. */
  public ModulePath end(int most) {
    return new ModulePath(segments.subList(Math.max(0, segments.size() - most), segments.size()));
  }

  public String fileName() {
    return segments.get(segments.size() - 1);
  }

  /** Whether some folder on the way to the file has one of these names. */
  public boolean isBelow(Set<String> folders) {
    for (int i = 0; i < segments.size() - 1; i++) {
      if (folders.contains(segments.get(i).toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** Whether pytest or unittest would take this file for a test, or it supports tests. */
  public boolean isTest() {
    String name = fileName();
    return name.startsWith("test_")
        || name.endsWith("_test.py")
        || name.equals("tests.py")
        || name.equals("testing.py")
        || name.equals("conftest.py")
        || name.equals("pytest_plugin.py")
        || isBelow(TEST_FOLDERS);
  }

  /** Whether a tool writes the file, told by the name that such tools give. */
  public boolean isGenerated() {
    return GENERATED.matcher(fileName()).matches();
  }

  @Override
  public String toString() {
    return String.join("/", segments);
  }
}
