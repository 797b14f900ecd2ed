package org.pyreview.project;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody as a commit names them; the same person may have several names and addresses. */
public record Person(String name, String address) {

  private static final Pattern OF_PLATFORM =
      Pattern.compile("(?:\\d+\\+)?([^@]+)@users\\.noreply\\.[\\w.-]+");

  /** Accounts that many people have at their own domains. */
  private static final Pattern IS_SHARED =
      Pattern.compile(
          "(?i)(?:me|mail|info|hello|hi|git|github|dev|contact|admin|root|noreply|no-reply|code|email|.{1,2})");

  private static final Pattern BOT =
      Pattern.compile(
          "(?i).*(?:\\[bot\\]|\\bbot\\b|dependabot|renovate|pre-commit-ci|github-actions|weblate|transifex|crowdin|greenkeeper|pyup|snyk-).*");

  /** Whether a program writes commits under this name. */
  public boolean isBot() {
    return BOT.matcher(name).matches() || BOT.matcher(address).matches();
  }

  /** Whether a name or an address, or the account in one, says that both are one person. */
  public boolean isSame(Person other) {
    return lower(address).equals(lower(other.address))
        || plain(name).equals(plain(other.name))
        || (!IS_SHARED.matcher(account()).matches()
            && plain(account()).equals(plain(other.account())))
        || plain(account()).equals(plain(other.name))
        || plain(name).equals(plain(other.account()));
  }

  /** What stands before the @; of the address that a platform hides another behind, the account. */
  private String account() {
    Matcher hidden = OF_PLATFORM.matcher(address);
    return hidden.matches() ? hidden.group(1) : address.replaceFirst("@.*", "");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Letters and digits alone. */
  private static String plain(String text) {
    return lower(text).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
