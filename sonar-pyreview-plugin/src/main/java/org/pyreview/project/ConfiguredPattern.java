package org.pyreview.project;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A regular expression that a user wrote into a parameter of a rule. */
public final class ConfiguredPattern {

  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredPattern.class);

  private ConfiguredPattern() {}

  /**
   * Compiles it.
   *
   * @param parameter rule and parameter, for the log
   * @return empty if it is blank, or with a log line if it is none
   */
  public static Optional<Pattern> of(String parameter, String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      LOG.warn("{} is not used, since it is no regular expression: {}", parameter, e.getMessage());
      return Optional.empty();
    }
  }
}
