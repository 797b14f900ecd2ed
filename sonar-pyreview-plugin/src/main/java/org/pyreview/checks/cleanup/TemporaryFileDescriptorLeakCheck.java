package org.pyreview.checks.cleanup;

import java.util.Set;
import org.pyreview.python.AstCheck;
import org.pyreview.python.DescriptorLeak;
import org.pyreview.python.PythonModule;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "temporary-file-descriptor-leak")
public class TemporaryFileDescriptorLeakCheck extends AstCheck {

  private static final Set<String> SCRIPTS = Set.of("scripts", "script", "bin");

  @Override
  protected boolean reviews(PythonModule module) {
    return super.reviews(module) && !module.path().isBelow(SCRIPTS);
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) ->
            DescriptorLeak.of(call, review.module())
                .ifPresent(
                    leak ->
                        review.report(
                            leak.descriptor().isPresent() ? leak.descriptor().get() : call,
                            leak.descriptor()
                                .map(
                                    name ->
                                        "Close `%s` with os.close() or os.fdopen(): mkstemp() leaves the file open, and each call uses up a descriptor."
                                            .formatted(name.name()))
                                .orElse(
                                    "Keep the descriptor of mkstemp() and close it: the file stays"
                                        + " open, and each call uses up a descriptor."))));
  }
}
