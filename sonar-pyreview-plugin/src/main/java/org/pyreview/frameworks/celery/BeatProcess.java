package org.pyreview.frameworks.celery;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.container.StartCommand;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A schedule of Celery that no process carries out, although workers are started.
 *
 * @param place what makes the schedule
 * @param worker the command that starts a worker
 */
public record BeatProcess(ProjectFile file, Place place, StartCommand worker) {

  private static final Pattern SCHEDULE =
      Pattern.compile("(?i)(?:\\w+_)?(?:celery_?)?beat_schedule|CELERYBEAT_SCHEDULE");
  private static final String ADDING = "add_periodic_task";
  private static final Pattern WORKER = Pattern.compile(".*\\bcelery\\b.*\\bworker\\b.*");

  /** Starts it; the packages django-celery-beat and celery-redbeat alone start nothing. */
  private static final Pattern BEAT =
      Pattern.compile(
          "(?m)(?<![\\w-])celery\\b(?!-)[^\\n]*[\\s\"',]beat\\b|\\bcelery\\b[^\\n]*\\bworker\\b[^\\n]* (?:-B|--beat)\\b|(?<!django-)\\bcelery-?beat\\b(?!-?schedule)|redbeat\\.|RedBeat|\\bbeat:\\s*$|django_celery_beat\\.");

  private static final String[] SIGNS = {
    "beat_schedule", "BEAT_SCHEDULE", "CELERYBEAT_SCHEDULE", ADDING
  };

  /** That of a project; empty if something runs the schedule, or no worker is started by it. */
  public static Optional<BeatProcess> missing(Project project) {
    List<StartCommand> workers =
        StartCommand.of(project).stream()
            .filter(command -> WORKER.matcher(command.text()).matches())
            .toList();
    Mentions mentions = Mentions.of(project);
    boolean isStarted =
        mentions.areInOperation(BEAT, file -> !file.name().matches("\\..*ignore"))
            || mentions.areInDocuments(BEAT)
            || workers.stream().anyMatch(each -> each.text().matches(".* (?:-B|--beat)(?: .*)?"));
    if (workers.isEmpty() || isStarted) {
      return Optional.empty();
    }
    return ProjectCode.of(project).mainModules().stream()
        .filter(module -> module.mentions(SIGNS))
        .flatMap(
            module ->
                schedule(module)
                    .map(place -> new BeatProcess(module.file(), place, workers.get(0))))
        .findFirst();
  }

  private static Stream<Place> schedule(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everything)
        .flatMap(
            each ->
                Stream.concat(
                    each instanceof Stmt.Assign assign ? assigned(assign) : Stream.empty(),
                    each.expressions().stream().flatMap(Expr::all).flatMap(BeatProcess::written)));
  }

  private static Stream<Place> assigned(Stmt.Assign assign) {
    return assign.targets().stream()
        .filter(BeatProcess::isSchedule)
        .filter(target -> assign.value().filter(BeatProcess::isEmpty).isEmpty())
        .map(Expr::place);
  }

  /** {@code add_periodic_task(…)}, {@code {"beat_schedule": {…}}}. */
  private static Stream<Place> written(Expr expression) {
    if (expression instanceof Expr.Call call && call.name().equals(ADDING)) {
      return Stream.of(call.callee().place());
    }
    return expression instanceof Expr.Mapping mapping
        ? mapping.entries().stream()
            .filter(entry -> entry.value() instanceof Expr.Mapping && !isEmpty(entry.value()))
            .flatMap(entry -> entry.key().stream())
            .filter(
                key -> key instanceof Expr.Text text && SCHEDULE.matcher(text.value()).matches())
            .map(Expr::place)
        : Stream.empty();
  }

  private static boolean isSchedule(Expr target) {
    return SCHEDULE.matcher(target.lastName()).matches();
  }

  private static boolean isEmpty(Expr value) {
    return value instanceof Expr.Mapping mapping && mapping.entries().isEmpty();
  }
}
