package org.pyreview.ecosystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A change of a real project that puts a violation there, and what the rule reports then.
 *
 * @param project name of the checkout
 * @param changed what was changed, in words
 * @param edits of files
 * @param at {@code path:line} after the edits, or {@code (project)}
 * @param message that is reported there
 */
public record Mutation(
    String rule, String project, String changed, List<Edit> edits, String at, String message) {

  private static final List<String> FIELDS =
      List.of("rule", "project", "changed", "file", "find", "replacement", "at", "message");

  /**
   * A change of one file, or of the history as {@link RemadeHistory} makes it.
   *
   * @param find text that the file has once; {@code <new>} for a file that isn't there, {@code
   *     <all>} for its whole text
   * @param replacement of that; nothing in place of a whole text deletes the file
   */
  public record Edit(String path, String find, String replacement) {

    static final String NEW = "<new>";
    static final String ALL = "<all>";

    /**
     * The text after the edit.
     *
     * @param text before; {@code null} if there is no file
     * @return {@code null} if there is no file then
     * @throws IllegalArgumentException if the text isn't what the edit expects
     */
    String apply(String text) {
      if (find.equals(NEW) ? text != null : text == null) {
        throw new IllegalArgumentException(
            path + (text == null ? " is not there" : " is there already"));
      }
      if (find.equals(NEW)) {
        return replacement;
      }
      if (find.equals(ALL)) {
        return replacement.isEmpty() ? null : replacement;
      }
      int at = text.indexOf(find);
      if (at < 0 || text.indexOf(find, at + 1) >= 0) {
        throw new IllegalArgumentException(
            path + " has the text " + (at < 0 ? "nowhere: " : "more than once: ") + find);
      }
      return text.substring(0, at) + replacement + text.substring(at + find.length());
    }
  }

  /** Reads {@code mutations.tsv}: rows of the same rule, project and words are one mutation. */
  static List<Mutation> readAll(Path folder) {
    Map<List<String>, List<List<String>>> rows =
        Table.read(folder.resolve("mutations.tsv"), FIELDS).stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.subList(0, 3), LinkedHashMap::new, Collectors.toList()));
    List<Mutation> mutations = new ArrayList<>();
    rows.forEach(
        (names, edits) ->
            mutations.add(
                new Mutation(
                    names.get(0),
                    names.get(1),
                    names.get(2),
                    edits.stream()
                        .map(row -> new Edit(row.get(3), text(row.get(4)), text(row.get(5))))
                        .toList(),
                    edits.get(0).get(6),
                    edits.get(0).get(7))));
    return mutations;
  }

  static void writeAll(Path folder, List<Mutation> mutations) {
    List<List<String>> rows = new ArrayList<>();
    for (Mutation each : mutations) {
      for (Edit edit : each.edits) {
        boolean isFirst = rows.isEmpty() || edit == each.edits.get(0);
        rows.add(
            List.of(
                each.rule,
                each.project,
                each.changed,
                edit.path,
                field(edit.find),
                field(edit.replacement),
                isFirst ? each.at : "",
                isFirst ? each.message : ""));
      }
    }
    Table.writeExactly(folder.resolve("mutations.tsv"), FIELDS, rows);
  }

  /** Line ends and tabs stand as {@code \n} and {@code \t} in a field. */
  private static String text(String field) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char next = i + 1 < field.length() ? field.charAt(i + 1) : 0;
      if (field.charAt(i) == '\\' && (next == 'n' || next == 't' || next == '\\')) {
        text.append(next == 'n' ? '\n' : next == 't' ? '\t' : '\\');
        i++;
      } else {
        text.append(field.charAt(i));
      }
    }
    return text.toString();
  }

  private static String field(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
  }

  Mutation reporting(String newMessage) {
    return new Mutation(rule, project, changed, edits, at, newMessage);
  }
}
