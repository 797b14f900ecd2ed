package org.pyreview.its;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unpacks distributions. */
final class Zip {

  private Zip() {}

  /**
   * Unpacks an archive whose entries lie in one folder, without that folder.
   *
   * @param wanted which paths below that folder to take
   */
  static void unpack(Path zip, Path target, Predicate<String> wanted) {
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      for (Enumeration<? extends ZipEntry> all = archive.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        String path = entry.getName().substring(entry.getName().indexOf('/') + 1);
        Path file = target.resolve(path).normalize();
        if (path.isEmpty() || !file.startsWith(target) || !wanted.test(path)) {
          continue;
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        try (var in = archive.getInputStream(entry)) {
          Files.copy(in, file);
        }
        if (path.matches("(?:.*/)?bin/.*|.*\\.sh")) {
          file.toFile().setExecutable(true, false);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
