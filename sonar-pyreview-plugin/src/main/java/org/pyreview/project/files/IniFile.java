package org.pyreview.project.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A file in the format of Python's configparser, as far as setup.cfg needs it: sections, keys, and
 * values that go on in indented lines.
 *
 * @param sections values by key, by section; keys in lower case
 * @param lines where each key stands, by section and key, from 1
 * @see <a href="https://docs.python.org/3/library/configparser.html">configparser</a>
 */
public record IniFile(
    Map<String, Map<String, String>> sections, Map<String, Map<String, Integer>> lines) {

  /** Reads a text; lines it doesn't understand are left out. */
  public static IniFile parse(String text) {
    Map<String, Map<String, String>> sections = new HashMap<>();
    Map<String, Map<String, Integer>> lines = new HashMap<>();
    Map<String, String> section = new HashMap<>();
    Map<String, Integer> linesOfSection = new HashMap<>();
    String key = "";
    int number = 0;
    for (String line : text.split("\n")) {
      number++;
      String plain = line.strip();
      boolean isContinued = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
      int end = plain.indexOf('=') < 0 ? plain.indexOf(':') : plain.indexOf('=');
      if (plain.isEmpty() || plain.startsWith("#") || plain.startsWith(";")) {
        continue;
      }
      if (!isContinued && plain.startsWith("[") && plain.endsWith("]")) {
        section = new HashMap<>();
        linesOfSection = new HashMap<>();
        sections.put(plain.substring(1, plain.length() - 1).strip(), section);
        lines.put(plain.substring(1, plain.length() - 1).strip(), linesOfSection);
      } else if (isContinued && !key.isEmpty()) {
        section.merge(key, plain, (before, more) -> before + "\n" + more);
      } else if (end > 0) {
        key = plain.substring(0, end).strip().toLowerCase(Locale.ROOT);
        section.put(key, plain.substring(end + 1).strip());
        linesOfSection.put(key, number);
      }
    }
    return new IniFile(sections, lines);
  }

  /** The values of a section by key; empty if there is no such section. */
  public Map<String, String> section(String name) {
    return sections.getOrDefault(name, Map.of());
  }

  /** The line of a key of a section, from 1. */
  public Optional<Integer> line(String section, String key) {
    return Optional.ofNullable(lines.getOrDefault(section, Map.of()).get(key));
  }
}
