package org.pyreview.frameworks.environment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The name of a setting or environment variable, read for what it announces.
 *
 * @param words lower-case words of the name
 */
public record SettingName(List<String> words) {

  private static final Set<String> FLAGS =
      Set.of("debug", "testing", "verbose", "enabled", "disabled", "secure", "httponly", "preload");
  private static final Set<String> FLAG_PREFIXES =
      Set.of(
          "use", "is", "has", "enable", "disable", "allow", "show", "skip", "force", "require",
          "should");
  private static final Set<String> VALUES =
      Set.of(
          "dsn",
          "url",
          "uri",
          "host",
          "hosts",
          "port",
          "key",
          "keys",
          "token",
          "path",
          "file",
          "dir",
          "root",
          "name",
          "id",
          "password",
          "user",
          "username",
          "secret",
          "email",
          "level",
          "version",
          "region",
          "bucket",
          "address",
          "domain",
          "prefix",
          "suffix",
          "class",
          "module",
          "backend",
          "engine",
          "timeout",
          "size",
          "count",
          "origins",
          "list");

  public static SettingName of(String name) {
    return new SettingName(
        Arrays.stream(name.toLowerCase(Locale.ROOT).split("_"))
            .filter(word -> !word.isEmpty())
            .toList());
  }

  /** Whether it announces something that is either on or off ({@code DEBUG}, {@code USE_S3}). */
  public boolean isFlag() {
    return !words.isEmpty()
        && !announcesValue()
        && (FLAGS.contains(last()) || FLAG_PREFIXES.contains(words.get(0)) || isSslRedirect());
  }

  /** Whether it announces a text or number ({@code SENTRY_DSN}, {@code EMAIL_HOST}). */
  public boolean announcesValue() {
    return !words.isEmpty() && VALUES.contains(last());
  }

  private boolean isSslRedirect() {
    return words.size() >= 2
        && words.subList(words.size() - 2, words.size()).equals(List.of("ssl", "redirect"));
  }

  private String last() {
    return words.get(words.size() - 1);
  }
}
