package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.MigrationGraph.Node;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;

/**
 * RunPython or RunSQL of a migration, those that a SeparateDatabaseAndState runs included.
 *
 * @param migration where it stands
 * @param isSql whether it runs SQL
 */
public record DataOperation(Node migration, Expr.Call call, boolean isSql) {

  private static final Pattern ROWS =
      Pattern.compile(
          "(?is)\\b(?:update\\s+\\S+\\s+set|insert\\s+into|delete\\s+from|merge\\s+into)\\b");

  /** All of a project, in the order they run. */
  public static Stream<DataOperation> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    return MigrationState.of(project).order().stream()
        .flatMap(
            node ->
                node.migration().operations().stream()
                    .flatMap(java.util.List::stream)
                    .flatMap(each -> of(node, each, code)));
  }

  private static Stream<DataOperation> of(Node node, Expr operation, ProjectCode code) {
    if (!(operation instanceof Expr.Call call)) {
      return Stream.empty();
    }
    return switch (MigrationOperations.name(call, node.migration().module(), code)) {
      case "RunPython" -> Stream.of(new DataOperation(node, call, false));
      case "RunSQL" -> Stream.of(new DataOperation(node, call, true));
      case "SeparateDatabaseAndState" ->
          call.at(0, "database_operations").stream()
              .filter(Expr.Collection.class::isInstance)
              .flatMap(list -> ((Expr.Collection) list).elements().stream())
              .flatMap(each -> of(node, each, code));
      default -> Stream.empty();
    };
  }

  /** Django's name of it. */
  public String name() {
    return isSql ? "RunSQL" : "RunPython";
  }

  public Place place() {
    return call.callee().place();
  }

  /** What it runs. */
  public Optional<Expr> forwards() {
    return call.at(0, isSql ? "sql" : "code");
  }

  /** Whether it says how to undo it, or may: not all of its arguments are written out. */
  public boolean isReversible() {
    return !call.isWrittenOut() || call.at(1, isSql ? "reverse_sql" : "reverse_code").isPresent();
  }

  /** Whether it does nothing in this direction: {@code RunPython.noop}. */
  public boolean isNoop() {
    return forwards()
        .filter(each -> each instanceof Expr.Attribute noop && noop.name().equals("noop"))
        .isPresent();
  }

  /**
   * Labels of the models, in lower case, in whose tables PostgreSQL still has foreign keys to check
   * when it is done; none if that can't be told.
   */
  public Set<String> tablesWithChecks(ProjectCode code, MigrationState state) {
    return WaitingChecks.after(this, code, state);
  }

  /** Whether it may put values into the column that a change is about. */
  public boolean mayFill(MigrationState.FieldChange column, ProjectCode code) {
    return ColumnFill.isPossible(this, column, code);
  }

  /** Whether it changes rows, as far as its SQL tells; Python always may. */
  public boolean changesRows() {
    return !isNoop()
        && (!isSql
            || forwards()
                .filter(
                    sql ->
                        sql.all()
                            .filter(Expr.Text.class::isInstance)
                            .anyMatch(text -> ROWS.matcher(((Expr.Text) text).value()).find()))
                .isPresent());
  }
}
