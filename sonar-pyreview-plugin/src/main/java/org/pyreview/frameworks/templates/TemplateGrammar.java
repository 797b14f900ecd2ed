package org.pyreview.frameworks.templates;

import com.sonar.sslr.impl.Parser;
import java.nio.charset.StandardCharsets;
import org.sonar.sslr.grammar.GrammarRuleKey;
import org.sonar.sslr.grammar.LexerlessGrammarBuilder;
import org.sonar.sslr.parser.LexerlessGrammar;
import org.sonar.sslr.parser.ParserAdapter;

/**
 * What the <a href="https://docs.djangoproject.com/en/stable/ref/templates/language/">Django</a>
 * and <a href="https://jinja.palletsprojects.com/en/stable/templates/">Jinja</a> template languages
 * share: tags, outputs and comments between text. What is opened and never closed is text.
 */
enum TemplateGrammar implements GrammarRuleKey {
  TEMPLATE,
  COMMENT,
  VERBATIM,
  TAG,
  OUTPUT,
  TEXT,
  STRAY;

  /** A parser; it has state, so make one per use. */
  static Parser<LexerlessGrammar> parser() {
    LexerlessGrammarBuilder b = LexerlessGrammarBuilder.create();
    b.rule(TEMPLATE)
        .is(b.zeroOrMore(b.firstOf(TEXT, COMMENT, VERBATIM, TAG, OUTPUT, STRAY)), b.endOfInput());
    b.rule(TEXT).is(b.regexp("[^{]++"));
    b.rule(COMMENT)
        .is(
            b.firstOf(
                b.regexp("(?s)\\{#.*?#\\}"),
                b.regexp(
                    "(?s)\\{%[-+]?\\s*+comment\\b.*?%\\}.*?\\{%[-+]?\\s*+endcomment\\s*+[-+]?%\\}")));
    b.rule(VERBATIM)
        .is(
            b.firstOf(
                b.regexp("(?s)\\{%\\s*+verbatim\\b.*?\\{%\\s*+endverbatim\\b.*?%\\}"),
                b.regexp("(?s)\\{%[-+]?\\s*+raw\\b.*?\\{%[-+]?\\s*+endraw\\b.*?%\\}")));
    b.rule(TAG).is(b.regexp("(?s)\\{%.*?%\\}"));
    b.rule(OUTPUT).is(b.regexp("(?s)\\{\\{.*?\\}\\}"));
    b.rule(STRAY).is(b.regexp("\\{"));
    b.setRootRule(TEMPLATE);
    return new ParserAdapter<>(StandardCharsets.UTF_8, b.build());
  }
}
