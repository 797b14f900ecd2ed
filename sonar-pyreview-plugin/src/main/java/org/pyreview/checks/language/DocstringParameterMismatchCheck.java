package org.pyreview.checks.language;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.web.HttpMethod;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Docstring;
import org.pyreview.python.Docstring.Word;
import org.pyreview.python.Finding;
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
    List<Word> swapped =
        docstring.get().parameters().stream()
            .filter(each -> !accepted.contains(each.text()))
            .filter(each -> accepted.contains(docstring.get().type(each)))
            .toList();
    if (!swapped.isEmpty()) {
      // Whoever swaps them once does so each time.
      Word first = swapped.get(0);
      review.report(
          first,
          "Write the type before the name, `:param %s %s:`: this documents a parameter `%s`."
              .formatted(first.text(), docstring.get().type(first), first.text()));
      return;
    }
    List<Word> documented = docstring.get().parameters();
    List<Word> unknown =
        documented.stream().filter(each -> !accepted.contains(each.text())).toList();
    List<String> missing =
        signature.names().stream()
            .filter(name -> documented.stream().noneMatch(each -> each.text().equals(name)))
            .toList();
    boolean isRenamed =
        unknown.size() == 1
            && missing.size() == 1
            && (resemble(unknown.get(0).text(), missing.get(0))
                || isAtPlaceOf(missing.get(0), unknown.get(0), documented, signature));
    boolean isAboutParameters = unknown.size() <= Math.max(1, missing.size());
    if (!isAboutParameters || missing.stream().anyMatch(HOLDER.asMatchPredicate())) {
      return;
    }
    for (Word word : unknown) {
      Finding finding =
          review.report(
              word,
              isRenamed
                  ? "Document `%s` instead of `%s`: %s() has no such parameter."
                      .formatted(missing.get(0), word.text(), signature.function())
                  : "Remove `%s` from the docstring or rename it: %s() has no such parameter."
                      .formatted(word.text(), signature.function()));
      if (isRenamed) {
        finding.fixByReplacing(word, missing.get(0), "Rename the documented parameter");
      }
    }
  }

  /** Whether one name is the other one with something added. */
  private static boolean resemble(String one, String other) {
    String first = one.replace("_", "").toLowerCase(Locale.ROOT);
    String second = other.replace("_", "").toLowerCase(Locale.ROOT);
    return first.contains(second) || second.contains(first);
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
