package org.pyreview.project.files;

import com.sonar.sslr.impl.Parser;
import java.nio.charset.StandardCharsets;
import org.sonar.sslr.grammar.GrammarRuleKey;
import org.sonar.sslr.grammar.LexerlessGrammarBuilder;
import org.sonar.sslr.parser.LexerlessGrammar;
import org.sonar.sslr.parser.ParserAdapter;

/**
 * Instructions of a Dockerfile, as its <a
 * href="https://docs.docker.com/reference/dockerfile/">reference</a> describes them: shell form
 * split into words and operators, exec form into strings, continuation lines with comments between
 * them, here-documents as one block. A line that is no instruction is kept as such.
 */
enum DockerfileGrammar implements GrammarRuleKey {
  FILE,
  LINE,
  INSTRUCTION,
  KEYWORD,
  EXEC_FORM,
  EXEC_STRING,
  WORD,
  OPERATOR,
  HEREDOC,
  SPACING,
  COMMENT,
  UNKNOWN;

  /** A parser; it has state, so make one per use. */
  static Parser<LexerlessGrammar> parser() {
    LexerlessGrammarBuilder b = LexerlessGrammarBuilder.create();
    b.rule(FILE).is(LINE, b.zeroOrMore("\n", LINE), b.endOfInput());
    b.rule(LINE).is(b.regexp("[ \t]*+"), b.optional(b.firstOf(COMMENT, INSTRUCTION, UNKNOWN)));
    b.rule(INSTRUCTION)
        .is(
            KEYWORD,
            SPACING,
            b.firstOf(
                b.sequence(EXEC_FORM, SPACING, b.next(b.firstOf("\n", b.endOfInput()))),
                b.zeroOrMore(b.firstOf(HEREDOC, OPERATOR, WORD), SPACING)),
            b.next(b.firstOf("\n", b.endOfInput())));
    b.rule(KEYWORD)
        .is(
            b.regexp(
                "(?i)(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER"
                    + "|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?=[ \t\\\\])"));
    b.rule(EXEC_FORM)
        .is(
            "[",
            SPACING,
            b.optional(EXEC_STRING, b.zeroOrMore(SPACING, ",", SPACING, EXEC_STRING)),
            SPACING,
            "]");
    b.rule(EXEC_STRING).is(b.regexp("\"(?:[^\"\\\\\n]|\\\\.)*+\""));
    b.rule(WORD)
        .is(
            b.regexp(
                "(?:[^\\s\"'\\\\;&|]|\\\\[^\n]|\"(?:[^\"\\\\]|\\\\[\\s\\S])*+\"|'[^']*+')++|[\"'\\\\]"));
    b.rule(OPERATOR).is(b.regexp("&&|\\|\\||[;&|]"));
    // Its length is limited, or each one without an end would go through the rest of the file.
    b.rule(HEREDOC)
        .is(
            b.regexp(
                "<<-?[\"']?(\\w++)[\"']?[^\n]*+\n"
                    + "(?:(?![ \t]*+\\1(?:\n|$))[^\n]*+\n){0,2000}+[ \t]*+\\1(?=\n|$)"));
    b.rule(SPACING).is(b.regexp("(?:[ \t\r]|\\\\[ \t\r]*+\n(?:[ \t]*+(?:#[^\n]*+)?+\n)*+)*+"));
    b.rule(COMMENT).is(b.regexp("#[^\n]*+"));
    b.rule(UNKNOWN).is(b.regexp("[^\n]++"));
    b.setRootRule(FILE);
    return new ParserAdapter<>(StandardCharsets.UTF_8, b.build());
  }
}
