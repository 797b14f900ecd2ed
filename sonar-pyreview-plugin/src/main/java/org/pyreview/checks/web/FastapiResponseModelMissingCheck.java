package org.pyreview.checks.web;

import java.util.List;
import java.util.Optional;
import org.pyreview.frameworks.fastapi.PathOperation;
import org.pyreview.frameworks.sqlalchemy.QueryResult;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "fastapi-response-model-missing")
public class FastapiResponseModelMissingCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.FUNCDEF,
        FunctionDef.class,
        (function, review) ->
            PathOperation.of(function, review.module())
                .filter(operation -> !operation.isHidden() && !operation.isWebSocket())
                .filter(operation -> !operation.declaresAnswer(review.module()))
                .ifPresent(operation -> check(operation, review)));
  }

  private static void check(PathOperation operation, PythonReview review) {
    List<Expression> returned = operation.returnedObjects();
    if (returned.isEmpty()) {
      return;
    }
    Optional<Expression> row = returned.stream().filter(QueryResult::is).findFirst();
    Finding finding =
        review.report(
            operation.function().name(),
            "Declare what `%s` returns, as a return annotation or `response_model`: %s."
                .formatted(
                    operation.function().name().name(),
                    row.isPresent()
                        ? "every column of what the query reads goes to the client"
                        : "nothing filters the fields of what goes to the client"));
    finding.because(row.orElse(returned.get(0)), "This is what the client gets.");
  }
}
