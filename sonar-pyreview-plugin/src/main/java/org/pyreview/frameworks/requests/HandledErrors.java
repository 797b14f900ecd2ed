package org.pyreview.frameworks.requests;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.python.Arguments;
import org.pyreview.python.Descendants;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Decorator;

/** The exceptions for which the application of a file has a handler that answers the request. */
public final class HandledErrors {

  private final PythonModule module;
  private final Set<String> decorated;
  private final Map<String, Boolean> beside = new HashMap<>();

  private HandledErrors(PythonModule module) {
    this.module = module;
    this.decorated =
        Descendants.of(module.tree(), Decorator.class)
            .flatMap(HandledErrors::errors)
            .collect(Collectors.toSet());
  }

  /** Those of {@code @app.errorhandler(…)} in a file, and for Flask in the files beside it. */
  public static HandledErrors of(PythonModule module) {
    return new HandledErrors(module);
  }

  private static Stream<String> errors(Decorator decorator) {
    return decorator.expression() instanceof CallExpression call
            && SourceText.of(call.callee()).endsWith("errorhandler")
        ? Arguments.of(call).expressions().map(SourceText::of)
        : Stream.empty();
  }

  /**
   * Whether one of these exceptions has a handler.
   *
   * @param exceptions class names, without their module
   */
  public boolean include(Set<String> exceptions) {
    return exceptions.stream().anyMatch(decorated::contains)
        || (module.importsFrom("flask")
            && exceptions.stream()
                .anyMatch(each -> beside.computeIfAbsent(each, this::isHandledBeside)));
  }

  private boolean isHandledBeside(String exception) {
    return module.isFoundBeside(
        Pattern.compile("error_?handler\\(\\s*" + Pattern.quote(exception) + "\\b"));
  }
}
