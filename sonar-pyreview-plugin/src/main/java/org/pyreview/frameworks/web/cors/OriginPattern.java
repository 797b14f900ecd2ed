package org.pyreview.frameworks.web.cors;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A regular expression for the origins that may read answers.
 *
 * @param text as the code writes it, without quotes
 */
public record OriginPattern(String text) {

  /** What lets a pattern match an origin that its author didn't mean. */
  public enum Flaw {
    /** It matches every site. */
    EVERYTHING,
    /** The domain may be the end of a longer one. */
    LOOSE_START,
    /** A dot stands for any character. */
    OPEN_DOT,
    /** Anything may follow. */
    OPEN_END
  }

  private static final Pattern ANCHORS = Pattern.compile("^\\^|\\$$|\\\\[zZ]$");
  private static final Pattern SCHEME =
      Pattern.compile(
          "^\\(?(?:\\?:)?(?:https\\?|https?|\\(http\\|https\\)|\\(https\\?\\)):(?://|\\\\/\\\\/)\\)?\\??");
  private static final Pattern ANY =
      Pattern.compile("\\(?(?:\\.[*+]\\??|\\\\S[*+]|\\[\\^[^\\]]*\\][*+])\\)?");
  private static final Pattern ANY_BEFORE_DOMAIN =
      Pattern.compile("\\.[*+]\\??\\)?[A-Za-z0-9-]+\\\\?\\.[a-z]");
  private static final Pattern PLAIN_DOT = Pattern.compile("[A-Za-z0-9]\\.[A-Za-z]{2,}");
  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9-]\\\\?\\.[A-Za-z]{2,}");
  private static final Pattern LOCAL = Pattern.compile("localhost|127\\\\?\\.0|\\[::1\\]");

  /**
   * What is wrong with it.
   *
   * @param isWhole whether it has to match the whole origin, and not only its beginning
   */
  public Optional<Flaw> flaw(boolean isWhole) {
    String bare = ANCHORS.matcher(text).replaceAll("");
    String host = SCHEME.matcher(bare).replaceFirst("");
    if (host.isEmpty() || ANY.matcher(host).matches()) {
      return Optional.of(Flaw.EVERYTHING);
    }
    if (LOCAL.matcher(text).find()) {
      return Optional.empty();
    }
    if (ANY_BEFORE_DOMAIN.matcher(host).find()) {
      return Optional.of(Flaw.LOOSE_START);
    }
    if (!isWhole && DOMAIN.matcher(host).find() && bare.endsWith(text.replaceFirst("^\\^", ""))) {
      return Optional.of(Flaw.OPEN_END);
    }
    return PLAIN_DOT.matcher(host).find() ? Optional.of(Flaw.OPEN_DOT) : Optional.empty();
  }
}
