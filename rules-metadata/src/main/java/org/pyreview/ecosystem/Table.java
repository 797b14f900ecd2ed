package org.pyreview.ecosystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of rows whose fields stand between tabs, the names of the fields first. */
final class Table {

  private Table() {}

  /**
   * The rows below the names; none where the file isn't there.
   *
   * @throws IllegalArgumentException if the file has other fields: the message names the line
   */
  static List<List<String>> read(Path file, List<String> names) {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<List<String>> rows = lines(file).map(Table::split).toList();
    for (int i = 0; i < rows.size(); i++) {
      if (i == 0 ? !rows.get(0).equals(names) : rows.get(i).size() != names.size()) {
        throw new IllegalArgumentException(
            "%s:%d: expected %s, found %s".formatted(file, i + 1, names, rows.get(i)));
      }
    }
    return rows.subList(Math.min(1, rows.size()), rows.size());
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> split(String line) {
    return Arrays.asList(line.split("\t", -1));
  }

  static void write(Path file, List<String> names, List<List<String>> rows) {
    writeExactly(
        file, names, rows.stream().map(row -> row.stream().map(Place::plain).toList()).toList());
  }

  /** Writes fields that have neither tabs nor line ends. */
  static void writeExactly(Path file, List<String> names, List<List<String>> rows) {
    write(
        file,
        Stream.concat(Stream.of(names), rows.stream())
            .map(row -> String.join("\t", row) + "\n")
            .collect(Collectors.joining()));
  }

  /** Whoever reads the file meanwhile sees the old or the new one, never a half. */
  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path half = file.resolveSibling(file.getFileName() + ".half");
      Files.writeString(half, text);
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
