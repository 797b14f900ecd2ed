package org.pyreview.frameworks.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many rows a model's table may get. */
public enum TableSize {
  /** More with every user, request or event: there is evidence for it. */
  GROWS,
  /** A handful that somebody configures: there is evidence for it. */
  FEW,
  /** Neither can be told. */
  UNKNOWN;

  /** What is configured, once for all users, by the last word of a model's name. */
  private static final Set<String> CONFIGURED =
      Set.of(
          "type",
          "kind",
          "category",
          "status",
          "state",
          "setting",
          "settings",
          "config",
          "configuration",
          "configs",
          "preferences",
          "option",
          "role",
          "permission",
          "language",
          "locale",
          "currency",
          "country",
          "site",
          "tenant",
          "organization",
          "organisation",
          "org",
          "policy",
          "preset",
          "provider",
          "backend",
          "integration",
          "plan",
          "tier",
          "level",
          "severity",
          "priority",
          "theme",
          "layout",
          "class",
          "method",
          "choice",
          "unit",
          "flag",
          "feature",
          "partner",
          "plugin",
          "template",
          "field",
          "resolver",
          "region",
          "environment",
          "workflow",
          "schedule",
          "rule",
          "webhook",
          "source",
          "destination",
          "channel",
          "connector",
          "realm",
          "license",
          "menu");

  /** What happens, by the last word of a model's name. */
  private static final Set<String> HAPPENING =
      Set.of(
          "log",
          "logs",
          "entry",
          "event",
          "events",
          "history",
          "record",
          "message",
          "notification",
          "notifications",
          "comment",
          "comments",
          "order",
          "payment",
          "transaction",
          "invoice",
          "submission",
          "submissions",
          "vote",
          "visit",
          "ping",
          "attempt",
          "upload",
          "revision",
          "session",
          "journal",
          "trail",
          "activity",
          "job",
          "run",
          "result",
          "alert",
          "booking",
          "reservation",
          "ticket",
          "subscriber",
          "bookmark",
          "like",
          "email",
          "token",
          "answer",
          "address",
          "report",
          "attachment",
          "tracking",
          "change",
          "version",
          "snapshot",
          "download");

  private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+");

  /** Columns that say who touched a row, whatever kind of row it is. */
  private static final Pattern AUDIT =
      Pattern.compile(
          "(?:.*_)?(?:created|updated|modified|changed|edited|deleted|archived|locked)_?by(?:_user)?(?:_id)?"
              + "|last_.*|(?:.*_)?(?:editor|modifier|updater)(?:_id)?");

  /** Whether a model's name says that its rows are configured. */
  public static boolean isConfigured(String model) {
    return CONFIGURED.contains(singular(lastWord(model)));
  }

  /** Whether a model's name says that each of its rows is something that happened. */
  public static boolean isHappening(String model) {
    String last = lastWord(model);
    return HAPPENING.contains(last) || HAPPENING.contains(singular(last));
  }

  /** Whether a relation to a user only says who touched the row. */
  public static boolean isAudit(String column) {
    return AUDIT.matcher(column).matches();
  }

  private static String lastWord(String model) {
    String last = "";
    Matcher word = WORD.matcher(model);
    while (word.find()) {
      last = word.group();
    }
    return last.toLowerCase(Locale.ROOT);
  }

  private static String singular(String word) {
    if (word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    return word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us")
        ? word.substring(0, word.length() - 1)
        : word;
  }
}
