package org.pyreview.frameworks.logging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.commands.CommandLineProgram;
import org.pyreview.frameworks.logging.LogFile.Growth;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/** Finds the log files that code and configurations of {@code logging} set up. */
final class LogFileReader {

  private static final Pattern CLASS =
      Pattern.compile(
          "(?:logging\\.)?(?:FileHandler|handlers\\.(?:RotatingFileHandler|TimedRotatingFileHandler))|logging\\.basicConfig");
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

  /** Servers call it by its name. */
  private static final Pattern FACTORY =
      Pattern.compile("(?:\\w+_)?(?:app|application|asgi|wsgi|factory)|main|run");

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

  private final List<LogFile> found = new ArrayList<>();
  private final boolean readsArguments;

  private LogFileReader(boolean readsArguments) {
    this.readsArguments = readsArguments;
  }

  /** The log files of a project outside of tests, scripts and settings for development. */
  static List<LogFile> read(Project project) {
    LogFileReader reader = new LogFileReader(CommandLineProgram.of(project).readsArguments());
    reader.readAll(project);
    return reader.found;
  }

  private void readAll(Project project) {
    ProjectCode code = ProjectCode.of(project);
    CodeRoles roles = CodeRoles.of(project);
    for (ModuleCode module : code.mainModules()) {
      boolean isRun = roles.of(module.file()).isProduction();
      if (isRun && mayLog(module.file()) && module.mentions(SIGNS)) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          if (isNeverCalled(scope, module, code)) {
            continue;
          }
          scope.statements().forEach(each -> read(scope, each));
        }
      }
    }
    for (ProjectFile file : project.files()) {
      if (mayLog(file)) {
        ConfiguredHandler.in(file, project).forEach(each -> read(file, each));
      }
    }
  }

  /** A function at the top of a file that makes something for callers, and that no code names. */
  private static boolean isNeverCalled(CodeScope scope, ModuleCode module, ProjectCode code) {
    Optional<Stmt.Function> function =
        scope
            .function()
            .filter(each -> each.decorators().isEmpty() && !each.parameters().isEmpty())
            .filter(each -> !FACTORY.matcher(each.name()).matches() && returnsValue(each))
            .filter(each -> module.topLevel().anyMatch(statement -> statement == each));
    return function
        .map(Stmt.Function::name)
        .filter(
            name ->
                code.modules().stream()
                    .filter(each -> each.mentions(name))
                    .noneMatch(each -> each != module || names(each, name)))
        .isPresent();
  }

  private static boolean returnsValue(Stmt.Function function) {
    return function.body().stream()
        .flatMap(Stmt::sameScope)
        .anyMatch(each -> each instanceof Stmt.Return && !each.expressions().isEmpty());
  }

  private static boolean names(ModuleCode module, String name) {
    return module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .flatMap(
            each ->
                each instanceof Expr.Text text
                    ? Stream.of(text.value())
                    : each instanceof Expr.Attribute attribute
                        ? Stream.of(attribute.name())
                        : each.dotted().stream())
        .anyMatch(name::equals);
  }

  private static boolean mayLog(ProjectFile file) {
    return !DevelopmentPath.of(file.path()).isDevelopment()
        && !file.path().isBelow(SCRIPTS)
        && !SCRIPT.matcher(file.name()).matches();
  }

  private void read(CodeScope scope, Stmt statement) {
    boolean isForDebugging =
        scope.function().filter(each -> FOR_DEBUGGING.matcher(each.name()).matches()).isPresent()
            || scope
                .statements()
                .filter(Stmt.If.class::isInstance)
                .map(Stmt.If.class::cast)
                .filter(LogFileReader::asksForDebugging)
                .flatMap(each -> each.body().stream())
                .flatMap(Stmt::sameScope)
                .anyMatch(each -> each == statement);
    if (!isForDebugging) {
      statement.expressions().stream()
          .flatMap(Expr::all)
          .forEach(each -> logFile(scope, each).ifPresent(found::add));
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

  private Optional<LogFile> logFile(CodeScope scope, Expr expression) {
    if (expression instanceof Expr.Call call) {
      String name = scope.meaning(call.callee()).external();
      if (name.equals("loguru.logger.add")) {
        return ofLoguru(scope, call);
      }
      return name.startsWith("logging.") && CLASS.matcher(name).matches()
          ? ofCall(scope, call, name)
          : Optional.empty();
    }
    return expression instanceof Expr.Mapping mapping
        ? ofMapping(scope, mapping)
        : Optional.empty();
  }

  private Optional<LogFile> ofCall(CodeScope scope, Expr.Call call, String type) {
    Optional<Expr> path =
        type.endsWith("basicConfig") ? call.named("filename") : call.at(0, "filename");
    Optional<Expr> mode =
        type.endsWith("basicConfig") ? call.named("filemode") : call.at(1, "mode");
    if (path.isEmpty()
        || !call.isWrittenOut()
        || isOutOfReach(path.get(), scope)
        || mode.filter(each -> emptiesFile(each, type)).isPresent()) {
      return Optional.empty();
    }
    // Both rotating handlers have backupCount in fourth place.
    Growth growth = growth(type, isSet(call.at(2, "maxBytes")), isSet(call.at(3, "backupCount")));
    return Optional.of(
        new LogFile(
            scope.module().file(),
            call.callee().place(),
            growth,
            QualifiedName.of(type).lastName()));
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

  /** A file of which nobody can say that it grows for ever. */
  private boolean isOutOfReach(Expr written, CodeScope scope) {
    LogPath path = new LogPath(written, scope);
    return path.isOneOfMany() || path.isChosenByUser(readsArguments);
  }

  private Optional<LogFile> ofLoguru(CodeScope scope, Expr.Call call) {
    boolean isFile =
        call.at(0, "sink")
            .filter(
                sink ->
                    (sink instanceof Expr.Text
                            || sink instanceof Expr.Format
                            || sink instanceof Expr.Operation)
                        && !isOutOfReach(sink, scope))
            .isPresent();
    if (!isFile || !call.isWrittenOut()) {
      return Optional.empty();
    }
    boolean rotates = call.named("rotation").isPresent();
    Growth growth =
        !rotates
            ? Growth.ENDLESS
            : call.named("retention").isPresent() ? Growth.LIMITED : Growth.KEPT_FOREVER;
    return Optional.of(
        new LogFile(scope.module().file(), call.callee().place(), growth, "logger.add"));
  }

  private Optional<LogFile> ofMapping(CodeScope scope, Expr.Mapping mapping) {
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
            && !(entries.containsKey("filename") && isOutOfReach(entries.get("filename"), scope))
            && !(entries.containsKey("mode") && emptiesFile(entries.get("mode"), text.value()))
            && !isFiltered(entries.get("filters"))
            // {**ROTATION}: nobody knows what that brings.
            && mapping.entries().stream().allMatch(entry -> entry.key().isPresent());
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
        new LogFile(
            scope.module().file(), type.place(), growth, QualifiedName.of(name).lastName()));
  }

  private static boolean isFiltered(Expr filters) {
    return filters != null
        && filters
            .all()
            .anyMatch(
                each ->
                    each instanceof Expr.Text text && text.value().equals("require_debug_true"));
  }

  private void read(ProjectFile file, ConfiguredHandler handler) {
    String type = handler.type();
    boolean isFile = type.startsWith("logging.") && CLASS.matcher(type).matches();
    if (isFile && !LogPath.isNoFile(handler.filename())) {
      found.add(
          new LogFile(
              file,
              handler.place(),
              growth(type, handler.hasSize(), handler.hasCount()),
              QualifiedName.of(type).lastName()));
    }
  }
}
