package org.pyreview.checks.django;

import java.util.List;
import org.pyreview.frameworks.django.SaveOverride;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "django-save-override-contract")
public class DjangoSaveOverrideContractCheck extends AstCheck {

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.FUNCDEF,
        FunctionDef.class,
        (function, review) ->
            SaveOverride.of(function, review.module()).ifPresent(each -> check(each, review)));
  }

  private static void check(SaveOverride override, PythonReview review) {
    String name = override.name();
    if (override.doesNothing()) {
      review.report(
          override.method().name(),
          "Call `super().%s(*args, **kwargs)`: this override %s nothing."
              .formatted(name, name.equals("save") ? "stores" : "deletes"));
    } else if (!override.takesDjangosArguments()) {
      Finding finding =
          review.report(
              override.method().name(),
              "Accept `*args, **kwargs` and pass them to `super().%s()`: Django and its libraries call it with arguments."
                  .formatted(name));
      fix(override, finding);
    } else {
      for (CallExpression call : override.forgetfulCalls()) {
        Finding finding =
            review.report(
                call,
                "Pass `**kwargs` on to `%s()`: what callers ask for, such as %s, is lost."
                    .formatted(
                        SourceText.of(call.callee()),
                        name.equals("save") ? "update_fields" : "using"));
        if (call.arguments().isEmpty() && override.isTransparent()) {
          finding.fixByReplacing(
              call, SourceText.of(call.callee()) + "(*args, **kwargs)", "Pass the arguments on");
        }
      }
    }
  }

  /** Where the method takes only {@code self} and passes nothing, the edit is certain. */
  private static void fix(SaveOverride override, Finding finding) {
    List<CallExpression> calls = override.inheritedCalls();
    if (override.parameters().isEmpty()
        && calls.size() == 1
        && calls.get(0).arguments().isEmpty()
        && override.method().parameters() != null) {
      finding.fixByReplacing(
          override.method().parameters(),
          SourceText.of(override.method().parameters()) + ", *args, **kwargs",
          calls.get(0),
          SourceText.of(calls.get(0).callee()) + "(*args, **kwargs)",
          "Take and pass the arguments");
    }
  }
}
