package org.pyreview.frameworks.async;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.Bindings;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

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
              + "|shutil\\.(?:copy|copy2|copyfile|copyfileobj|copytree|move|rmtree|make_archive|unpack_archive)");

  /** What the built-in rules don't report where it stands in an async function itself. */
  private static final Pattern UNREPORTED =
      Pattern.compile(
          "bcrypt\\..*|socket\\.(?:gethostbyname|gethostbyaddr|getaddrinfo|create_connection)|smtplib\\..*|shutil\\..*");

  private final ProjectCode code;
  private final Map<String, Optional<Path>> known = new HashMap<>();

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
    code = ProjectCode.of(project);
  }

  /**
   * The calls in async functions of main code that block.
   *
   * @param depth calls that are followed beyond the function that is called directly
   */
  public List<Blocked> inAsyncFunctions(int depth) {
    List<Blocked> found = new ArrayList<>();
    for (ModuleCode module : code.mainModules()) {
      for (Stmt.Function function : module.functions().toList()) {
        if (function.isAsync() && !isBeforeTraffic(function, module)) {
          collect(module, function, depth, found);
        }
      }
    }
    return found;
  }

  private void collect(ModuleCode module, Stmt.Function function, int depth, List<Blocked> found) {
    Optional<ClassCode> owner = ownerOf(module, function);
    for (Expr.Call call : calls(function).toList()) {
      Optional<Path> path = blocking(module, owner, function, call, depth + 1, new HashSet<>());
      boolean isOurs =
          path.isPresent()
              && (path.get().steps().size() > 1 || UNREPORTED.matcher(path.get().name()).matches());
      if (isOurs) {
        found.add(new Blocked(module, call, call.name(), path.get()));
      }
    }
  }

  /** The class whose body holds a method. */
  private Optional<ClassCode> ownerOf(ModuleCode module, Stmt.Function method) {
    return module
        .classes()
        .filter(each -> each.body().stream().anyMatch(inner -> inner == method))
        .findFirst()
        .map(each -> code.classCode(module, each));
  }

  /** Code that runs before or after the server answers requests, or that drives the loop itself. */
  private static boolean isBeforeTraffic(Stmt.Function function, ModuleCode module) {
    boolean isNamed =
        function
            .name()
            .matches("(?:_*lifespan|startup|shutdown|on_startup|on_shutdown|main|_main)\\w*");
    boolean isHandler =
        function.decorators().stream()
            .anyMatch(each -> each instanceof Expr.Call call && call.name().equals("on_event"));
    boolean isLifespan =
        module.statements().stream()
            .flatMap(Stmt::everyExpression)
            .filter(Expr.Call.class::isInstance)
            .flatMap(each -> ((Expr.Call) each).named("lifespan").stream())
            .anyMatch(each -> each.dotted().filter(function.name()::equals).isPresent());
    return isNamed || isHandler || isLifespan;
  }

  /**
   * The calls a function makes itself: not those of functions and lambdas in it, or awaited ones.
   */
  private static Stream<Expr.Call> calls(Stmt.Function function) {
    return function
        .statements()
        .filter(each -> !(each instanceof Stmt.Function) && !(each instanceof Stmt.ClassDef))
        .flatMap(each -> each.expressions().stream())
        .flatMap(BlockingCalls::callsIn);
  }

  private static Stream<Expr.Call> callsIn(Expr expression) {
    if (expression instanceof Expr.Lambda) {
      return Stream.empty();
    }
    if (expression instanceof Expr.Await await && await.value() instanceof Expr.Call awaited) {
      return awaited.children().stream().flatMap(BlockingCalls::callsIn);
    }
    Stream<Expr.Call> below = expression.children().stream().flatMap(BlockingCalls::callsIn);
    return expression instanceof Expr.Call call ? Stream.concat(Stream.of(call), below) : below;
  }

  private Optional<Path> blocking(
      ModuleCode module,
      Optional<ClassCode> owner,
      Stmt.Function within,
      Expr.Call call,
      int depth,
      Set<String> asked) {
    Step here = new Step(module, call.callee().place());
    Meaning meaning = meaningOf(module, owner, within, call);
    String external = meaning.external();
    if (BLOCKING.matcher(external).matches()) {
      boolean isNoSleep =
          external.equals("time.sleep")
              && call.positional().size() == 1
              && call.positional().get(0) instanceof Expr.Constant zero
              && zero.text().equals("0");
      return isNoSleep ? Optional.empty() : Optional.of(new Path(List.of(here), external));
    }
    if (depth == 0
        || !(meaning instanceof Meaning.Function function)
        || function.definition().isAsync()) {
      return Optional.empty();
    }
    return through(function, depth, asked)
        .map(
            path -> {
              List<Step> steps = new ArrayList<>(List.of(here));
              steps.addAll(path.steps());
              return new Path(steps, path.name());
            });
  }

  private Meaning meaningOf(
      ModuleCode module, Optional<ClassCode> owner, Stmt.Function within, Expr.Call call) {
    boolean isOwn =
        call.callee() instanceof Expr.Attribute member
            && member.value() instanceof Expr.Name self
            && (self.id().equals("self") || self.id().equals("cls"));
    if (isOwn && owner.isPresent()) {
      return owner
          .get()
          .method(call.name())
          .<Meaning>map(each -> new Meaning.Function(each.owner().module(), each.value()))
          .orElseGet(Meaning.Unknown::new);
    }
    String dotted = call.callee().dotted().orElse("");
    String root = dotted.split("\\.")[0];
    Optional<Stmt.Import> local =
        within
            .statements()
            .filter(each -> each instanceof Stmt.Import imported && imported.bound().equals(root))
            .map(Stmt.Import.class::cast)
            .findFirst();
    if (local.isPresent()) {
      return code.member(code.meaning(module, local.get()), dotted.substring(root.length()));
    }
    boolean isLocal =
        within.parameters().stream().anyMatch(parameter -> parameter.name().equals(root))
            || within
                .statements()
                .flatMap(each -> Bindings.of(each).stream())
                .anyMatch(root::equals);
    return isLocal ? new Meaning.Unknown() : code.meaning(module, call.callee());
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
    Optional<ClassCode> owner = ownerOf(function.module(), function.definition());
    Optional<Path> found =
        isContextManager
            ? Optional.empty()
            : calls(function.definition())
                .flatMap(
                    call ->
                        blocking(
                            function.module(), owner, function.definition(), call, depth - 1, asked)
                            .stream())
                .findFirst();
    known.put(key, found);
    return found;
  }
}
