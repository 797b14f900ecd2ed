package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A function or method that answers requests, and how much it does.
 *
 * @param name with its class, if it has one
 * @param statements number of its statements
 * @param checks how many of them only refuse a request that is wrong
 * @param branches number of places where it decides or repeats
 * @param signals what it does besides answering: queries, writes, mails and calls of other services
 */
public record HandlerCode(
    ModuleCode module,
    Stmt.Function function,
    String name,
    int statements,
    int checks,
    int branches,
    List<Signal> signals) {

  /**
   * Something that belongs to the business and not to HTTP.
   *
   * @param changes whether it leaves something behind: a row, a mail, a task
   * @param written what is called, without arguments
   */
  public record Signal(Place place, String what, boolean changes, String written) {

    /** Whether it says what is done, and to what: not {@code session.commit()}. */
    private boolean isSpecific() {
      return !written.matches("(?:.*[._])?session\\.\\w+|\\w+\\.save");
    }
  }

  /** What two handlers have to call alike for one to be a copy of the other. */
  private static final int COPIED = 3;

  private static final Pattern VIEW =
      Pattern.compile(
          "django\\.views\\..*View|rest_framework\\.(?:views|generics|viewsets)\\.\\w+|flask\\.views\\.(?:Method)?View"
              + "|flask_rest(?:ful|x|plus)\\.(?:resource\\.)?Resource");
  private static final Pattern METHOD =
      Pattern.compile(
          "form_valid|form_invalid|perform_\\w+|list|create|retrieve|update|partial_update|destroy|dispatch");
  private static final Set<String> VIEW_FOLDERS =
      Set.of("views", "api", "endpoints", "routes", "routers", "handlers", "pages");
  private static final Pattern VIEW_FILE =
      Pattern.compile("(?:.*_)?(?:views?|api|endpoints|routes|handlers)(?:_.*)?\\.py");
  private static final Set<String> NO_HANDLERS =
      Set.of("management", "migrations", "templatetags", "middleware", "admin");

  private static final Set<String> WRITES =
      Set.of("save", "bulk_create", "bulk_update", "get_or_create", "update_or_create");
  private static final Set<String> SESSION_CALLS =
      Set.of(
          "add", "add_all", "commit", "flush", "delete", "merge", "query", "execute", "scalar",
          "scalars", "exec");
  private static final Set<String> QUERIES =
      Set.of(
          "filter",
          "get",
          "annotate",
          "aggregate",
          "all",
          "exclude",
          "create",
          "update",
          "delete",
          "values",
          "values_list",
          "count",
          "first",
          "exists",
          "filter_by");
  private static final Set<String> TASKS = Set.of("delay", "apply_async", "enqueue", "send_task");
  private static final Pattern MAIL =
      Pattern.compile(
          "(?i)(?:.*[._])?(?:send_?mail|send_mass_mail|mail_admins|sendmail|send_email|mail\\.send)");
  private static final Pattern SERVICE =
      Pattern.compile(
          "(?:requests|httpx)\\.(?:get|post|put|patch|delete|request|head)|urllib\\.request\\.urlopen"
              + "|subprocess\\.\\w+|os\\.system");

  /** What says why a request is refused, and perhaps logs it. */
  private static final int LONGEST_REFUSAL = 2;

  private static final Set<String> ABORTING = Set.of("abort");
  private static final Set<String> TELLING =
      Set.of(
          "error",
          "warning",
          "info",
          "debug",
          "exception",
          "critical",
          "log",
          "append",
          "flash",
          "add_message",
          "add_error");

  private static final String DATABASE = "Reads or writes the database.";
  private static final Pattern DELEGATES =
      Pattern.compile(
          "(?i)(?:.*[._])?(?:\\w*(?:form|formset|serializer)|(?:form|formset|serializer|schema|cache|session|logger|log)\\w*)");

  /** Those of the queries and session calls that change rows. */
  private static final Set<String> CHANGES =
      Set.of("create", "update", "delete", "add", "add_all", "commit", "flush", "merge");

  /** Those of a project's main code; base classes that others extend are left out. */
  public static List<HandlerCode> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    Set<String> extended = extendedElsewhere(code);
    List<HandlerCode> found = new ArrayList<>();
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions("django", "rest_framework", "flask", "fastapi", "quart", "request")
          && !module.file().path().isBelow(NO_HANDLERS)
          && !module.file().name().equals("admin.py")) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope
              .function()
              .filter(function -> isHandler(scope, function, extended))
              .ifPresent(function -> found.add(read(scope, function)));
        }
      }
    }
    return found;
  }

  private static Set<String> extendedElsewhere(ProjectCode code) {
    Set<String> names = new HashSet<>();
    for (ModuleCode module : code.mainModules()) {
      module
          .classes()
          .flatMap(each -> code.classCode(module, each).parents().stream())
          .filter(parent -> parent.module() != module)
          .forEach(parent -> names.add(parent.toString()));
    }
    return names;
  }

  private static boolean isHandler(CodeScope scope, Stmt.Function function, Set<String> extended) {
    Optional<ClassCode> owner = scope.outer().flatMap(CodeScope::classCode);
    if (owner.isPresent()) {
      boolean isView =
          owner.get().externalBases().stream().anyMatch(base -> VIEW.matcher(base).matches());
      boolean mayAnswer =
          HttpMethod.handledBy(function.name()).filter(HttpMethod::actsOnResource).isPresent()
              || METHOD.matcher(function.name()).matches()
              || function.decorators().stream().anyMatch(each -> isCalled(each, "action"));
      boolean isBase =
          extended.contains(owner.get().toString())
              || owner.get().name().matches(".*(?:Mixin|Base|Abstract).*");
      return isView && mayAnswer && !isBase;
    }
    boolean isOfFile = scope.outer().filter(each -> each.outer().isEmpty()).isPresent();
    boolean isRouted = WebRoutes.isRouted(function);
    boolean isDjangoView =
        isOfFile
            && !function.parameters().isEmpty()
            && function.parameters().get(0).name().equals("request")
            && (scope.module().file().path().isBelow(VIEW_FOLDERS)
                || VIEW_FILE.matcher(scope.module().file().name()).matches());
    return isRouted || isDjangoView;
  }

  private static boolean isCalled(Expr decorator, String name) {
    return decorator instanceof Expr.Call call && call.name().equals(name);
  }

  private static HandlerCode read(CodeScope scope, Stmt.Function function) {
    List<Stmt> all = function.body().stream().flatMap(Stmt::everything).toList();
    int branches =
        all.stream()
            .mapToInt(
                each ->
                    each instanceof Stmt.If
                            || each instanceof Stmt.For
                            || each instanceof Stmt.While
                        ? 1
                        : each instanceof Stmt.Try attempt
                            ? attempt.handlers().size()
                            : each instanceof Stmt.Match match ? match.cases().size() : 0)
            .sum();
    Map<String, Signal> signals = new LinkedHashMap<>();
    Set<String> ofForms = madeByForms(all);
    all.stream()
        .flatMap(each -> each.expressions().stream())
        .forEach(each -> collect(scope, each, ofForms, signals));
    String owner =
        scope.outer().flatMap(CodeScope::classCode).map(each -> each.name() + ".").orElse("");
    return new HandlerCode(
        scope.module(),
        function,
        owner + function.name(),
        all.size(),
        checks(all),
        branches,
        List.copyOf(signals.values()));
  }

  /**
   * What stands in a view whatever the business is: {@code if value is None: return {"error": …},
   * 400}, with what may be caught to say so.
   */
  private static int checks(List<Stmt> statements) {
    int checks = 0;
    for (Stmt each : statements) {
      if (each instanceof Stmt.If test && test.otherwise().isEmpty() && refuses(test.body())) {
        checks += 1 + test.body().size();
      } else if (each instanceof Stmt.Try attempt
          && attempt.handlers().stream().allMatch(handler -> refuses(handler.body()))) {
        checks += attempt.handlers().stream().mapToInt(handler -> handler.body().size()).sum();
      }
    }
    return checks;
  }

  private static boolean refuses(List<Stmt> body) {
    if (body.isEmpty() || body.size() > LONGEST_REFUSAL) {
      return false;
    }
    Stmt last = body.get(body.size() - 1);
    boolean leaves =
        (last instanceof Stmt.Leave leave && leave.keyword().equals("raise"))
            || last instanceof Stmt.Return
            || isCallOf(last, ABORTING);
    return leaves && (body.size() == 1 || isCallOf(body.get(0), TELLING));
  }

  private static boolean isCallOf(Stmt statement, Set<String> names) {
    return statement instanceof Stmt.Evaluate each
        && each.value() instanceof Expr.Call call
        && names.contains(call.name());
  }

  /** Its statements, without those that only refuse a request. */
  public int statementsOfLogic() {
    return statements - checks;
  }

  /** The variables that hold what a form made: {@code team = form.save(commit=False)}. */
  private static Set<String> madeByForms(List<Stmt> statements) {
    Set<String> names = new HashSet<>();
    for (Stmt each : statements) {
      if (each instanceof Stmt.Assign assign
          && assign.name().isPresent()
          && assign.value().orElse(null) instanceof Expr.Call call
          && call.name().equals("save")
          && call.receiver()
              .filter(form -> DELEGATES.matcher(written(form)).matches())
              .isPresent()) {
        names.add(assign.name().get());
      }
    }
    return names;
  }

  private static void collect(
      CodeScope scope, Expr expression, Set<String> ofForms, Map<String, Signal> signals) {
    if (expression instanceof Expr.Call call) {
      Optional<String> what = isWorkOfForm(call, ofForms) ? Optional.empty() : signal(scope, call);
      if (what.isPresent()) {
        boolean changes =
            !what.get().equals(DATABASE)
                || CHANGES.contains(call.name())
                || WRITES.contains(call.name());
        signals.putIfAbsent(
            what.get() + " " + whatIsDone(call),
            new Signal(call.place(), what.get(), changes, written(call.callee())));
        // A chain of calls is one query.
        call.arguments().forEach(each -> collect(scope, each.value(), ofForms, signals));
        return;
      }
    }
    expression.children().forEach(each -> collect(scope, each, ofForms, signals));
  }

  /**
   * Whether a call only keeps what a form checked: {@code team.save()} after {@code team =
   * form.save(commit=False)}, {@code Team.objects.create(name=form.cleaned_data["name"])}.
   */
  private static boolean isWorkOfForm(Expr.Call call, Set<String> ofForms) {
    boolean isSaved =
        call.name().equals("save")
            && call.receiver().filter(each -> ofForms.contains(written(each))).isPresent();
    boolean isCopied =
        call.name().equals("create")
            && !call.arguments().isEmpty()
            && call.arguments().stream()
                .allMatch(
                    each ->
                        each.value()
                            .all()
                            .anyMatch(
                                part ->
                                    part instanceof Expr.Attribute data
                                        && data.name().equals("cleaned_data")));
    return isSaved || isCopied;
  }

  /** Whether it does much of what another one does: a copy, which is changed in one place only. */
  public boolean repeats(HandlerCode other) {
    Set<String> others = other.signals.stream().map(Signal::written).collect(Collectors.toSet());
    return other != this
        && signals.stream()
                .filter(Signal::isSpecific)
                .map(Signal::written)
                .distinct()
                .filter(others::contains)
                .count()
            >= COPIED;
  }

  /** Whether it looks things up and shows them, or changes one of them. */
  public boolean changesLittle() {
    return signals.stream().filter(Signal::changes).count() < 2;
  }

  /** Saving a row and its file is one thing: {@code thumbnail.image.save(…)}. */
  private static String whatIsDone(Expr.Call call) {
    String written = written(call.callee());
    return call.name().equals("save") && !written.contains("(")
        ? written.replaceFirst("\\..*", "") + ".save"
        : written;
  }

  /** The callee without arguments, so that the same query counts once. */
  private static String written(Expr callee) {
    if (callee instanceof Expr.Attribute member) {
      return written(member.value()) + "." + member.name();
    }
    return callee instanceof Expr.Call call
        ? written(call.callee()) + "()"
        : callee.dotted().orElse("");
  }

  private static Optional<String> signal(CodeScope scope, Expr.Call call) {
    String written = written(call.callee());
    String external = scope.meaning(call.callee()).external();
    if (SERVICE.matcher(external.isEmpty() ? written : external).matches()) {
      return Optional.of("Calls another service or program.");
    }
    if (MAIL.matcher(written).matches()) {
      return Optional.of("Sends mail.");
    }
    if (TASKS.contains(call.name())) {
      return Optional.of("Starts a task.");
    }
    if (call.receiver().isEmpty()) {
      return Optional.empty();
    }
    String receiver = written(call.receiver().get());
    boolean isOnSession = receiver.matches("(?:.*[._])?session") && !receiver.contains("request");
    if (isOnSession && SESSION_CALLS.contains(call.name())) {
      return Optional.of(DATABASE);
    }
    if (DELEGATES.matcher(receiver).matches() || receiver.contains("request.")) {
      return Optional.empty();
    }
    // A variable named objects holds a query that was counted where it was made.
    boolean isQuery =
        QUERIES.contains(call.name())
            && Stream.of(receiver.replaceFirst("^objects\\b", "").split("[.()]+"))
                .anyMatch(Set.of("objects", "query")::contains);
    return isQuery || WRITES.contains(call.name()) ? Optional.of(DATABASE) : Optional.empty();
  }
}
