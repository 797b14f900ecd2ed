package org.pyreview.frameworks.django.queries;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.FieldClass;
import org.pyreview.frameworks.django.FieldDefinition;
import org.pyreview.frameworks.django.GrowingTables;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;

/** Querysets that give a handful of rows, or one or none, by their table or what they ask for. */
public final class FewRows {

  /** Columns that tell one row from another, even where nothing enforces it. */
  private static final Pattern IDENTIFYING =
      Pattern.compile(
          "(?:.*_)?(?:name|user|login|e?mail|email_address|slug|code|token|key|uuid|guid|hash"
              + "|checksum|digest|number|identifier|password|passwd|otp|pin|session_id|external_id)"
              + "|(?:user|file|host)name");

  private static final Set<String> RESTRICTING = Set.of("filter", "get", "complex_filter");
  private static final Set<String> EQUAL = Set.of("exact", "iexact");

  private static final Set<String> LONG = Set.of("TextField", "JSONField", "BinaryField");

  private final GrowingTables tables;

  public FewRows(Project project) {
    tables = GrowingTables.of(project);
  }

  /** Whether counting the rows of a queryset costs nothing. */
  public boolean areCounted(Value.Rows rows) {
    return isFew(rows.model()) || areAskedFor(rows);
  }

  /** Whether loading the rows of a queryset costs nothing: they are few, and short. */
  public boolean areLoaded(Value.Rows rows) {
    boolean areLong =
        rows.model().fields().values().stream()
            .anyMatch(field -> LONG.contains(field.type().name()));
    return (isFew(rows.model()) && !areLong) || areAskedFor(rows);
  }

  private boolean isFew(DjangoModel model) {
    return tables.sizeOf(model) == TableSize.FEW;
  }

  /**
   * Whether a condition of a queryset is equality with a key, or with what identifies a row; two
   * rows of other tables do: the badge that a user has.
   */
  private static boolean areAskedFor(Value.Rows rows) {
    DjangoModel model = rows.query().model();
    long related =
        conditions(rows.query().origin())
            .filter(each -> model.field(each.keyword()).filter(f -> f.type().isToOne()).isPresent())
            .count();
    long ends = rows.query().relation().isEmpty() ? related : related + 1;
    return ends >= 2
        || conditions(rows.query().origin()).anyMatch(each -> isKey(each.keyword(), model));
  }

  /**
   * Whether the answer keeps the rows few: where there is one already, an exception refuses another
   * one with the same values.
   *
   * @param question the comparison or the queryset whose truth is asked
   */
  public boolean areKeptBy(Expr question, Value.Rows rows, ModuleCode module) {
    boolean isAboutValues =
        conditions(rows.query().origin())
            .map(each -> rows.query().model().field(each.keyword()))
            .anyMatch(field -> field.filter(each -> !each.type().isRelation()).isPresent());
    // A function of the project that looks for the values it gets.
    boolean isLookup =
        rows.query().origin() instanceof Expr.Call call && call.callee() instanceof Expr.Name;
    return (isAboutValues || isLookup)
        && module.statements().stream()
            .flatMap(Stmt::everything)
            .anyMatch(
                each ->
                    each instanceof Stmt.If branch
                        && branch.otherwise().isEmpty()
                        && branch.body().get(branch.body().size() - 1) instanceof Stmt.Leave leave
                        && leave.keyword().equals("raise")
                        && branch
                            .test()
                            .all()
                            .anyMatch(part -> part.place().equals(question.place())));
  }

  /** The keyword arguments of the calls that make a queryset. */
  static Stream<Expr.Argument> conditions(Expr origin) {
    Stream.Builder<Expr.Argument> found = Stream.builder();
    Optional<Expr> at = Optional.of(origin);
    while (at.isPresent()) {
      if (at.get() instanceof Expr.Call call) {
        if (RESTRICTING.contains(call.name())) {
          call.arguments().stream().filter(each -> !each.keyword().isEmpty()).forEach(found);
        }
        at = call.receiver();
      } else {
        at = Optional.empty();
      }
    }
    return found.build();
  }

  private static boolean isKey(String keyword, DjangoModel model) {
    String[] parts = keyword.split("__");
    boolean isEquality = parts.length == 1 || (parts.length == 2 && EQUAL.contains(parts[1]));
    if (!isEquality) {
      return false;
    }
    return parts[0].equals("pk")
        || parts[0].equals("id")
        || model.field(parts[0]).filter(FewRows::identifies).isPresent();
  }

  private static boolean identifies(FieldDefinition field) {
    boolean isUnique = field.isTrue("unique") || field.isTrue("primary_key") || isOneToOne(field);
    return isUnique
        || !field.type().isRelation()
            && field.option("choices").isEmpty()
            && !field.type().name().contains("Boolean")
            && IDENTIFYING.matcher(field.name()).matches();
  }

  private static boolean isOneToOne(FieldDefinition field) {
    return field.type().kind() == FieldClass.Kind.ONE_TO_ONE;
  }
}
