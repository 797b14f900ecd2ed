package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.FieldClass;
import org.pyreview.frameworks.django.FieldDefinition;
import org.pyreview.frameworks.django.GrowingTables;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.ModelIndex.Relation;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;

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

  private final ModelIndex models;
  private final GrowingTables tables;

  public FewRows(Project project) {
    models = ModelIndex.of(project);
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
   * Whether a condition of a queryset is equality with a key, or with what identifies a row, or
   * conditions are equalities with columns that are unique together; two rows of other tables are
   * enough: the badge that a user has.
   */
  private boolean areAskedFor(Value.Rows rows) {
    DjangoModel model = rows.query().model();
    Set<String> given =
        conditions(rows.query().origin())
            .flatMap(each -> column(each.keyword(), model).stream())
            .collect(Collectors.toSet());
    long ends =
        given.stream().filter(each -> model.field(each).get().type().isToOne()).count()
            + (rows.query().relation().isEmpty() ? 0 : 1);
    rows.via().map(Relation::inverse).ifPresent(given::add);
    return ends >= 2
        || conditions(rows.query().origin()).anyMatch(each -> isKey(each.keyword(), model))
        || groups(model).anyMatch(given::containsAll);
  }

  /** The column that an equality is about, by itself or by what identifies the other row. */
  private Optional<String> column(String keyword, DjangoModel model) {
    List<String> parts = new ArrayList<>(List.of(keyword.split("__")));
    if (parts.size() > 1 && EQUAL.contains(parts.get(parts.size() - 1))) {
      parts.remove(parts.size() - 1);
    }
    Optional<FieldDefinition> field =
        model.field(parts.get(0)).or(() -> model.field(parts.get(0).replaceFirst("_id$", "")));
    if (field.isEmpty() || parts.size() > 2) {
      return Optional.empty();
    }
    boolean isEquality =
        parts.size() == 1
            || models
                .relation(model, field.get().name())
                .filter(Relation::isJoinable)
                .flatMap(Relation::target)
                .filter(target -> isKey(parts.get(1), target))
                .isPresent();
    return isEquality ? Optional.of(field.get().name()) : Optional.empty();
  }

  /** The groups of columns of which no two rows have the same values. */
  private static Stream<List<String>> groups(DjangoModel model) {
    Stream<Expr> together = model.meta("unique_together").stream();
    Stream<Expr> constraints =
        model.meta("constraints").stream()
            .flatMap(Expr::all)
            .filter(each -> each instanceof Expr.Call call && isUnconditional(call))
            .flatMap(each -> ((Expr.Call) each).named("fields").stream());
    return Stream.concat(together, constraints)
        .flatMap(Expr::all)
        .filter(each -> each instanceof Expr.Collection)
        .map(each -> ((Expr.Collection) each).elements())
        .filter(all -> !all.isEmpty() && all.stream().allMatch(Expr.Text.class::isInstance))
        .map(all -> all.stream().map(each -> ((Expr.Text) each).value()).toList());
  }

  private static boolean isUnconditional(Expr.Call call) {
    return call.name().equals("UniqueConstraint") && call.named("condition").isEmpty();
  }

  /**
   * Whether rows are many, as far as can be told: their table grows, and they are not what one row
   * of another growing table has.
   */
  public boolean areMany(Value.Rows rows) {
    DjangoModel model = rows.query().model();
    return tables.grow(rows.model())
        && rows.owner().isEmpty()
        && rows.query().relation().isEmpty()
        && !isRestrictedBySql(rows.query().origin())
        && conditions(rows.query().origin())
            .flatMap(each -> column(each.keyword(), model).stream())
            .noneMatch(each -> belongToOne(each, model));
  }

  private static boolean isRestrictedBySql(Expr origin) {
    return origin
        .all()
        .anyMatch(each -> each instanceof Expr.Call call && call.name().equals("extra"));
  }

  /** Whether equality with a column leaves the rows of one owner, not those of a whole kind. */
  private boolean belongToOne(String column, DjangoModel model) {
    return model.field(column).filter(field -> field.type().isToOne()).isPresent()
        && models.relation(model, column).flatMap(Relation::target).filter(this::isFew).isEmpty();
  }

  /** {@code number=3}, and what holds all of it: {@code Q(number=3)}, {@code Q(a=1) & Q(b=2)}. */
  private static Stream<Expr.Argument> conditionsOf(Expr.Argument argument) {
    return argument.keyword().isEmpty() ? conditionsOf(argument.value()) : Stream.of(argument);
  }

  private static Stream<Expr.Argument> conditionsOf(Expr value) {
    if (value instanceof Expr.Operation both && both.operator().equals("&")) {
      return both.operands().stream().flatMap(FewRows::conditionsOf);
    }
    return value instanceof Expr.Call q && q.name().equals("Q")
        ? q.arguments().stream().flatMap(FewRows::conditionsOf)
        : Stream.empty();
  }

  /** The keyword arguments of the calls that make a queryset. */
  static Stream<Expr.Argument> conditions(Expr origin) {
    Stream.Builder<Expr.Argument> found = Stream.builder();
    Optional<Expr> at = Optional.of(origin);
    while (at.isPresent()) {
      if (at.get() instanceof Expr.Call call) {
        if (RESTRICTING.contains(call.name())) {
          call.arguments().stream().flatMap(FewRows::conditionsOf).forEach(found);
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
