package org.pyreview.project.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A file in the format of Python's configparser, as far as setup.cfg needs it: sections, keys, and
 * values that go on in indented lines.
 *
 * @param sections values by key, by section; keys in lower case
 * @see <a href="https://docs.python.org/3/library/configparser.html">configparser</a>
 */
public record IniFile(Map<String, Map<String, String>> sections) {

  /** Reads a text; lines it doesn't understand are left out. */
  public static IniFile parse(String text) {
    Map<String, Map<String, String>> sections = new HashMap<>();
    Map<String, String> section = new HashMap<>();
    String key = "";
    for (String line : text.split("\n")) {
      String plain = line.strip();
      boolean isContinued = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
      int end = plain.indexOf('=') < 0 ? plain.indexOf(':') : plain.indexOf('=');
      if (plain.isEmpty() || plain.startsWith("#") || plain.startsWith(";")) {
        continue;
      }
      if (!isContinued && plain.startsWith("[") && plain.endsWith("]")) {
        section = new HashMap<>();
        sections.put(plain.substring(1, plain.length() - 1).strip(), section);
      } else if (isContinued && !key.isEmpty()) {
        section.merge(key, plain, (before, more) -> before + "\n" + more);
      } else if (end > 0) {
        key = plain.substring(0, end).strip().toLowerCase(Locale.ROOT);
        section.put(key, plain.substring(end + 1).strip());
      }
    }
    return new IniFile(sections);
  }

  /** The values of a section by key; empty if there is no such section. */
  public Map<String, String> section(String name) {
    return sections.getOrDefault(name, Map.of());
  }
}
