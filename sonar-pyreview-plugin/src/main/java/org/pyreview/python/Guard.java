package org.pyreview.python;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a piece of a rule, or of what surrounds the rules, so that its failure costs only its own
 * result for that file.
 *
 * <p>The analyzer drops every issue of a file, its own included, when a custom rule throws, and a
 * sensor that throws ends the scan; so nothing of ours that throws may pass here. Linkage errors
 * are caught too: an analyzer version without a method we call shall lose that rule, not the
 * analysis.
 */
public final class Guard {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final String part;
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final Set<String> misplaced = ConcurrentHashMap.newKeySet();

  /**
   * @param rule key to name in the log
   */
  public Guard(String rule) {
    this("Rule", rule);
  }

  private Guard(String kind, String name) {
    this.part = kind + " " + name;
  }

  /**
   * Guards what is no rule.
   *
   * @param name to stand in the log, behind "PyReview's"
   */
  public static Guard of(String name) {
    return new Guard("PyReview's", name);
  }

  /**
   * Runs the work, unless it failed on this file before.
   *
   * @param file path or key to name in the log
   * @return whether the work ran to its end
   */
  public boolean run(String file, Runnable work) {
    return result(
            file,
            () -> {
              work.run();
              return true;
            })
        .isPresent();
  }

  /**
   * Asks the work for its result, unless it failed on this file before.
   *
   * @param file path or key to name in the log
   * @return empty if the work failed
   */
  public <T> Optional<T> result(String file, Supplier<T> work) {
    if (failed.contains(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } catch (RuntimeException | Error e) {
      if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
        throw e;
      }
      failed.add(file);
      LOG.warn(
          "{} failed on {} and has no result there; everything else goes on: {}{}",
          part,
          file,
          e,
          origin(e));
      LOG.debug("The failure of {}", part, e);
      return Optional.empty();
    }
  }

  /**
   * Says that a place doesn't fit its file, once per file.
   *
   * @param place to name in the log
   */
  public void misplaced(String file, String place) {
    if (misplaced.add(file)) {
      LOG.warn(
          "{} gives a place that is not in {}, {}: its line or file is shown", part, file, place);
    }
  }

  /**
   * Says once that the rule keeps silent about the project.
   *
   * @param reason what it doesn't know
   */
  public void silent(String reason) {
    if (failed.add(reason)) {
      LOG.info("{} is silent: {}", part, reason);
    }
  }

  private static String origin(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }
}
