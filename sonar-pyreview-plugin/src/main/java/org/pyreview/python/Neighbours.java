package org.pyreview.python;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The Python files that lie beside a file and in the folder above, as text: a rule that runs in the
 * IDE sees one file only, and asks them before it says that something is nowhere.
 */
final class Neighbours {

  private static final int MOST = 200;
  private static final long LARGEST = 500_000;

  private final URI uri;
  private List<String> texts;

  /**
   * @param uri of the file; one that is no path on the disk has no neighbours
   */
  Neighbours(URI uri) {
    this.uri = uri;
  }

  /** Whether a pattern is found in some of them. */
  boolean contain(Pattern pattern) {
    if (texts == null) {
      texts = new ArrayList<>();
      Path file = "file".equals(uri.getScheme()) ? Path.of(uri) : null;
      if (file != null && file.getParent() != null) {
        read(file.getParent(), file);
        if (Files.exists(file.resolveSibling("__init__.py"))
            && file.getParent().getParent() != null) {
          read(file.getParent().getParent(), file);
        }
      }
    }
    return texts.stream().anyMatch(text -> pattern.matcher(text).find());
  }

  private void read(Path folder, Path file) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.py")) {
      for (Path each : files) {
        if (texts.size() < MOST && !each.equals(file) && Files.size(each) < LARGEST) {
          texts.add(new String(Files.readAllBytes(each), StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      // What can't be read says nothing.
    }
  }
}
