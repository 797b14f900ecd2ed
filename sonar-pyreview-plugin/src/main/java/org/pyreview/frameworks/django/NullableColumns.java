package org.pyreview.frameworks.django;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.MigrationGraph.Node;
import org.pyreview.frameworks.django.MigrationState.FieldChange;
import org.pyreview.frameworks.django.MigrationState.StateField;
import org.pyreview.frameworks.django.MigrationState.Step;
import org.pyreview.project.Project;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.ProjectCode;

/** Which columns allow NULL at what point of the migrations, and who fills them. */
public final class NullableColumns {

  private final MigrationState state;
  private final ProjectCode code;
  private final List<DataOperation> data;
  private final Constants constants;

  public NullableColumns(Project project) {
    state = MigrationState.of(project);
    code = ProjectCode.of(project);
    data = DataOperation.of(project).toList();
    constants = new Constants(code);
  }

  /**
   * The operation since when a column allows NULL that a change now forbids.
   *
   * @return empty if the change forbids nothing, or has a default for the rows that are there
   */
  public Optional<Step> nullableBefore(FieldChange change) {
    boolean forbids =
        change.before().filter(before -> allowsNull(before, true)).isPresent()
            && allowsNull(change.after(), false)
            && change
                .after()
                .definition()
                .filter(
                    field ->
                        field.type().kind() != FieldClass.Kind.MANY_TO_MANY && !field.fillsRows())
                .isPresent();
    if (!forbids || change.step().isStateOnly()) {
      return Optional.empty();
    }
    Step since = change.before().orElseThrow().step();
    for (int i = state.changes().indexOf(change) - 1; i >= 0; i--) {
      FieldChange earlier = state.changes().get(i);
      if (isSameColumn(earlier, change)) {
        if (!allowsNull(earlier.after(), true)) {
          break;
        }
        since = earlier.step();
      }
    }
    return since.migration().equals(change.step().migration())
        ? Optional.empty()
        : Optional.of(since);
  }

  private static boolean isSameColumn(FieldChange one, FieldChange other) {
    return one.app().equals(other.app())
        && one.model().equals(other.model())
        && one.field().equals(other.field());
  }

  /** Whether the field provably has this answer. */
  private boolean allowsNull(StateField field, boolean answer) {
    return field
        .definition()
        .flatMap(definition -> definition.effective("null", constants))
        .filter(value -> value.equals(answer))
        .isPresent();
  }

  /** Whether some migration between two, or on the way between them, may have filled it. */
  public boolean isFilledBetween(Step from, FieldChange to) {
    Set<Node> between = new HashSet<>();
    List<Node> order = state.order();
    int first = order.indexOf(from.migration());
    int last = order.indexOf(to.step().migration());
    for (Node node : order.subList(Math.max(0, first), last + 1)) {
      boolean knowsColumn =
          node.app().equals(to.app())
              || node.migration().dependencies().stream()
                  .anyMatch(dependency -> dependency.app().equals(to.app()));
      if (knowsColumn) {
        between.add(node);
      }
    }
    return state.operations().stream()
            .filter(operation -> between.contains(operation.step().migration()))
            .anyMatch(operation -> operation.name().isEmpty())
        || data.stream()
            .filter(operation -> between.contains(operation.migration()))
            .anyMatch(operation -> operation.mayFill(to, code));
  }
}
