package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs of the machine. */
final class Prerequisite {

  private Prerequisite() {}

  /**
   * Skips the test if something is missing; in CI ({@code CI=true}) nothing may be, and it fails.
   *
   * @param there whether the machine has it
   * @param reason what is missing, and how to get it
   */
  static void require(boolean there, String reason) {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(there).as(reason).isTrue();
    }
    assumeTrue(there, reason);
  }
}
