package org.pyreview.frameworks.logging;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/**
 * The name of a log file.
 *
 * @param written as the code passes it to a handler
 * @param scope the function, or file, that does so
 */
record LogPath(Expr written, CodeScope scope) {

  private static final Pattern NO_FILE = Pattern.compile("/dev/.*|/proc/.*|NUL");
  private static final Pattern UNIQUE =
      Pattern.compile("now|today|utcnow|strftime|uuid[14]|time|getpid|isoformat|mkdtemp|mktemp");
  private static final String ARGUMENTS = "sys.argv";

  /** Whether a file name means no file. */
  static boolean isNoFile(String name) {
    return NO_FILE.matcher(name).matches();
  }

  /** Whether there is a new file per run or day, or none at all. */
  boolean isOneOfMany() {
    return parts()
        .anyMatch(
            each ->
                (each instanceof Expr.Call call && UNIQUE.matcher(call.name()).matches())
                    || (each instanceof Expr.Text text && isNoFile(text.value())));
  }

  /**
   * Whether who starts the program names the file.
   *
   * @param readsArguments whether the project reads arguments of a command line; then the parameter
   *     of a function that sets up logging is such an argument
   */
  boolean isChosenByUser(boolean readsArguments) {
    return parts().flatMap(each -> each.dotted().stream()).anyMatch(name -> name.equals(ARGUMENTS))
        || (readsArguments && written instanceof Expr.Name name && isParameter(name));
  }

  private boolean isParameter(Expr.Name name) {
    return scope
        .function()
        .filter(
            function -> function.parameters().stream().anyMatch(p -> p.name().equals(name.id())))
        .isPresent();
  }

  /** Everything that the name is made of, what its variables are given in this scope included. */
  private Stream<Expr> parts() {
    return Stream.concat(
        written.all(),
        written.all().flatMap(each -> each.dotted().stream()).flatMap(this::assigned));
  }

  private Stream<Expr> assigned(String variable) {
    return scope
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(
            assign ->
                assign.targets().stream()
                    .map(Expr::dotted)
                    .flatMap(Optional::stream)
                    .anyMatch(variable::equals))
        .flatMap(assign -> assign.value().stream())
        .flatMap(Expr::all);
  }
}
