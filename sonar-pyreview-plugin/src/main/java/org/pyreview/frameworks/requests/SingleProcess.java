package org.pyreview.frameworks.requests;

import java.util.Set;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A file that serves its own endpoints in one process: {@code WSGIServer(("", 8000),
 * app).serve_forever()}, or {@code app.run()} where the file is the program.
 */
public final class SingleProcess {

  private static final Set<String> SERVERS =
      Set.of("gevent.pywsgi.WSGIServer", "wsgiref.simple_server.make_server");
  private static final Set<String> RUNNERS = Set.of("uvicorn.run", "uvicorn.main.run");

  private SingleProcess() {}

  /** Whether a file is such a service. */
  public static boolean serves(PythonModule module) {
    Starts starts = new Starts(module);
    module.tree().accept(starts);
    return starts.found;
  }

  private static final class Starts extends BaseTreeVisitor {
    private final PythonModule module;
    private boolean found;

    Starts(PythonModule module) {
      this.module = module;
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      super.visitCallExpression(call);
      found |=
          module.isNamed(call.callee(), SERVERS)
              || (module.isNamed(call.callee(), RUNNERS) && !hasWorkers(call))
              || (isRun(call) && isOfProgram(call) && !hasWorkers(call));
    }

    /** {@code app.run()} of Flask. */
    private static boolean isRun(CallExpression call) {
      return call.callee() instanceof QualifiedExpression method
          && method.name().name().equals("run")
          && SourceText.of(method.qualifier()).matches("app|application|server");
    }

    private static boolean hasWorkers(CallExpression call) {
      Arguments arguments = Arguments.of(call);
      return arguments.named("workers").isPresent() || arguments.named("processes").isPresent();
    }

    private static boolean isOfProgram(Tree call) {
      return Ancestors.of(call)
          .anyMatch(
              at ->
                  at instanceof IfStatement branch
                      && SourceText.of(branch.condition()).contains("__name__"));
    }
  }
}
