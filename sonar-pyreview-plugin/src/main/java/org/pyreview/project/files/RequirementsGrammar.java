package org.pyreview.project.files;

import com.sonar.sslr.impl.Parser;
import java.nio.charset.StandardCharsets;
import org.sonar.sslr.grammar.GrammarRuleKey;
import org.sonar.sslr.grammar.LexerlessGrammarBuilder;
import org.sonar.sslr.parser.LexerlessGrammar;
import org.sonar.sslr.parser.ParserAdapter;

/**
 * Lines of a pip requirements file: <a
 * href="https://packaging.python.org/en/latest/specifications/dependency-specifiers/">dependency
 * specifiers</a> (PEP 508) and <a
 * href="https://pip.pypa.io/en/stable/reference/requirements-file-format/">pip's options</a>. A
 * line that is neither is kept as such; one bad line doesn't hide the others.
 */
enum RequirementsGrammar implements GrammarRuleKey {
  FILE,
  LINE,
  REQUIREMENT,
  NAME,
  EXTRAS,
  VERSIONS,
  VERSION_CLAUSE,
  OPERATOR,
  VERSION,
  URL,
  MARKER,
  DIRECT_REFERENCE,
  OPTION,
  OPTION_LINE,
  COMMENT,
  SPACING,
  END_OF_ITEM,
  UNKNOWN;

  /** A parser; it has state, so make one per use. */
  static Parser<LexerlessGrammar> parser() {
    LexerlessGrammarBuilder b = LexerlessGrammarBuilder.create();
    b.rule(FILE).is(LINE, b.zeroOrMore("\n", LINE), b.endOfInput());
    b.rule(LINE)
        .is(
            SPACING,
            b.optional(b.firstOf(OPTION_LINE, DIRECT_REFERENCE, REQUIREMENT, COMMENT, UNKNOWN)),
            SPACING,
            b.optional(COMMENT));
    b.rule(REQUIREMENT)
        .is(
            NAME,
            SPACING,
            b.optional(EXTRAS, SPACING),
            b.firstOf(
                b.sequence("@", SPACING, URL),
                b.sequence("(", SPACING, VERSIONS, SPACING, ")"),
                b.optional(VERSIONS)),
            b.optional(SPACING, ";", MARKER),
            b.zeroOrMore(SPACING, OPTION),
            END_OF_ITEM);
    b.rule(NAME).is(b.regexp("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?+"));
    b.rule(EXTRAS).is(b.regexp("\\[[^\\]\n]*+\\]"));
    b.rule(VERSIONS)
        .is(
            VERSION_CLAUSE,
            b.zeroOrMore(SPACING, ",", SPACING, VERSION_CLAUSE),
            b.optional(SPACING, ","));
    b.rule(VERSION_CLAUSE).is(OPERATOR, SPACING, VERSION);
    b.rule(OPERATOR).is(b.regexp("===|==|~=|!=|<=|>=|<|>"));
    b.rule(VERSION).is(b.regexp("[A-Za-z0-9.*+!_-]++"));
    b.rule(URL).is(b.regexp("[^\\s;]++"));
    b.rule(MARKER).is(b.regexp("(?:(?! #| --)[^\n\\\\]|\\\\\n)*+"));
    b.rule(DIRECT_REFERENCE)
        .is(
            b.regexp("(?:(?:git|hg|svn|bzr)\\+|[a-z]+://|file:|\\.{0,2}/|\\.)[^\\s;]*+"),
            b.optional(SPACING, ";", MARKER),
            b.zeroOrMore(SPACING, OPTION),
            END_OF_ITEM);
    b.rule(OPTION).is(b.regexp("--?[A-Za-z][A-Za-z-]*+(?:[= ][ \t]*+[^\\s\\\\]++)?+"));
    b.rule(OPTION_LINE).is(b.regexp("-(?:\\\\\n|(?! #)[^\n])*+"));
    b.rule(COMMENT).is(b.regexp("#[^\n]*+"));
    b.rule(SPACING).is(b.regexp("(?:[ \t\f\r]|\\\\\r?\n)*+"));
    b.rule(END_OF_ITEM).is(SPACING, b.next(b.firstOf("#", "\n", b.endOfInput())));
    b.rule(UNKNOWN).is(b.regexp("[^\n]++"));
    b.setRootRule(FILE);
    return new ParserAdapter<>(StandardCharsets.UTF_8, b.build());
  }
}
