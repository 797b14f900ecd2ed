package org.pyreview.frameworks.environment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

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
          "list",
          "methods",
          "headers",
          "text",
          "dsns",
          "endpoint",
          "credentials",
          "cert",
          "arn",
          "uuid",
          "message",
          "messages",
          "title",
          "description",
          "hostname",
          "filename",
          "language",
          "locale");

  /** Platforms set such variables, by whether they are there: nobody switches them off. */
  private static final Pattern OF_PLATFORM =
      Pattern.compile(
          "ci|dyno|(?:github|gitlab|travis|circle|jenkins|buildkite|codespaces?|gitpod|vercel|netlify|heroku|render|fly"
              + "|railway|kubernetes|k8s|gae|gke|lambda|aws|ecs|azure|functions|website|pytest|tox|readthedocs"
              + "|invocation|journal|virtual|conda|wsl|ssh|display|k_service)(?:_.*)?");

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
        && !isOfPlatform()
        && (FLAGS.contains(last())
            || FLAG_PREFIXES.contains(words.get(0))
            || isUseOfSomething()
            || isSslRedirect());
  }

  /** Whether it announces a text or number ({@code SENTRY_DSN}, {@code EMAIL_HOST}). */
  public boolean announcesValue() {
    return !words.isEmpty() && VALUES.contains(last());
  }

  /** Whether the platform that runs the program sets it ({@code DYNO}, {@code GITHUB_ACTIONS}). */
  public boolean isOfPlatform() {
    return OF_PLATFORM.matcher(String.join("_", words)).matches();
  }

  /** {@code EMAIL_USE_TLS}. */
  private boolean isUseOfSomething() {
    return words.size() > 1 && words.subList(0, words.size() - 1).contains("use");
  }

  private boolean isSslRedirect() {
    return words.size() >= 2
        && words.subList(words.size() - 2, words.size()).equals(List.of("ssl", "redirect"));
  }

  private String last() {
    return words.get(words.size() - 1);
  }
}
