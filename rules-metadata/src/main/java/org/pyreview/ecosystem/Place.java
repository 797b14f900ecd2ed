package org.pyreview.ecosystem;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Where an issue is, in a way that survives lines being moved. */
final class Place {

  /** The path of issues about the project as a whole. */
  static final String PROJECT = "(project)";

  private static final int DIGITS = 12;

  private Place() {}

  /**
   * The hash of a line and its two neighbours, however they are indented.
   *
   * @param lines of the file
   * @param line from 1
   * @param message stands in for the line where the file has no such line
   */
  static String hash(List<String> lines, int line, String message) {
    if (line < 1 || line > lines.size()) {
      // Neither counts nor names of commits tell issues apart.
      return digest(message.replaceAll("\\w*\\d\\w*", ""));
    }
    StringBuilder text = new StringBuilder();
    for (int at = line - 1; at <= line + 1; at++) {
      text.append(at < 1 || at > lines.size() ? "" : plain(lines.get(at - 1))).append('\n');
    }
    return digest(text.toString());
  }

  /** The text with single blanks only, so that it fits into a field. */
  static String plain(String text) {
    return text.replaceAll("[\\s\\p{Cc}]+", " ").strip();
  }

  static String digest(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
