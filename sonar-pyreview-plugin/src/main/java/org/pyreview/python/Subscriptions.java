package org.pyreview.python;

import java.util.function.BiConsumer;
import org.sonar.plugins.python.api.SubscriptionCheck;
import org.sonar.plugins.python.api.SubscriptionContext;
import org.sonar.plugins.python.api.tree.Tree;

/** Where an {@link AstCheck} says which nodes it wants to see; lives as long as one file. */
public final class Subscriptions {

  private final AstCheck check;
  private final SubscriptionCheck.Context context;
  private final Guard guard;
  private PythonReview review;

  Subscriptions(AstCheck check, SubscriptionCheck.Context context, Guard guard) {
    this.check = check;
    this.context = context;
    this.guard = guard;
  }

  /**
   * Calls the visitor for every node of a kind.
   *
   * @param kind the node kind
   * @param type its Java type
   * @param visitor gets the node and the file's review
   */
  public <T extends Tree> void to(
      Tree.Kind kind, Class<T> type, BiConsumer<T, PythonReview> visitor) {
    context.registerSyntaxNodeConsumer(
        kind,
        node ->
            guard.run(
                node.pythonFile().key(),
                () -> {
                  PythonReview file = reviewOf(node);
                  if (file.wanted()) {
                    visitor.accept(type.cast(node.syntaxNode()), file);
                  }
                }));
  }

  private PythonReview reviewOf(SubscriptionContext node) {
    if (review == null) {
      PythonModule module = PythonModule.of(node);
      review = new PythonReview(module, node, guard, !module.isTooDeep() && check.reviews(module));
    }
    return review;
  }
}
