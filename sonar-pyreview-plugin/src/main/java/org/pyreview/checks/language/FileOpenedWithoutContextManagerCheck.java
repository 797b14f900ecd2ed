package org.pyreview.checks.language;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.AstCheck;
import org.pyreview.python.CodeRole;
import org.pyreview.python.Finding;
import org.pyreview.python.Literal;
import org.pyreview.python.LocalResource;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ComprehensionFor;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ExpressionStatement;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.sonar.plugins.python.api.tree.FunctionDef;
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
          "tarfile.TarFile.open",
          "socket.create_connection");
  private static final Set<String> NAMES = Set.of("open", "ZipFile", "create_connection");
  private static final Set<String> USES =
      Set.of(
          "read",
          "readline",
          "readlines",
          "write",
          "writelines",
          "close",
          "extract",
          "extractall",
          "namelist",
          "infolist",
          "getnames",
          "getmembers",
          "testzip",
          "writestr");

  /** Functions that read or write the whole file, and keep nothing of it. */
  private static final Set<String> CONSUMERS =
      Set.of(
          "json.load",
          "json.dump",
          "pickle.load",
          "pickle.dump",
          "yaml.load",
          "yaml.safe_load",
          "yaml.dump",
          "yaml.safe_dump",
          "tomllib.load",
          "toml.load",
          "plistlib.load",
          "csv.reader",
          "csv.writer",
          "csv.DictReader",
          "csv.DictWriter",
          "list",
          "sorted",
          "shutil.copyfileobj",
          "xml.etree.ElementTree.parse");

  private static final Set<String> IN_MEMORY = Set.of("io.BytesIO", "io.StringIO");

  private static final Set<String> READS = Set.of("read", "readline", "readlines");
  private static final Set<String> READERS =
      Set.of(
          "json.load",
          "pickle.load",
          "yaml.load",
          "yaml.safe_load",
          "tomllib.load",
          "toml.load",
          "plistlib.load");

  /** Functions that run once, when the process starts or an object of its life time is made. */
  private static final Pattern AT_START =
      Pattern.compile(
          "__init__|_*(?:(?:create|make)_app|(?:setup|set_up|init|initiali[sz]e|configure|bootstrap)(?:_\\w+)?)");

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
    if (use.isPresent()) {
      if (!isAtStart(call) || !READS.contains(method(use.get()))) {
        reportChain(call, use.get(), review);
      }
      return;
    }
    Optional<String> consumer = consumer(call, review.module());
    if (consumer.isPresent() && isAtStart(call) && isRead(call, review.module())) {
      return;
    }
    if (consumer.isPresent()) {
      review.report(
          call,
          "Open the file in a with statement: nothing closes it after %s."
              .formatted(consumer.get()));
      return;
    }
    LocalResource.heldBy(call)
        .filter(resource -> !resource.escapes() && !resource.isReleased())
        .filter(resource -> !isClosedNext(call, resource.name()))
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
    if (parent instanceof ForStatement loop && loop.testExpressions().contains(call)) {
      return Optional.of("the loop");
    }
    if (parent instanceof ComprehensionFor loop && loop.iterable() == call) {
      return Optional.of("the loop");
    }
    return parent instanceof RegularArgument argument
            && argument.parent() != null
            && argument.parent().parent() instanceof CallExpression user
            && module.isCallTo(user, CONSUMERS)
        ? Optional.of("`" + SourceText.of(user.callee()) + "()`")
        : Optional.empty();
  }

  private static void reportChain(CallExpression call, CallExpression use, PythonReview review) {
    String method = method(use);
    if (method.equals("close")) {
      return;
    }
    Finding finding =
        review.report(
            call,
            "Open the file in a with statement: nothing closes it after `%s()`.".formatted(method));
    List<?> arguments = call.arguments();
    boolean isPlainRead =
        method.equals("read")
            && use.arguments().isEmpty()
            && review.module().isImported("pathlib.Path")
            && SourceText.of(call.callee()).equals("open");
    if (isPlainRead && isTextMode(call) && arguments.size() <= 2) {
      Expression path = Arguments.of(call).all().isEmpty() ? null : pathOf(call);
      if (path != null) {
        finding.fixByReplacing(
            use, "Path(%s).read_text()".formatted(SourceText.of(path)), "Read the file with Path");
      }
    }
  }

  private static Expression pathOf(CallExpression call) {
    return Arguments.of(call).positional(0).orElse(null);
  }

  /** {@code ZipFile(BytesIO(data))}: it holds no file of the operating system. */
  private static boolean isInMemory(CallExpression call, PythonModule module) {
    return Arguments.of(call)
        .expressions()
        .map(AssignedValue::behind)
        .anyMatch(each -> module.isCallTo(each, IN_MEMORY));
  }

  private static String method(CallExpression use) {
    return ((QualifiedExpression) use.callee()).name().name();
  }

  /** A file that is read once in the life of a process: nothing piles up. */
  private static boolean isAtStart(CallExpression call) {
    return Ancestors.nearest(call, Tree.Kind.FUNCDEF)
        .filter(function -> AT_START.matcher(((FunctionDef) function).name().name()).matches())
        .isPresent();
  }

  /** {@code json.load(open(path))}, also as part of more. */
  private static boolean isRead(CallExpression call, PythonModule module) {
    return call.parent().parent() != null
        && call.parent().parent().parent() instanceof CallExpression user
        && module.isCallTo(user, READERS);
  }

  /**
   * {@code f = open(path)} and {@code f.close()} right after it, or after {@code text = f.read()}:
   * hardly anything in between can fail.
   */
  private static boolean isClosedNext(CallExpression call, String name) {
    if (!(call.parent().parent() instanceof StatementList around)) {
      return false;
    }
    int next = around.statements().indexOf(call.parent()) + 1;
    if (next < around.statements().size() && isRead(around.statements().get(next), name)) {
      next++;
    }
    return next < around.statements().size()
        && around.statements().get(next) instanceof ExpressionStatement following
        && SourceText.of(following.expressions().get(0)).equals(name + ".close()");
  }

  private static boolean isRead(Statement statement, String name) {
    return statement instanceof AssignmentStatement assignment
        && READS.stream()
            .anyMatch(
                each -> SourceText.of(assignment.assignedValue()).equals(name + "." + each + "()"));
  }

  /** Whether nothing but the path is passed, or a mode of text. */
  private static boolean isTextMode(CallExpression call) {
    Arguments arguments = Arguments.of(call);
    return arguments.all().size() == 1
        || arguments
            .at(1, "mode")
            .flatMap(Literal::string)
            .filter(mode -> mode.equals("r") || mode.equals("rt"))
            .isPresent();
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
