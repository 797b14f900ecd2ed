package org.pyreview.python;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a piece of a rule so that its failure costs only that rule's result for that file.
 *
 * <p>The analyzer drops every issue of a file, its own included, when a custom rule throws; so
 * nothing a rule throws may pass here. Linkage errors are caught too: an analyzer version without a
 * method we call shall lose that rule, not the analysis.
 */
public final class Guard {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final String rule;
  private final Set<String> failed = ConcurrentHashMap.newKeySet();

  /**
   * @param rule key to name in the log
   */
  public Guard(String rule) {
    this.rule = rule;
  }

  /**
   * Runs the work, unless the rule failed on this file before.
   *
   * @param file path or key to name in the log
   * @return whether the work ran to its end
   */
  public boolean run(String file, Runnable work) {
    if (failed.contains(file)) {
      return false;
    }
    try {
      work.run();
      return true;
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      failed.add(file);
      LOG.warn(
          "Rule {} failed on {} and has no result there; everything else goes on: {}{}",
          rule,
          file,
          e,
          origin(e));
      LOG.debug("The failure of {}", rule, e);
      return false;
    }
  }

  /**
   * Says once that the rule keeps silent about the project.
   *
   * @param reason what it doesn't know
   */
  public void silent(String reason) {
    if (failed.add(reason)) {
      LOG.info("Rule {} is silent: {}", rule, reason);
    }
  }

  private static String origin(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }
}
