package org.pyreview.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lines as SonarQube counts them. */
class SourceLinesTest {

  private final SourceLines lines = SourceLines.of("one\r\ntwo\rthr\u2028ee\n\f\u0085four");

  @Test
  void only_lf_and_cr_end_a_line() {
    assertThat(lines.hold(1)).isTrue();
    assertThat(lines.hold(4)).isTrue();
    assertThat(lines.hold(0)).isFalse();
    assertThat(lines.hold(5)).isFalse();
    assertThat(lines.line(1)).contains(new TokenRange(1, 0, 1, 3));
    assertThat(lines.line(3)).contains(new TokenRange(3, 0, 3, 6));
    assertThat(lines.line(4)).contains(new TokenRange(4, 0, 4, 6));
    assertThat(SourceLines.of("").hold(1)).isTrue();
    assertThat(SourceLines.of("").line(1)).isEmpty();
    assertThat(SourceLines.of("a\r").hold(2)).isTrue();
    assertThat(SourceLines.of("x\n".repeat(100)).hold(101)).isTrue();
  }

  @Test
  void a_range_has_text_and_lies_within_its_lines() {
    assertThat(lines.hold(new TokenRange(1, 0, 1, 3))).isTrue();
    assertThat(lines.hold(new TokenRange(1, 3, 2, 0))).isTrue();
    assertThat(lines.hold(new TokenRange(1, 0, 4, 6))).isTrue();
    assertThat(lines.hold(new TokenRange(1, 0, 1, 4))).isFalse();
    assertThat(lines.hold(new TokenRange(1, 2, 1, 2))).isFalse();
    assertThat(lines.hold(new TokenRange(2, 0, 1, 3))).isFalse();
    assertThat(lines.hold(new TokenRange(1, -1, 1, 3))).isFalse();
    assertThat(lines.hold(new TokenRange(1, 0, 5, 0))).isFalse();
  }
}
