package org.pyreview.project;

import java.util.List;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Guard;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.PythonInputFileContext;
import org.sonar.plugins.python.api.PythonSubscriptionCheck;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A rule about several Python files: it records facts while the analyzer visits each file, so that
 * nothing is parsed twice, and decides when all are known. Where nobody connects it to a store, in
 * the IDE, it decides from each file alone.
 */
public abstract class CrossFileCheck extends PythonSubscriptionCheck implements ProjectRule {

  private final Guard guard = new Guard(AstCheck.keyOf(getClass()));
  private FactStore store;

  /** Gives the rule the store that all rules of the analysis share. */
  public final void connect(FactStore shared) {
    store = shared;
  }

  /** The facts the decision needs. */
  protected abstract List<FactKind<?>> facts();

  @Override
  public final void initialize(Context context) {
    context.registerSyntaxNodeConsumer(
        Tree.Kind.FILE_INPUT,
        file -> {
          String key = file.pythonFile().key();
          guard.run(
              key,
              () -> {
                if (store == null) {
                  LoneFile.review(this, file, guard);
                  return;
                }
                PythonModule module = PythonModule.of(file);
                if (module.isTooDeep()) {
                  return;
                }
                facts().forEach(kind -> store.record(kind, key, module, file.cacheContext()));
              });
        });
  }

  @Override
  public final boolean scanWithoutParsing(PythonInputFileContext file) {
    if (store == null) {
      return false;
    }
    String key = file.pythonFile().key();
    return facts().stream().allMatch(kind -> store.restore(kind, key, file.cacheContext()));
  }
}
