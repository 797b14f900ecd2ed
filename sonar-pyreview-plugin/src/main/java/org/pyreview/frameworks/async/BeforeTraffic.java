package org.pyreview.frameworks.async;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;

/**
 * The functions of a file that run before or after the server answers requests, or that drive the
 * event loop themselves: nobody waits for them.
 *
 * @param lifespans those that are given to an application as its lifespan
 * @param driven those that get a loop of their own: {@code asyncio.run(collect())}
 */
record BeforeTraffic(Set<String> lifespans, Set<String> driven) {

  private static final Set<String> NO_REQUESTS = Set.of("on_event", "command");

  private static final Set<String> DRIVERS = Set.of("run", "run_until_complete", "async_to_sync");

  /** The files whose async functions share a loop with requests: no workers, commands, scripts. */
  static List<ModuleCode> servingModules(ProjectCode code, Project project) {
    CodeRoles roles = CodeRoles.of(project);
    return code.mainModules().stream()
        .filter(module -> roles.of(module.file()) == CodeRole.SERVER)
        .toList();
  }

  static BeforeTraffic in(ModuleCode module) {
    return new BeforeTraffic(
        module.mentions("lifespan")
            ? module.statements().stream()
                .flatMap(Stmt::everyExpression)
                .filter(Expr.Call.class::isInstance)
                .flatMap(each -> ((Expr.Call) each).named("lifespan").stream())
                .flatMap(each -> each.dotted().stream())
                .collect(Collectors.toSet())
            : Set.of(),
        module.mentions("asyncio", "async_to_sync") ? driven(module) : Set.of());
  }

  private static Set<String> driven(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .flatMap(BeforeTraffic::run)
        .flatMap(
            argument ->
                argument instanceof Expr.Call coroutine
                    ? Stream.of(coroutine.name())
                    : argument.dotted().stream())
        .collect(Collectors.toSet());
  }

  /** {@code asyncio.run(work())}, {@code Thread(target=asyncio.run, args=(work(),))}. */
  private static Stream<Expr> run(Expr.Call call) {
    if (DRIVERS.contains(call.name())) {
      return call.positional().stream().limit(1);
    }
    boolean isDriverHandedOn =
        call.named("target")
            .filter(
                each -> each instanceof Expr.Attribute target && DRIVERS.contains(target.name()))
            .isPresent();
    return isDriverHandedOn
        ? call.named("args").stream().flatMap(each -> each.children().stream()).limit(1)
        : Stream.of();
  }

  boolean contains(Stmt.Function function) {
    boolean isNamed =
        function
            .name()
            .matches("(?:_*lifespan|startup|shutdown|on_startup|on_shutdown|main|_main)\\w*");
    // @app.on_event("startup"), @group.command()
    boolean isHandler =
        function.decorators().stream()
            .anyMatch(each -> each instanceof Expr.Call call && NO_REQUESTS.contains(call.name()));
    return isNamed
        || isHandler
        || lifespans.contains(function.name())
        || driven.contains(function.name());
  }
}
