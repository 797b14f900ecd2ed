package org.pyreview.frameworks.async;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.fastapi.CalledFunctions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/** Functions of the project that block the thread they run in, and the call that does. */
public final class BlockingCalls {

  /** What blocks, by qualified name; the built-in rules know the same calls in async functions. */
  private static final Pattern BLOCKING =
      Pattern.compile(
          "time\\.sleep"
              + "|requests\\.(?:get|post|put|patch|delete|head|options|request)"
              + "|httpx\\.(?:get|post|put|patch|delete|head|options|request|stream)"
              + "|urllib\\.request\\.urlopen"
              + "|subprocess\\.(?:run|call|check_call|check_output|getoutput|getstatusoutput)"
              + "|os\\.system|os\\.popen"
              + "|smtplib\\.SMTP(?:_SSL)?"
              + "|socket\\.(?:create_connection|gethostbyname|gethostbyaddr|getaddrinfo)"
              + "|bcrypt\\.(?:hashpw|checkpw|kdf)"
              + "|hashlib\\.(?:pbkdf2_hmac|scrypt)"
              + "|passlib\\.hash\\.\\w+\\.(?:hash|verify)"
              + "|PIL\\.ImageOps\\.(?:fit|contain|pad|exif_transpose|grayscale|autocontrast)"
              + "|shutil\\.(?:make_archive|unpack_archive)");

  /** The same of objects: what makes the object, and the method. */
  private static final Pattern BLOCKING_METHOD =
      Pattern.compile(
          "requests\\.(?:sessions\\.)?[sS]ession\\.(?:get|post|put|patch|delete|head|options|request|send)"
              + "|httpx\\.Client\\.(?:get|post|put|patch|delete|head|options|request|send|stream)"
              + "|smtplib\\.SMTP(?:_SSL)?\\.(?:connect|login|starttls|sendmail|send_message)"
              + "|PIL\\.Image\\.(?:open|new|Image)\\.(?:load|thumbnail|resize|convert|save|rotate|filter|transpose|crop|quantize)"
              + "|passlib\\.context\\.CryptContext\\.(?:hash|encrypt|verify|verify_and_update)"
              + "|argon2\\.PasswordHasher\\.(?:hash|verify)"
              + "|pwdlib\\.PasswordHash(?:\\.recommended)?\\.(?:hash|verify|verify_and_update)");

  /** What the built-in rules don't report where it stands in an async function itself. */
  private static final Pattern UNREPORTED =
      Pattern.compile(
          "bcrypt\\..*|hashlib\\..*|passlib\\..*|PIL\\..*|socket\\.(?:gethostbyname|gethostbyaddr|getaddrinfo|create_connection)|smtplib\\..*|shutil\\..*");

  private static final BigDecimal MANY_ROUNDS = BigDecimal.valueOf(10_000);

  private final Project project;
  private final ProjectCode code;
  private final CalledFunctions called;
  private final Constants constants;
  private final Map<String, Optional<Path>> known = new HashMap<>();
  private ReachedFunctions reached;

  /**
   * How a function gets to a blocking call.
   *
   * @param steps the calls on the way, the blocking one last
   * @param name of the blocking call
   */
  public record Path(List<Step> steps, String name) {}

  /** A call on the way. */
  public record Step(ModuleCode module, Place place) {}

  /** A call in an async function that blocks the event loop. */
  public record Blocked(ModuleCode module, Expr.Call call, String name, Path path) {}

  public BlockingCalls(Project project) {
    this.project = project;
    code = ProjectCode.of(project);
    called = new CalledFunctions(code);
    constants = new Constants(code);
  }

  /**
   * The calls that block in async functions of main code that requests get to; of each function all
   * of them, in its order.
   *
   * @param depth calls that are followed beyond the function that is called directly
   */
  public List<List<Blocked>> inAsyncFunctions(int depth) {
    List<List<Blocked>> found = new ArrayList<>();
    List<ModuleCode> modules = BeforeTraffic.servingModules(code, project);
    for (ModuleCode module : modules) {
      BeforeTraffic before = BeforeTraffic.in(module);
      for (CodeScope scope : CodeScope.of(code, module)) {
        scope
            .function()
            .filter(each -> each.isAsync() && !before.contains(each))
            .map(each -> blocked(scope, each, depth))
            .filter(calls -> !calls.isEmpty())
            .filter(calls -> isReached(scope, modules))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private boolean isReached(CodeScope scope, List<ModuleCode> modules) {
    if (reached == null) {
      reached = new ReachedFunctions(modules);
    }
    return reached.contains(scope.module(), scope.function().orElseThrow());
  }

  private List<Blocked> blocked(CodeScope scope, Stmt.Function function, int depth) {
    List<Blocked> found = new ArrayList<>();
    // A library is told about once: resize() and save() of a picture are one mistake.
    Set<String> libraries = new HashSet<>();
    for (Expr.Call call : ownCalls(function)) {
      Optional<Path> path = blocking(scope, call, depth + 1, new HashSet<>());
      boolean isOurs =
          path.isPresent()
              && (path.get().steps().size() > 1
                  || BLOCKING_METHOD.matcher(path.get().name()).matches()
                  || UNREPORTED.matcher(path.get().name()).matches());
      if (isOurs && isFirst(path.get(), libraries)) {
        found.add(new Blocked(scope.module(), call, call.name(), path.get()));
      }
    }
    return found;
  }

  /** The calls of a function, those left out that only an error leads to. */
  private static List<Expr.Call> ownCalls(Stmt.Function function) {
    Set<Stmt> handling = Collections.newSetFromMap(new IdentityHashMap<>());
    function
        .statements()
        .filter(Stmt.Try.class::isInstance)
        .flatMap(each -> ((Stmt.Try) each).handlers().stream())
        .flatMap(each -> each.body().stream())
        .filter(each -> !handling.contains(each))
        .flatMap(Stmt::sameScope)
        .forEach(handling::add);
    return CalledFunctions.ownCalls(function, each -> !handling.contains(each)).toList();
  }

  /** Whether it is the first of a function's own calls of one library. */
  private static boolean isFirst(Path path, Set<String> libraries) {
    return path.steps().size() > 1 || libraries.add(QualifiedName.of(path.name()).firstName());
  }

  private Optional<Path> blocking(CodeScope scope, Expr.Call call, int depth, Set<String> asked) {
    Step here = new Step(scope.module(), call.callee().place());
    Optional<String> direct = direct(scope, call);
    if (direct.isPresent()) {
      boolean isNoSleep =
          direct.get().equals("time.sleep")
              && call.positional().size() == 1
              && call.positional().get(0) instanceof Expr.Constant zero
              && zero.text().equals("0");
      return isNoSleep || isFast(scope, call, direct.get())
          ? Optional.empty()
          : Optional.of(new Path(List.of(here), direct.get()));
    }
    Optional<Meaning.Function> target = depth == 0 ? Optional.empty() : called.of(scope, call);
    return target
        .filter(each -> !each.definition().isAsync())
        .flatMap(each -> through(each, depth, asked))
        .map(
            path -> {
              List<Step> steps = new ArrayList<>(List.of(here));
              steps.addAll(path.steps());
              return new Path(steps, path.name());
            });
  }

  /** A derivation of a key with so few rounds takes a few milliseconds. */
  private boolean isFast(CodeScope scope, Expr.Call call, String name) {
    return name.equals("hashlib.pbkdf2_hmac")
        && call.at(3, "iterations")
            .flatMap(each -> constants.value(scope.module(), each))
            .filter(each -> each instanceof BigDecimal rounds && rounds.compareTo(MANY_ROUNDS) < 0)
            .isPresent();
  }

  /** The name of the blocking call that a call is itself. */
  private Optional<String> direct(CodeScope scope, Expr.Call call) {
    String name = scope.meaning(call.callee()).external();
    if (BLOCKING.matcher(name).matches()) {
      return Optional.of(name);
    }
    return Optional.of(called.external(scope, call))
        .filter(method -> BLOCKING_METHOD.matcher(method).matches());
  }

  private Optional<Path> through(Meaning.Function function, int depth, Set<String> asked) {
    String key = function.module() + " " + function.definition().place() + " " + depth;
    if (known.containsKey(key) || !asked.add(key)) {
      return known.getOrDefault(key, Optional.empty());
    }
    boolean isContextManager =
        function.definition().decorators().stream()
            .flatMap(each -> each.dotted().stream())
            .anyMatch(each -> each.endsWith("contextmanager"));
    // A generator runs when somebody goes through it.
    boolean runsNow = !isContextManager && !function.definition().isGenerator();
    Optional<Path> found =
        runsNow
            ? CodeScope.ofFunction(code, function)
                .flatMap(
                    scope ->
                        ownCalls(function.definition()).stream()
                            .flatMap(call -> blocking(scope, call, depth - 1, asked).stream())
                            .findFirst())
            : Optional.empty();
    known.put(key, found);
    return found;
  }
}
