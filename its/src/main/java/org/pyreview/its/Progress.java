package org.pyreview.its;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Says on standard error what takes time, and for how long it has been going on. */
final class Progress {

  private static final boolean TERMINAL = System.console() != null;

  private Progress() {}

  static void say(String step) {
    System.err.println("» " + step);
  }

  /**
   * Waits until something is true, asking some times a second.
   *
   * @param step what is going on
   * @param limit how long to wait
   * @return whether it became true in time
   */
  static boolean await(String step, Duration limit, BooleanSupplier done) {
    Instant start = Instant.now();
    long lastSaid = 0;
    say(step);
    while (true) {
      if (done.getAsBoolean()) {
        long seconds = secondsSince(start);
        say(step + ": done after " + seconds + " s");
        return true;
      }
      long seconds = secondsSince(start);
      if (seconds > limit.toSeconds()) {
        return false;
      }
      if (seconds - lastSaid >= (TERMINAL ? 5 : 30)) {
        lastSaid = seconds;
        say(step + ": " + seconds + " s");
      }
      try {
        Thread.sleep(250);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Problem("Interrupted: " + step);
      }
    }
  }

  private static long secondsSince(Instant start) {
    return Duration.between(start, Instant.now()).toSeconds();
  }
}
