package org.pyreview.checks.language;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.pyreview.frameworks.web.HttpMethod;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Docstring;
import org.pyreview.python.Docstring.Word;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Signature;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "docstring-parameter-mismatch")
public class DocstringParameterMismatchCheck extends AstCheck {

  /** A parameter that holds others, which the docstring may describe. */
  private static final Pattern HOLDER =
      Pattern.compile(
          "(?i).*(?:dict|data|params|parameters|options|opts|context|payload|body|kwargs|args|attrs|attributes"
              + "|settings|config|filters|request|fields|values|info|form|query|json)");

  private static final int SHORTEST_MISSPELT = 5;

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.FUNCDEF,
        FunctionDef.class,
        (function, review) -> check(function.docstring(), Signature.of(function), review));
    on.to(
        Tree.Kind.CLASSDEF,
        ClassDef.class,
        (definition, review) ->
            Signature.ofConstructor(definition)
                .filter(signature -> !isGeneric(definition))
                .ifPresent(signature -> check(definition.docstring(), signature, review)));
  }

  /** What a class names between brackets, its docstring may explain like parameters. */
  private static boolean isGeneric(ClassDef definition) {
    return definition.typeParams() != null
        || definition.args() != null
            && definition.args().arguments().stream()
                .anyMatch(
                    each ->
                        SourceText.of(each).matches("(?s)(?:\\w+\\.)*(?:Generic|Protocol)\\[.*"));
  }

  private static void check(StringLiteral literal, Signature signature, PythonReview review) {
    if (literal == null || isOutOfScope(signature)) {
      return;
    }
    Optional<Docstring> docstring = Docstring.of(literal);
    if (docstring.isEmpty()) {
      return;
    }
    Set<String> accepted = signature.namesIncludingInner();
    List<Word> documented = docstring.get().parameters();
    List<Word> unknown =
        documented.stream().filter(each -> !accepted.contains(each.text())).toList();
    List<String> missing =
        signature.names().stream()
            .filter(name -> documented.stream().noneMatch(each -> each.text().equals(name)))
            .toList();
    if (unknown.size() != 1 || missing.size() != 1) {
      return;
    }
    Word old = unknown.get(0);
    String now = missing.get(0);
    boolean isSwapped = accepted.contains(docstring.get().type(old));
    if (!isSwapped
        && !HOLDER.matcher(now).matches()
        && documented.size() > 1
        && isAtPlaceOf(now, old, documented, signature)
        && !meanTheSame(old.text(), now)
        && !isSlip(old.text(), now)) {
      review
          .report(
              old,
              "Document `%s` instead of `%s`: %s() has no such parameter."
                  .formatted(now, old.text(), signature.function()))
          .fixByReplacing(old, now, "Rename the documented parameter");
    }
  }

  /**
   * Whether a reader who knows one name knows the other: one is the other with something added, a
   * plural or an abbreviation. An identifier is not what it identifies.
   */
  private static boolean meanTheSame(String one, String other) {
    String first = one.replace("_", "").toLowerCase(Locale.ROOT);
    String second = other.replace("_", "").toLowerCase(Locale.ROOT);
    if (first.equals(second + "id") || second.equals(first + "id")) {
      return false;
    }
    return first.length() < second.length()
        ? abbreviates(first, second)
        : abbreviates(second, first);
  }

  /** Whether the letters of one name stand in the other one, in this order, the first one first. */
  private static boolean abbreviates(String shorter, String longer) {
    if (longer.contains(shorter)) {
      return true;
    }
    int at = 0;
    for (char letter : shorter.toCharArray()) {
      at = longer.indexOf(letter, at) + 1;
      if (at == 0) {
        return false;
      }
    }
    return shorter.charAt(0) == longer.charAt(0);
  }

  /**
   * Whether one word of a name is only misspelt: {@code scheme} for {@code schema}. Short words and
   * numbers differ by a letter and mean something else: {@code start}, {@code stop}.
   */
  private static boolean isSlip(String one, String other) {
    List<String> words = List.of(one.toLowerCase(Locale.ROOT).split("_"));
    List<String> others = List.of(other.toLowerCase(Locale.ROOT).split("_"));
    if (words.size() != others.size()) {
      return false;
    }
    List<Integer> different =
        IntStream.range(0, words.size())
            .filter(i -> !words.get(i).equals(others.get(i)))
            .boxed()
            .toList();
    return different.size() == 1
        && isMisspelt(words.get(different.get(0)), others.get(different.get(0)));
  }

  /** Whether what two words start and end with leaves one letter, or two that are swapped. */
  private static boolean isMisspelt(String word, String other) {
    int shorter = Math.min(word.length(), other.length());
    int start = 0;
    while (start < shorter && word.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && word.charAt(word.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    String left = word.substring(start, word.length() - end);
    String right = other.substring(start, other.length() - end);
    boolean isLetter = left.length() <= 1 && right.length() <= 1;
    boolean isSwapped =
        left.length() == 2 && new StringBuilder(left).reverse().toString().equals(right);
    return shorter >= SHORTEST_MISSPELT
        && start > 0
        && (left + right).chars().allMatch(Character::isLetter)
        && (isLetter || isSwapped);
  }

  /** Whether the docstring follows the signature's order with a parameter in a word's place. */
  private static boolean isAtPlaceOf(
      String parameter, Word word, List<Word> documented, Signature signature) {
    List<String> renamed =
        documented.stream().map(each -> each.equals(word) ? parameter : each.text()).toList();
    return renamed.equals(signature.names().stream().filter(renamed::contains).toList());
  }

  /** What answers requests documents what arrives in their bodies. */
  private static boolean documentsRequest(Signature signature) {
    return signature.isMethod() && HttpMethod.handledBy(signature.function()).isPresent();
  }

  private static boolean isOutOfScope(Signature signature) {
    return signature.isPrivate()
        || signature.takesAnything()
        || signature.isProperty()
        || signature.isStub()
        || documentsRequest(signature);
  }
}
