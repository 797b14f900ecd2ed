package org.pyreview.frameworks.async;

import java.util.Set;
import java.util.stream.Collectors;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;

/**
 * The functions of a file that run before or after the server answers requests, or that drive the
 * event loop themselves: nobody waits for them.
 *
 * @param lifespans those that are given to an application as its lifespan
 */
record BeforeTraffic(Set<String> lifespans) {

  static BeforeTraffic in(ModuleCode module) {
    return new BeforeTraffic(
        module.mentions("lifespan")
            ? module.statements().stream()
                .flatMap(Stmt::everyExpression)
                .filter(Expr.Call.class::isInstance)
                .flatMap(each -> ((Expr.Call) each).named("lifespan").stream())
                .flatMap(each -> each.dotted().stream())
                .collect(Collectors.toSet())
            : Set.of());
  }

  boolean contains(Stmt.Function function) {
    boolean isNamed =
        function
            .name()
            .matches("(?:_*lifespan|startup|shutdown|on_startup|on_shutdown|main|_main)\\w*");
    boolean isHandler =
        function.decorators().stream()
            .anyMatch(each -> each instanceof Expr.Call call && call.name().equals("on_event"));
    return isNamed || isHandler || lifespans.contains(function.name());
  }
}
