package org.pyreview.checks.django;

import java.util.List;
import org.pyreview.frameworks.django.ModelClass;
import org.pyreview.frameworks.django.ModelMethods;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "django-fat-model")
public class DjangoFatModelCheck extends AstCheck {

  private static final int SHOWN = 5;

  @RuleProperty(
      key = "maxMethods",
      description = "Own methods from which a model is examined",
      defaultValue = "40")
  public int maxMethods = 40;

  @RuleProperty(
      key = "maxStatements",
      description = "Statements in these methods from which it is reported",
      defaultValue = "200")
  public int maxStatements = 200;

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.CLASSDEF,
        ClassDef.class,
        (definition, review) -> {
          if (definition.body().statements().size() >= maxMethods) {
            ModelClass.of(definition, review.module())
                .filter(model -> !model.isKindOfModel() && !model.isAbstract())
                .map(model -> ModelMethods.of(model, review.module()))
                .filter(methods -> isFat(methods, review))
                .ifPresent(methods -> report(methods, review));
          }
        });
  }

  private boolean isFat(ModelMethods methods, PythonReview review) {
    return methods.count() >= maxMethods
        && methods.statements() >= maxStatements
        && !methods.extendLibrary(review.module());
  }

  private static void report(ModelMethods found, PythonReview review) {
    List<String> prefixes = found.commonPrefixes();
    Finding finding =
        review.report(
            found.model().definition().name(),
            "Move business logic out of `%s`, into a service, a manager or a mixin: it has %d methods with %d statements%s."
                .formatted(
                    found.model().name(),
                    found.methods().size(),
                    found.statements(),
                    prefixes.isEmpty()
                        ? ""
                        : ", and those that begin with %s belong together"
                            .formatted(String.join(", ", prefixes))));
    found
        .longest(SHOWN)
        .forEach(
            method ->
                finding.because(
                    method.name(), "%d statements.".formatted(ModelMethods.statements(method))));
  }
}
