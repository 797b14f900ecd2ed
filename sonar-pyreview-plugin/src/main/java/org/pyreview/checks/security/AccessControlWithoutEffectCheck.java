package org.pyreview.checks.security;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.views.AccessDecorator;
import org.pyreview.frameworks.django.views.AccessDecorator.Kind;
import org.pyreview.frameworks.django.views.PolicyAttribute;
import org.pyreview.frameworks.django.views.ViewClass;
import org.pyreview.python.AstCheck;
import org.pyreview.python.BaseClass;
import org.pyreview.python.ClassAttribute;
import org.pyreview.python.EndOfFunction;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "access-control-without-effect")
public class AccessControlWithoutEffectCheck extends AstCheck {

  private static final Set<String> POLICY_METHODS =
      Set.of("get_permissions", "get_authenticators", "get_throttles");

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.CLASSDEF, ClassDef.class, AccessControlWithoutEffectCheck::checkClass);
    on.to(Tree.Kind.FUNCDEF, FunctionDef.class, AccessControlWithoutEffectCheck::checkFunction);
    on.to(
        Tree.Kind.ASSIGNMENT_STMT,
        AssignmentStatement.class,
        (statement, review) -> ClassAttribute.of(statement).ifPresent(each -> check(each, review)));
    on.to(
        Tree.Kind.ANNOTATED_ASSIGNMENT,
        AnnotatedAssignment.class,
        (statement, review) -> ClassAttribute.of(statement).ifPresent(each -> check(each, review)));
  }

  private static void checkClass(ClassDef definition, PythonReview review) {
    ViewClass view = new ViewClass(definition, review.module());
    checkOrder(view, review);
    view.mixinWithoutTest()
        .ifPresent(
            mixin ->
                review.report(
                    mixin.written(),
                    "Define test_func() in `%s`: without it %s answers every request with an error."
                        .formatted(definition.name().name(), mixin.name())));
    definition.decorators().stream()
        .flatMap(each -> AccessDecorator.of(each, review.module()).stream())
        .filter(each -> each.kind() == Kind.FUNCTION_VIEW)
        .forEach(
            each ->
                review.report(
                    each.decorator().expression(),
                    view.isFlaskResource()
                        ? "Put %s into `method_decorators`: applied to the class it makes a function of it."
                            .formatted(each.name())
                        : "Write @method_decorator(%s, name=\"dispatch\"): applied to the class it makes a function of it."
                            .formatted(each.name())));
  }

  private static void checkOrder(ViewClass view, PythonReview review) {
    List<BaseClass> bases = view.bases();
    Optional<BaseClass> answering = bases.stream().filter(ViewClass::isView).findFirst();
    Optional<BaseClass> late =
        answering.flatMap(
            first ->
                bases.stream()
                    .skip(bases.indexOf(first))
                    .filter(ViewClass::isAccessMixin)
                    .findFirst());
    if (late.isPresent()) {
      Finding finding =
          review
              .report(
                  late.get().written(),
                  "Put %s before %s: behind it, its check never runs and everybody gets the page."
                      .formatted(late.get().name(), answering.get().name()))
              .because(answering.get().written(), "This answers first.");
      view.reordered()
          .ifPresent(
              order ->
                  finding.fixByReplacing(view.definition().args(), order, "Put the mixin first"));
    }
  }

  private static void checkFunction(FunctionDef function, PythonReview review) {
    List<AccessDecorator> decorators =
        function.decorators().stream()
            .flatMap(each -> AccessDecorator.of(each, review.module()).stream())
            .toList();
    checkDecorators(function, decorators, review);
    checkOrder(decorators, review);
    boolean returnsPolicies =
        POLICY_METHODS.contains(function.name().name())
            && ViewClass.around(function, review.module())
                .filter(ViewClass::isRestView)
                .isPresent();
    if (returnsPolicies && EndOfFunction.isSometimesWithoutValue(function)) {
      review.report(
          function.name(),
          "Return a list on every path of %s(): a request that takes the other one fails with a TypeError."
              .formatted(function.name().name()));
    }
  }

  private static void checkDecorators(
      FunctionDef function, List<AccessDecorator> decorators, PythonReview review) {
    boolean isMethodOfView =
        !decorators.isEmpty()
            && ViewClass.around(function, review.module()).filter(ViewClass::answers).isPresent();
    if (isMethodOfView) {
      decorators.stream()
          .filter(each -> each.kind() == Kind.FUNCTION_VIEW)
          .forEach(
              each ->
                  review.report(
                      each.decorator().expression(),
                      "Wrap %s in method_decorator(): on a method it takes `self` for the request."
                          .formatted(each.name())));
    }
  }

  private static void checkOrder(List<AccessDecorator> decorators, PythonReview review) {
    for (int i = 0; i + 1 < decorators.size(); i++) {
      AccessDecorator policy = decorators.get(i);
      Optional<AccessDecorator> view =
          decorators.stream().skip(i + 1).filter(each -> each.kind() == Kind.API_VIEW).findFirst();
      if (policy.kind() == Kind.REST_POLICY && view.isPresent()) {
        Finding finding =
            review
                .report(
                    policy.decorator().expression(),
                    "Put @%s below @api_view: above it, it is ignored and the default permissions apply."
                        .formatted(policy.name()))
                .because(view.get().decorator().expression(), "This makes the view.");
        if (decorators.indexOf(view.get()) == i + 1) {
          swap(policy, view.get(), finding);
        }
      }
    }
  }

  private static void swap(AccessDecorator upper, AccessDecorator lower, Finding finding) {
    finding.fixByReplacing(
        upper.decorator().expression(),
        SourceText.of(lower.decorator().expression()),
        lower.decorator().expression(),
        SourceText.of(upper.decorator().expression()),
        "Swap the decorators");
  }

  private static void check(ClassAttribute attribute, PythonReview review) {
    PolicyAttribute.singleIn(attribute)
        .ifPresent(
            policy ->
                review
                    .report(
                        policy.value(),
                        "Make a list of %s: as a single class, it makes every request fail with a TypeError."
                            .formatted(policy.name().name()))
                    .fixByReplacing(
                        policy.value(),
                        "[" + SourceText.of(policy.single()) + "]",
                        "Wrap it in a list"));
  }
}
