package org.pyreview.project.code;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which files contain which texts, each pair looked for once: many rules ask for the same few words
 * in every file. Two bits for a file and a text.
 */
final class MentionedTexts {

  private final Map<String, Answers> texts = new HashMap<>();

  private record Answers(BitSet known, BitSet contained) {}

  /**
   * Whether a file's code contains the text.
   *
   * @param number of the file, from 0, the same on every call
   */
  boolean areIn(int number, SourceCode source, String text) {
    Answers answers = texts.computeIfAbsent(text, key -> new Answers(new BitSet(), new BitSet()));
    if (!answers.known.get(number)) {
      answers.known.set(number);
      answers.contained.set(number, source.mentions(text));
    }
    return answers.contained.get(number);
  }
}
