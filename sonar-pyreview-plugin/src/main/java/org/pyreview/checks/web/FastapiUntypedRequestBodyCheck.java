package org.pyreview.checks.web;

import org.pyreview.frameworks.fastapi.PathOperation;
import org.pyreview.python.AstCheck;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "fastapi-untyped-request-body")
public class FastapiUntypedRequestBodyCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.FUNCDEF,
        FunctionDef.class,
        (function, review) ->
            PathOperation.of(function, review.module())
                .filter(operation -> !operation.isHidden())
                .ifPresent(operation -> check(operation, review)));
  }

  private static void check(PathOperation operation, PythonReview review) {
    operation
        .untypedParameters(review.module())
        .forEach(
            each ->
                review.report(
                    each.parameter(),
                    each.annotation()
                        .map(
                            type ->
                                "Give `%s` a Pydantic model instead of `%s`: FastAPI neither checks nor documents what is in it."
                                    .formatted(each.parameter().name().name(), type))
                        .orElse(
                            "Annotate `%s` with its type: without one, FastAPI takes any text for it."
                                .formatted(each.parameter().name().name()))));
    operation
        .uncheckedBodyReads()
        .forEach(
            read ->
                review.report(
                    read,
                    "Declare a parameter with a Pydantic model instead of reading `%s`: FastAPI neither checks nor documents this body."
                        .formatted(SourceText.of(read))));
  }
}
