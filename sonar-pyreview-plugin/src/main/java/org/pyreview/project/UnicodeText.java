package org.pyreview.project;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Text that says itself how it is encoded: PowerShell writes {@code pip freeze > requirements.txt}
 * in UTF-16, and pip reads it.
 *
 * @see <a href="https://www.unicode.org/faq/utf_bom.html#BOM">Unicode: byte order mark</a>
 */
public final class UnicodeText {

  private record Mark(Charset charset, byte[] bytes) {
    boolean begins(byte[] content) {
      return content.length >= bytes.length
          && Arrays.equals(content, 0, bytes.length, bytes, 0, bytes.length);
    }
  }

  /** The mark of UTF-32 begins with that of UTF-16. */
  private static final List<Mark> MARKS =
      List.of(
          mark("UTF-8", 0xEF, 0xBB, 0xBF),
          mark("UTF-32LE", 0xFF, 0xFE, 0, 0),
          mark("UTF-32BE", 0, 0, 0xFE, 0xFF),
          mark("UTF-16LE", 0xFF, 0xFE),
          mark("UTF-16BE", 0xFE, 0xFF));

  private UnicodeText() {}

  private static Mark mark(String charset, int... bytes) {
    byte[] found = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      found[i] = (byte) bytes[i];
    }
    return new Mark(Charset.forName(charset), found);
  }

  private static Optional<Mark> markOf(byte[] content) {
    return MARKS.stream().filter(each -> each.begins(content)).findFirst();
  }

  /** The text behind a byte order mark; empty if there is none. */
  static Optional<String> marked(byte[] content) {
    return markOf(content)
        .map(
            each ->
                new String(
                    content, each.bytes.length, content.length - each.bytes.length, each.charset));
  }

  /** How a file is encoded: as its byte order mark says, or else in UTF-8. */
  public static Charset charset(byte[] content) {
    return markOf(content).map(Mark::charset).orElse(StandardCharsets.UTF_8);
  }

  /** The text: as its byte order mark says, or else in UTF-8. */
  public static String of(byte[] content) {
    return marked(content).orElseGet(() -> new String(content, StandardCharsets.UTF_8));
  }
}
