package org.pyreview.frameworks.logging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A file that an application writes its log to, as code or a configuration of {@code logging} sets
 * it up.
 *
 * @param place the call, or the name of the handler's class
 * @param growth what becomes of the file
 * @param name the handler, as messages call it
 * @see <a href="https://docs.python.org/3/library/logging.handlers.html">logging.handlers</a>
 */
public record LogFile(ProjectFile file, Place place, Growth growth, String name) {

  /** What becomes of a log file. */
  public enum Growth {
    /** It is never rotated. */
    ENDLESS,
    /**
     * A handler that could rotate it is told not to: {@code maxBytes} or {@code backupCount} is 0.
     */
    NEVER_ROTATED,
    /** It is rotated, and old files are never deleted. */
    KEPT_FOREVER,
    /** It is rotated, and old files are deleted, or something else does both. */
    LIMITED
  }

  private static final Pattern CLASS =
      Pattern.compile(
          "(?:logging\\.)?(?:FileHandler|handlers\\.(?:RotatingFileHandler|TimedRotatingFileHandler))|logging\\.basicConfig");
  private static final Pattern ROTATION =
      Pattern.compile("(?i)logrotate|newsyslog|rotate logs|log rotation");
  private static final Pattern NO_FILE = Pattern.compile("/dev/.*|/proc/.*|NUL");
  private static final Set<String> SCRIPTS =
      Set.of(
          "scripts",
          "script",
          "bin",
          "management",
          "migrations",
          "alembic",
          "cli",
          "commands",
          "tools");
  private static final Pattern SCRIPT = Pattern.compile("(?:cli|commands?|__main__)\\.py");
  private static final Pattern FOR_DEBUGGING = Pattern.compile("(?i).*(?:debug|verbose).*");
  private static final String[] SIGNS = {
    "FileHandler",
    "RotatingFileHandler",
    "TimedRotatingFileHandler",
    "basicConfig",
    "loguru",
    "logging.FileHandler",
    "logging.handlers.RotatingFileHandler",
    "logging.handlers.TimedRotatingFileHandler"
  };

  private record All(List<LogFile> list) {}

  /** Those of a project outside of tests, scripts and settings for development. */
  public static List<LogFile> of(Project project) {
    return project.knowledge(All.class, LogFile::collect).list;
  }

  /** Whether something outside of Python rotates log files, as far as the repository says. */
  public static boolean areRotatedFromOutside(Project project) {
    Mentions mentions = Mentions.of(project);
    return mentions.areInOperation(ROTATION)
        || mentions.areInDocuments(ROTATION)
        || mentions.areInPaths(Pattern.compile("(?i)(?:.*/)?[^/]*logrotate[^/]*(?:/.*)?"));
  }

  private static All collect(Project project) {
    List<LogFile> found = new ArrayList<>();
    ProjectCode code = ProjectCode.of(project);
    for (ModuleCode module : code.mainModules()) {
      if (mayLog(module.file()) && module.mentions(SIGNS)) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope.statements().forEach(each -> read(scope, each, found));
        }
      }
    }
    for (ProjectFile file : project.files()) {
      if (mayLog(file)) {
        ConfiguredHandler.in(file, project).forEach(each -> read(file, each, found));
      }
    }
    return new All(found);
  }

  private static boolean mayLog(ProjectFile file) {
    return !DevelopmentPath.of(file.path()).isDevelopment()
        && !file.path().isBelow(SCRIPTS)
        && !SCRIPT.matcher(file.name()).matches();
  }

  private static void read(CodeScope scope, Stmt statement, List<LogFile> found) {
    boolean isForDebugging =
        scope.function().filter(each -> FOR_DEBUGGING.matcher(each.name()).matches()).isPresent()
            || scope
                .statements()
                .filter(Stmt.If.class::isInstance)
                .map(Stmt.If.class::cast)
                .filter(LogFile::asksForDebugging)
                .flatMap(each -> each.body().stream())
                .flatMap(Stmt::sameScope)
                .anyMatch(each -> each == statement);
    if (!isForDebugging) {
      statement.expressions().stream()
          .flatMap(Expr::all)
          .forEach(each -> read(scope, each).ifPresent(found::add));
    }
  }

  private static boolean asksForDebugging(Stmt.If branch) {
    boolean isDenied =
        branch.test() instanceof Expr.Operation test && test.operator().equals("not");
    return !isDenied
        && branch
            .test()
            .all()
            .flatMap(
                each ->
                    each instanceof Expr.Text key ? Stream.of(key.value()) : each.dotted().stream())
            .anyMatch(name -> FOR_DEBUGGING.matcher(name).matches());
  }

  private static Optional<LogFile> read(CodeScope scope, Expr expression) {
    ProjectFile file = scope.module().file();
    if (expression instanceof Expr.Call call) {
      String name = scope.meaning(call.callee()).external();
      if (name.equals("loguru.logger.add")) {
        return ofLoguru(file, call);
      }
      return name.startsWith("logging.") && CLASS.matcher(name).matches()
          ? ofCall(file, call, name)
          : Optional.empty();
    }
    return expression instanceof Expr.Mapping mapping ? ofMapping(file, mapping) : Optional.empty();
  }

  private static Optional<LogFile> ofCall(ProjectFile file, Expr.Call call, String type) {
    Optional<Expr> path =
        type.endsWith("basicConfig") ? call.named("filename") : call.at(0, "filename");
    Optional<Expr> mode =
        type.endsWith("basicConfig") ? call.named("filemode") : call.at(1, "mode");
    if (path.isEmpty()
        || !call.isWrittenOut()
        || isOneOfMany(path.get())
        || mode.filter(each -> emptiesFile(each, type)).isPresent()) {
      return Optional.empty();
    }
    // Both rotating handlers have backupCount in fourth place.
    Growth growth = growth(type, isSet(call.at(2, "maxBytes")), isSet(call.at(3, "backupCount")));
    return Optional.of(
        new LogFile(
            file, call.callee().place(), growth, type.substring(type.lastIndexOf('.') + 1)));
  }

  private static Growth growth(String type, boolean hasSize, boolean hasCount) {
    if (type.endsWith("TimedRotatingFileHandler")) {
      return hasCount ? Growth.LIMITED : Growth.KEPT_FOREVER;
    }
    if (type.endsWith("RotatingFileHandler")) {
      return hasSize && hasCount ? Growth.LIMITED : Growth.NEVER_ROTATED;
    }
    return Growth.ENDLESS;
  }

  private static boolean isSet(Optional<Expr> value) {
    return value
        .filter(each -> !(each instanceof Expr.Constant number && number.text().equals("0")))
        .isPresent();
  }

  /** {@code "w"}: each start begins anew. Rotating handlers append in spite of it. */
  private static boolean emptiesFile(Expr mode, String type) {
    return mode instanceof Expr.Text text
        && text.value().startsWith("w")
        && !type.contains("Rotating");
  }

  /** A new file per run or day, or none at all. */
  private static boolean isOneOfMany(Expr path) {
    return path.all()
        .anyMatch(
            each ->
                (each instanceof Expr.Call call
                        && call.name()
                            .matches(
                                "now|today|utcnow|strftime|uuid[14]|time|getpid|isoformat|mkdtemp|mktemp"))
                    || (each instanceof Expr.Text text && NO_FILE.matcher(text.value()).matches()));
  }

  private static Optional<LogFile> ofLoguru(ProjectFile file, Expr.Call call) {
    boolean isFile =
        call.at(0, "sink")
            .filter(
                sink ->
                    (sink instanceof Expr.Text
                            || sink instanceof Expr.Format
                            || sink instanceof Expr.Operation)
                        && !isOneOfMany(sink))
            .isPresent();
    if (!isFile || !call.isWrittenOut()) {
      return Optional.empty();
    }
    boolean rotates = call.named("rotation").isPresent();
    Growth growth =
        !rotates
            ? Growth.ENDLESS
            : call.named("retention").isPresent() ? Growth.LIMITED : Growth.KEPT_FOREVER;
    return Optional.of(new LogFile(file, call.callee().place(), growth, "logger.add"));
  }

  private static Optional<LogFile> ofMapping(ProjectFile file, Expr.Mapping mapping) {
    Map<String, Expr> entries = new HashMap<>();
    mapping
        .entries()
        .forEach(
            entry ->
                entry
                    .key()
                    .filter(Expr.Text.class::isInstance)
                    .ifPresent(key -> entries.put(((Expr.Text) key).value(), entry.value())));
    Expr type = entries.getOrDefault("class", entries.get("()"));
    boolean isHandler =
        type instanceof Expr.Text text
            && text.value().startsWith("logging.")
            && CLASS.matcher(text.value()).matches()
            && !(entries.containsKey("filename") && isOneOfMany(entries.get("filename")))
            && !(entries.containsKey("mode") && emptiesFile(entries.get("mode"), text.value()))
            && !isFiltered(entries.get("filters"));
    if (!isHandler) {
      return Optional.empty();
    }
    String name = ((Expr.Text) type).value();
    Growth growth =
        growth(
            name,
            isSet(Optional.ofNullable(entries.get("maxBytes"))),
            isSet(Optional.ofNullable(entries.get("backupCount"))));
    return Optional.of(
        new LogFile(file, type.place(), growth, name.substring(name.lastIndexOf('.') + 1)));
  }

  private static boolean isFiltered(Expr filters) {
    return filters != null
        && filters
            .all()
            .anyMatch(
                each ->
                    each instanceof Expr.Text text && text.value().equals("require_debug_true"));
  }

  private static void read(ProjectFile file, ConfiguredHandler handler, List<LogFile> found) {
    String type = handler.type();
    boolean isFile = type.startsWith("logging.") && CLASS.matcher(type).matches();
    if (isFile && !NO_FILE.matcher(handler.filename()).matches()) {
      found.add(
          new LogFile(
              file,
              handler.place(),
              growth(type, handler.hasSize(), handler.hasCount()),
              type.substring(type.lastIndexOf('.') + 1)));
    }
  }
}
