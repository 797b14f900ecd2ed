package org.pyreview.project.code;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Place;

/** The calls of a file that may fail on purpose: in a {@code try}, or where a test waits for it. */
public final class ExpectedFailures {

  private static final Pattern WAITING = Pattern.compile("raises|assertRaises\\w*|suppress");

  private final Set<Place> calls = new HashSet<>();

  private ExpectedFailures(ModuleCode module) {
    module.statements().stream().flatMap(Stmt::everything).forEach(this::look);
  }

  public static ExpectedFailures of(ModuleCode module) {
    return new ExpectedFailures(module);
  }

  /** Whether a failure of the call is caught in the function that makes it. */
  public boolean contain(Expr.Call call) {
    return calls.contains(call.place());
  }

  private void look(Stmt statement) {
    if (statement instanceof Stmt.Try each && !each.handlers().isEmpty()) {
      add(each.body());
    } else if (statement instanceof Stmt.With each
        && each.resources().stream().anyMatch(ExpectedFailures::waits)) {
      add(each.body());
    }
  }

  private static boolean waits(Stmt.Resource resource) {
    return resource.value() instanceof Expr.Call call && WAITING.matcher(call.name()).matches();
  }

  private void add(List<Stmt> body) {
    Stream<Expr> inside = body.stream().flatMap(Stmt::everyExpression);
    inside.filter(Expr.Call.class::isInstance).forEach(call -> calls.add(call.place()));
  }
}
