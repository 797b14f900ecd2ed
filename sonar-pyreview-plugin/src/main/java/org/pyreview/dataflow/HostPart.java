package org.pyreview.dataflow;

import java.util.Set;
import java.util.regex.Pattern;

/** The part of an address that names the server. */
final class HostPart {

  /** What someone can do who decides it. */
  static final Set<Danger> DANGERS = Set.of(Danger.OUTBOUND_URL, Danger.REDIRECT);

  /**
   * Starts of addresses behind which the host can't change: {@code https://host/}, something that
   * isn't the client's, a query, a path.
   */
  private static final Pattern FIXED =
      Pattern.compile(
          "^(?:[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#\\x00]+[/?#]|[^/?#:\\x00]*\\x01|[?#]|/[^/\\\\\\x00\\x01]|[\\w.-]+/)");

  private HostPart() {}

  /** Whether an address that starts like this has its host already. */
  static boolean isFixedBy(CharSequence start) {
    return FIXED.matcher(start).find();
  }
}
