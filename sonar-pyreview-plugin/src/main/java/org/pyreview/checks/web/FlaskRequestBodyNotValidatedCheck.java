package org.pyreview.checks.web;

import java.util.List;
import org.pyreview.frameworks.requests.Callers;
import org.pyreview.frameworks.requests.JsonBody;
import org.pyreview.frameworks.requests.JsonBody.Read;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "flask-request-body-not-validated")
public class FlaskRequestBodyNotValidatedCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.FUNCDEF,
        FunctionDef.class,
        (function, review) -> {
          // What only the pages of the project send has the form that they give it.
          JsonBody.readUnchecked(function, review.module())
              .filter(body -> new Callers(function, review.module()).areOthers())
              .ifPresent(body -> report(body.reads(), review));
        });
  }

  private static void report(List<Read> reads, PythonReview review) {
    Finding finding =
        review.report(
            reads.get(0).place(),
            "Validate the JSON body before reading `%s`: a request without it gets a 500 instead of a 400."
                .formatted(reads.get(0).key()));
    reads.stream()
        .skip(1)
        .forEach(
            each ->
                finding.because(
                    each.place(), "`%s` is read unchecked, too.".formatted(each.key())));
  }
}
