package org.pyreview.checks.language;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.AstCheck;
import org.pyreview.python.CodeRole;
import org.pyreview.python.Literal;
import org.pyreview.python.LocalResource;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ExpressionStatement;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.StatementList;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "file-opened-without-context-manager")
public class FileOpenedWithoutContextManagerCheck extends AstCheck {

  private static final Set<String> OPENERS =
      Set.of(
          "open",
          "builtins.open",
          "io.open",
          "codecs.open",
          "gzip.open",
          "bz2.open",
          "lzma.open",
          "zipfile.ZipFile",
          "tarfile.open",
          "tarfile.TarFile.open");
  private static final Set<String> NAMES = Set.of("open", "ZipFile");
  private static final Set<String> USES = Set.of("write", "writelines", "writestr");

  /** Functions that write the whole file, and keep nothing of it. */
  private static final Set<String> CONSUMERS =
      Set.of(
          "json.dump",
          "pickle.dump",
          "yaml.dump",
          "yaml.safe_dump",
          "csv.writer",
          "csv.DictWriter",
          "shutil.copyfileobj");

  private static final Set<String> IN_MEMORY = Set.of("io.BytesIO", "io.StringIO");

  /** Modes in which something is written, of files, archives and compressed files. */
  private static final Pattern WRITING = Pattern.compile("[bt]?[wax].*|[bt]?r[bt]?\\+.*");

  /** Modules that make data for tests and for developers. */
  private static final Pattern OF_TEST_DATA =
      Pattern.compile(
          "(?:\\w+_)?(?:factory|factories|fixtures?|seeds?|(?:sample|demo|dummy)_?data)\\.py");

  // Whatever a script or command leaves open is closed when its process ends.
  @Override
  protected boolean reviews(PythonModule module) {
    CodeRole role = CodeRole.of(module.path());
    return super.reviews(module)
        && (role == CodeRole.SERVER || role == CodeRole.WORKER)
        && !OF_TEST_DATA.matcher(module.path().fileName()).matches();
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.CALL_EXPR, CallExpression.class, FileOpenedWithoutContextManagerCheck::check);
  }

  private static void check(CallExpression call, PythonReview review) {
    String callee = SourceText.of(call.callee());
    boolean mayOpen = NAMES.stream().anyMatch(callee::endsWith) || call.callee().is(Tree.Kind.NAME);
    if (!mayOpen || !review.module().isCallTo(call, OPENERS) || isInMemory(call, review.module())) {
      return;
    }
    Optional<CallExpression> use = usedAtOnce(call);
    if (!isForWriting(call)) {
      return;
    }
    if (use.isPresent()) {
      reportChain(call, use.get(), review);
      return;
    }
    Optional<String> consumer = consumer(call, review.module());
    if (consumer.isPresent()) {
      review.report(
          call,
          "Open the file in a with statement: nothing closes it after %s."
              .formatted(consumer.get()));
      return;
    }
    LocalResource.heldBy(call)
        .filter(resource -> !resource.escapes() && !resource.isReleased())
        .filter(resource -> mayFailBeforeItsEnd(call, resource.name()))
        .ifPresent(
            resource ->
                review.report(
                    call,
                    "Open `%s` in a with statement: an error before its end leaves it open."
                        .formatted(resource.name())));
  }

  /** What uses the file where it is opened, as a message names it. */
  private static Optional<String> consumer(CallExpression call, PythonModule module) {
    Tree parent = call.parent();
    return parent instanceof RegularArgument argument
            && argument.parent() != null
            && argument.parent().parent() instanceof CallExpression user
            && module.isCallTo(user, CONSUMERS)
        ? Optional.of("`" + SourceText.of(user.callee()) + "()`")
        : Optional.empty();
  }

  private static void reportChain(CallExpression call, CallExpression use, PythonReview review) {
    review.report(
        call,
        "Open the file in a with statement: nothing closes it after `%s()`."
            .formatted(((QualifiedExpression) use.callee()).name().name()));
  }

  /**
   * Whether what the buffer holds may be lost. What is only read is closed when nobody needs it.
   */
  private static boolean isForWriting(CallExpression call) {
    return Arguments.of(call)
        .at(1, "mode")
        .flatMap(Literal::string)
        .filter(mode -> WRITING.matcher(mode).matches())
        .isPresent();
  }

  /** {@code ZipFile(BytesIO(data))}: it holds no file of the operating system. */
  private static boolean isInMemory(CallExpression call, PythonModule module) {
    return Arguments.of(call)
        .expressions()
        .map(AssignedValue::behind)
        .anyMatch(each -> module.isCallTo(each, IN_MEMORY));
  }

  /** Whether something else than the file's own methods runs before it is closed. */
  private static boolean mayFailBeforeItsEnd(CallExpression call, String name) {
    if (!(call.parent().parent() instanceof StatementList around)) {
      return false;
    }
    int opened = around.statements().indexOf(call.parent());
    for (Statement each : around.statements().subList(opened + 1, around.statements().size())) {
      if (!isOwnMethod(each, name)) {
        return true;
      }
      if (SourceText.of(each).equals(name + ".close()")) {
        return false;
      }
    }
    return false;
  }

  private static boolean isOwnMethod(Statement statement, String name) {
    return statement instanceof ExpressionStatement expression
        && expression.expressions().get(0) instanceof CallExpression call
        && SourceText.of(call.callee()).startsWith(name + ".");
  }

  /** The call of the file's method that the file is opened for. */
  private static Optional<CallExpression> usedAtOnce(CallExpression call) {
    return call.parent() instanceof QualifiedExpression method
            && USES.contains(method.name().name())
            && method.parent() instanceof CallExpression use
            && use.callee() == method
        ? Optional.of(use)
        : Optional.empty();
  }
}
