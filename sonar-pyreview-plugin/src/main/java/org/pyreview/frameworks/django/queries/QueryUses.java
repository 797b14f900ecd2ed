package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** What the project does with its querysets, read once for all rules. */
public final class QueryUses {

  private final List<Access> accesses = new ArrayList<>();
  private final List<Discarded> discarded = new ArrayList<>();
  private final List<Tested> tested = new ArrayList<>();
  private final List<Called> called = new ArrayList<>();
  private final List<Tabulated> tabulated = new ArrayList<>();

  /** A table of django-tables2 that is made of rows. */
  public record Tabulated(ModuleCode module, Expr.Call call, ClassCode table, Value.Rows rows) {}

  /** A queryset that is made in a statement of its own. */
  public record Discarded(ModuleCode module, Expr.Call call, Value.Rows rows) {}

  /** A queryset whose truth is asked. */
  public record Tested(
      ModuleCode module, Optional<Stmt.Function> function, Expr expression, Value.Rows rows) {}

  /**
   * A call of a method of a queryset, a manager or an instance, or of a function on one or on a
   * dictionary that may hold some.
   *
   * @param receiver what it is called on; unknown for functions
   * @param arguments by position
   * @param loops the {@code for} statements around it in its function, outermost first
   * @param iterated what these go over, in the same order
   * @param isGuarded whether it is in a {@code try}, or handles what happened in one
   */
  public record Called(
      ModuleCode module,
      Optional<Stmt.Function> function,
      Expr.Call call,
      Value receiver,
      List<Value> arguments,
      List<Stmt.For> loops,
      List<Value> iterated,
      boolean isGuarded) {}

  private QueryUses(Project project) {
    if (ModelIndex.of(project).all().isEmpty()) {
      return;
    }
    QueryReader reader = new QueryReader(project, new Recorder());
    ProjectCode.of(project).modules().stream()
        .filter(module -> !module.file().path().isBelow(Set.of("migrations")))
        .forEach(reader::read);
  }

  /** The uses in all files but migrations, tests included. */
  public static QueryUses of(Project project) {
    return project.knowledge(QueryUses.class, QueryUses::new);
  }

  /** Reads of related rows in loops. */
  public List<Access> accesses() {
    return accesses;
  }

  public List<Discarded> discarded() {
    return discarded;
  }

  public List<Tested> tested() {
    return tested;
  }

  public List<Called> called() {
    return called;
  }

  List<Tabulated> tabulated() {
    return tabulated;
  }

  private final class Recorder implements QueryObserver {
    @Override
    public void tabulates(ClassCode table, Value.Rows rows, Expr.Call call, Scope scope) {
      if (scope.calls().isEmpty()) {
        tabulated.add(new Tabulated(scope.module(), call, table, rows));
      }
    }

    @Override
    public void reads(Access access) {
      accesses.add(access);
    }

    @Override
    public void evaluates(Stmt.Evaluate statement, Value value, Scope scope) {
      if (scope.calls().isEmpty()
          && value instanceof Value.Rows rows
          && rows.isLazy()
          && statement.value() instanceof Expr.Call call) {
        discarded.add(new Discarded(scope.module(), call, rows));
      }
    }

    @Override
    public void tests(Expr expression, Value value, Scope scope) {
      if (scope.calls().isEmpty()
          && value instanceof Value.Rows rows
          && rows.isLazy()
          && !rows.isManager()
          && !rows.query().isGuess()) {
        tested.add(new Tested(scope.module(), scope.function(), expression, rows));
      }
    }

    @Override
    public void calls(Expr.Call call, Value receiver, List<Value> arguments, Scope scope) {
      boolean isAboutRows =
          receiver instanceof Value.Rows
              || receiver instanceof Value.Row
              || arguments.stream()
                  .anyMatch(each -> each instanceof Value.Rows || each instanceof Value.Context);
      if (scope.calls().isEmpty() && isAboutRows) {
        called.add(
            new Called(
                scope.module(),
                scope.function(),
                call,
                receiver,
                List.copyOf(arguments),
                List.copyOf(scope.loops()),
                List.copyOf(scope.iterated()),
                scope.isGuarded() || scope.isHidden()));
      }
    }
  }
}
