package org.pyreview.checks.language;

import java.util.Set;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.pyreview.python.TypeHint;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AnyParameter;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Parameter;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "type-hint-implicit-optional")
public class TypeHintImplicitOptionalCheck extends AstCheck {

  private static final Set<String> OVERLOAD =
      Set.of("typing.overload", "typing_extensions.overload");

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.FUNCDEF, FunctionDef.class, TypeHintImplicitOptionalCheck::check);
  }

  private static void check(FunctionDef function, PythonReview review) {
    if (function.parameters() == null) {
      return;
    }
    for (AnyParameter each : function.parameters().all()) {
      if (each instanceof Parameter parameter
          && parameter.name() != null
          && parameter.typeAnnotation() != null
          && parameter.defaultValue() != null
          && parameter.defaultValue().is(Tree.Kind.NONE)
          && !isOverload(function, review.module())) {
        check(parameter, review);
      }
    }
  }

  private static void check(Parameter parameter, PythonReview review) {
    TypeHint hint = TypeHint.of(parameter.typeAnnotation().expression()).annotated(review.module());
    if (hint.excludesNone(review.module())) {
      Expression written = hint.expression();
      String type = SourceText.of(written);
      Finding finding =
          review.report(
              written,
              "Annotate `%s` with `%s | None`: its default is None."
                  .formatted(parameter.name().name(), type));
      if (!written.is(Tree.Kind.STRING_LITERAL)) {
        String better =
            review.module().isImported("typing.Optional")
                ? "Optional[%s]".formatted(type)
                : type + " | None";
        finding.fixByReplacing(written, better, "Allow None");
      }
    }
  }

  private static boolean isOverload(FunctionDef function, PythonModule module) {
    return function.decorators().stream()
        .anyMatch(decorator -> module.isNamed(decorator.expression(), OVERLOAD));
  }
}
