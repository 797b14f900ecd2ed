package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.frameworks.django.queries.QueryUses.Called;
import org.pyreview.frameworks.django.queries.Value;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;

/** Columns by which queries look rows up although no index helps the database. */
public final class ColumnLookups {

  private static final Set<String> FIRST = Set.of("filter", "get", "get_or_create", "exists");
  private static final Set<String> LOOKUPS =
      Set.of("exact", "in", "gt", "gte", "lt", "lte", "range", "date", "startswith");
  private static final Set<String> LOW_SELECTIVITY =
      Set.of(
          "BooleanField",
          "NullBooleanField",
          "TextField",
          "JSONField",
          "ArrayField",
          "HStoreField",
          "SearchVectorField");

  private final Map<FieldDefinition, List<Called>> sites = new LinkedHashMap<>();
  private final Map<FieldDefinition, DjangoModel> owners = new LinkedHashMap<>();

  public ColumnLookups(Project project) {
    for (Called each : QueryUses.of(project).called()) {
      boolean isMain =
          !each.module().file().path().isTest()
              && !each.module().file().path().isBelow(Set.of("management"));
      if (isMain
          && FIRST.contains(each.call().name())
          && each.receiver() instanceof Value.Rows rows
          && rows.isManager()
          && rows.owner().isEmpty()
          && each.call().positional().isEmpty()
          && each.call().isWrittenOut()) {
        add(each, rows.model());
      }
    }
  }

  private void add(Called call, DjangoModel model) {
    if (!model.isManaged() || isSettings(model)) {
      return;
    }
    List<FieldDefinition> fields = new ArrayList<>();
    for (Expr.Argument argument : call.call().arguments()) {
      if (argument.keyword().equals("defaults")) {
        continue;
      }
      Optional<FieldDefinition> field = column(argument.keyword(), model);
      if (field.isEmpty() || isIndexed(field.get(), model)) {
        return;
      }
      fields.add(field.get());
    }
    for (FieldDefinition field : fields) {
      boolean isSelective =
          !LOW_SELECTIVITY.contains(field.type().name()) && field.option("choices").isEmpty();
      List<Called> known = sites.getOrDefault(field, List.of());
      if (isSelective && known.stream().noneMatch(each -> isSameLookup(each, call))) {
        sites.computeIfAbsent(field, key -> new ArrayList<>()).add(call);
        owners.put(field, model);
      }
    }
  }

  /** {@code get()}, and {@code filter()} where that fails: one function asks for the same rows. */
  private static boolean isSameLookup(Called one, Called other) {
    return one.function().isPresent()
        && one.function().equals(other.function())
        && keywords(one).equals(keywords(other));
  }

  private static List<String> keywords(Called each) {
    return each.call().arguments().stream().map(Expr.Argument::keyword).sorted().toList();
  }

  private static boolean isSettings(DjangoModel model) {
    return model.name().matches("(?i).*(?:setting|singleton|config).*")
        || model.definition().externalBases().stream().anyMatch(base -> base.contains("Singleton"));
  }

  /** The column that a keyword such as {@code created__gt} restricts directly. */
  private static Optional<FieldDefinition> column(String keyword, DjangoModel model) {
    String[] parts = keyword.split("__");
    boolean isPlain = parts.length == 1 || (parts.length == 2 && LOOKUPS.contains(parts[1]));
    return isPlain
        ? model.field(parts[0]).filter(field -> field.type().kind() == FieldClass.Kind.COLUMN)
        : Optional.empty();
  }

  private static boolean isIndexed(FieldDefinition field, DjangoModel model) {
    return field.isIndexed()
        || !field.isWrittenOut()
        || !field.type().isDjangos()
        || !model.isMetaKnown()
        || List.of("indexes", "index_together", "unique_together", "constraints").stream()
            .flatMap(option -> model.meta(option).stream())
            .flatMap(Expr::all)
            .anyMatch(
                each ->
                    each instanceof Expr.Text text
                        && text.value().replaceFirst("^-", "").equals(field.name()));
  }

  /** The columns, and the calls that look rows up by them. */
  public Map<FieldDefinition, List<Called>> sites() {
    return sites;
  }

  public DjangoModel ownerOf(FieldDefinition field) {
    return owners.get(field);
  }

  /** Whether the name says that the column identifies something. */
  public static boolean isKey(FieldDefinition field) {
    return field.type().name().matches(".*(?:Integer|Char|UUID)Field")
        && field.name().matches(".*(?:_id|_key|code|token)");
  }
}
