package org.pyreview.frameworks.celery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.ManagementCommands;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;

/**
 * A command or task that deletes what is old, and is meant to run again and again.
 *
 * @param place its name; of a management command its class
 * @param kind what it is, for a message
 * @param typed what users type to call it, where that isn't its name
 */
public record CleanupRoutine(
    ProjectFile file, Place place, String name, String kind, Optional<String> typed) {

  private static final Set<String> TASKS = Set.of("task", "shared_task", "db_task", "actor", "job");

  /** Schedules that an operator writes where nobody sees them in the code. */
  private static final String[] KEPT_IN_DATABASE = {
    "DatabaseScheduler", "MongoScheduler", "celerybeatmongo", "RedBeatScheduler", "redbeat"
  };

  private static final Pattern SCHEDULER =
      Pattern.compile("DatabaseScheduler|MongoScheduler|celerybeatmongo|redbeat");
  private static final Set<String> SCHEDULED =
      Set.of(
          "periodic_task",
          "db_periodic_task",
          "cron",
          "scheduled_job",
          "on_after_configure",
          "repeat_every",
          "crontab");

  /**
   * Those of a project that nothing calls, schedules or mentions.
   *
   * @param names what they are called
   */
  public static List<CleanupRoutine> unscheduled(Project project, Pattern names) {
    List<CleanupRoutine> found = new ArrayList<>();
    // The commands of an app for others are scheduled where it is used.
    boolean isDeployed = DeployedApplication.of(project).isDeployed();
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      Optional<String> command = ManagementCommands.nameOf(module.file().toString());
      if (isDeployed && command.filter(name -> names.matcher(name).lookingAt()).isPresent()) {
        module
            .classes()
            .filter(each -> each.name().equals("Command"))
            .findFirst()
            .filter(each -> !isDoneElsewhere(each, names, project))
            .ifPresent(
                each ->
                    found.add(
                        new CleanupRoutine(
                            module.file(),
                            each.place(),
                            command.get(),
                            "command",
                            Optional.empty())));
      }
      if (module.mentions("task", "shared_task", "db_task", "actor", "job", "command")) {
        module
            .functions()
            .filter(each -> names.matcher(each.name()).lookingAt())
            .filter(each -> !isDoneElsewhere(each, names, project))
            .flatMap(each -> routine(module, each, ProjectCode.of(project)))
            .forEach(found::add);
      }
    }
    boolean isInDatabase =
        Mentions.of(project).areInCode(KEPT_IN_DATABASE)
            || Mentions.of(project).areInOperation(SCHEDULER);
    return found.stream()
        // An entry there runs a command as well, through a task that takes its name.
        .filter(each -> !isInDatabase)
        .filter(each -> !each.isMentioned(project))
        .toList();
  }

  /**
   * Whether other code calls the method that does its work, {@code prune()} of {@code
   * account.prune()}: then nothing piles up without it.
   */
  private static boolean isDoneElsewhere(Stmt routine, Pattern names, Project project) {
    Set<String> methods =
        calls(routine)
            .filter(call -> call.receiver().isPresent())
            .map(Expr.Call::name)
            .filter(name -> names.matcher(name).lookingAt())
            .collect(Collectors.toSet());
    Set<Place> own = calls(routine).map(Expr.Call::place).collect(Collectors.toSet());
    return !methods.isEmpty()
        && ProjectCode.of(project).mainModules().stream()
            .filter(module -> methods.stream().anyMatch(module::mentions))
            .filter(module -> CodeRole.of(module.file().path()) != CodeRole.COMMAND)
            .flatMap(module -> module.statements().stream())
            .flatMap(CleanupRoutine::calls)
            .anyMatch(
                call ->
                    call.receiver().isPresent()
                        && methods.contains(call.name())
                        && !own.contains(call.place()));
  }

  private static Stream<Expr.Call> calls(Stmt statement) {
    return statement
        .everyExpression()
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast);
  }

  private static Stream<CleanupRoutine> routine(
      ModuleCode module, Stmt.Function function, ProjectCode code) {
    List<String> decorators = function.decorators().stream().map(CleanupRoutine::name).toList();
    boolean isScheduled =
        decorators.stream().anyMatch(SCHEDULED::contains)
            || function.decorators().stream()
                .anyMatch(
                    each ->
                        each instanceof Expr.Call call
                            && (call.named("crontab").isPresent()
                                || call.named("schedule").isPresent()
                                || call.named("run_every").isPresent()));
    boolean isCommand =
        function.decorators().stream()
            .anyMatch(
                each ->
                    each instanceof Expr.Call call
                        && call.callee()
                            .dotted()
                            .filter(
                                name ->
                                    name.matches(
                                        "\\w+\\.cli\\.command|click\\.command|\\w+_cli\\.command"))
                            .isPresent());
    boolean isTask = decorators.stream().anyMatch(TASKS::contains);
    return !isScheduled && (isTask || isCommand)
        ? Stream.of(
                new CleanupRoutine(
                    module.file(),
                    function.place(),
                    function.name(),
                    isTask ? "task" : "command",
                    isCommand ? commandName(function) : Optional.empty()))
            .filter(each -> taskName(function).filter(name -> isScheduled(name, code)).isEmpty())
        : Stream.empty();
  }

  /** The name that the decorator gives a task, which schedules call it by. */
  private static Optional<String> taskName(Stmt.Function function) {
    return function.decorators().stream()
        .filter(each -> each instanceof Expr.Call call && TASKS.contains(name(call)))
        .flatMap(each -> ((Expr.Call) each).named("name").stream())
        .filter(Expr.Text.class::isInstance)
        .map(each -> ((Expr.Text) each).value())
        .findFirst();
  }

  /** Whether some string besides the one in the decorator is that name. */
  private static boolean isScheduled(String task, ProjectCode code) {
    return code.mainModules().stream()
            .filter(module -> module.mentions(task))
            .flatMap(module -> module.statements().stream())
            .flatMap(Stmt::everyExpression)
            .filter(each -> each instanceof Expr.Text text && text.value().equals(task))
            .limit(2)
            .count()
        > 1;
  }

  /** What users type where it isn't the name of the function. */
  private static Optional<String> commandName(Stmt.Function function) {
    return function.decorators().stream()
        .filter(each -> each instanceof Expr.Call call && name(call).equals("command"))
        .flatMap(each -> ((Expr.Call) each).at(0, "name").stream())
        .filter(Expr.Text.class::isInstance)
        .map(each -> ((Expr.Text) each).value())
        .findFirst();
  }

  private static String name(Expr decorator) {
    return (decorator instanceof Expr.Call call ? call.callee() : decorator).lastName();
  }

  /** Whether anything besides its own file, tests and translations speaks of it. */
  private boolean isMentioned(Project project) {
    Mentions mentions = Mentions.of(project);
    Pattern written = Pattern.compile("(?<![\\w-])" + name.replace("_", "[_-]") + "(?![\\w-])");
    // A word of a command alone is a word of prose as well.
    boolean isTyped =
        typed
            .map(
                word ->
                    Pattern.compile(
                        "(?m)^(?:\\s{2,}|\\$ |[^\\n]*`)[^\\n]*\\w +"
                            + Pattern.quote(word)
                            + "(?![\\w-])"))
            .filter(each -> mentions.areInOperation(each) || mentions.areInDocuments(each))
            .isPresent();
    return isTyped
        || mentions.areInOperation(written)
        || mentions.areInDocuments(written)
        || ProjectCode.of(project).mainModules().stream()
            .anyMatch(module -> module.mentions(name, name.replace('_', '-')) && names(module));
  }

  private boolean names(ModuleCode module) {
    Pattern word =
        Pattern.compile(
            "(?:.*[^\\w])?" + name.replace("_", "[_-]") + "(?:[^\\w].*)?", Pattern.DOTALL);
    boolean isOwn = module.file() == file;
    return module.statements().stream()
        .flatMap(Stmt::everything)
        .flatMap(
            each ->
                each instanceof Stmt.Import imported && !isOwn
                    ? Stream.of(imported.module(), imported.name())
                    : each.expressions().stream()
                        .flatMap(Expr::all)
                        .flatMap(
                            expression ->
                                expression instanceof Expr.Text text
                                    ? Stream.of(text.value())
                                    : expression.dotted().stream()))
        .anyMatch(text -> word.matcher(text).matches());
  }
}
