package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.frameworks.django.queries.QueryUses.Called;
import org.pyreview.frameworks.django.queries.Value;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;
import org.pyreview.python.QualifiedName;

/**
 * Columns by which requests look rows of growing tables up although no index helps the database.
 */
public final class ColumnLookups {

  private static final Set<String> FIRST = Set.of("filter", "get", "get_or_create", "exists");
  private static final Set<String> LOOKUPS =
      Set.of("exact", "in", "gt", "gte", "lt", "lte", "range", "date", "startswith");
  private static final List<String> OF_SEVERAL =
      List.of("indexes", "index_together", "unique_together", "constraints");
  private static final Set<String> LOW_SELECTIVITY =
      Set.of(
          "BooleanField",
          "NullBooleanField",
          "TextField",
          "JSONField",
          "ArrayField",
          "HStoreField",
          "SearchVectorField");

  /** Keys of links in mails: each is looked up once in its life. */
  private static final Pattern FOR_ONE_VISIT =
      Pattern.compile(
          ".*(?:reset|activat|confirm|verif|invit|recover|unsubscribe|signup|register).*");

  private static final Pattern STAFF =
      Pattern.compile(
          "(?:.*\\.)?(?:staff_member_required|staff_required|admin_required|superuser_required"
              + "|IsAdminUser|IsStaff|IsSuperUser)");

  private final Map<FieldDefinition, List<Called>> sites = new LinkedHashMap<>();
  private final Map<FieldDefinition, DjangoModel> owners = new LinkedHashMap<>();
  private final Set<FieldDefinition> growing = new HashSet<>();
  private final Set<String> narrowed = new HashSet<>();

  private final ModelIndex models;

  /** Those of lookups that answer requests, in tables that grow. */
  public ColumnLookups(Project project) {
    models = ModelIndex.of(project);
    QueryUses uses = QueryUses.of(project);
    uses.called().forEach(this::noteNarrowing);
    CodeRoles roles = CodeRoles.of(project);
    GrowingTables tables = GrowingTables.of(project);
    Map<Called, List<FieldDefinition>> lookups = new LinkedHashMap<>();
    for (Called each : uses.called()) {
      if (FIRST.contains(each.call().name())
          && each.receiver() instanceof Value.Rows rows
          && rows.isManager()
          && rows.owner().isEmpty()
          && each.call().positional().isEmpty()
          && each.call().isWrittenOut()
          && !narrowed.contains(each.module() + " " + each.call().place())
          && roles.of(each.module().file()) == CodeRole.SERVER
          && each.function().filter(ColumnLookups::isTask).isEmpty()
          && !isForStaff(each)) {
        List<FieldDefinition> columns = columns(each, rows.model());
        boolean mayGrow =
            (tables.grow(rows.model()) && !isOfConfigured(rows.model()))
                || (each.call().name().equals("get_or_create")
                    && !TableSize.isConfigured(rows.model().name()));
        columns.forEach(column -> owners.put(column, rows.model()));
        if (mayGrow) {
          columns.forEach(growing::add);
        }
        if (!columns.isEmpty()) {
          lookups.put(each, columns);
        }
      }
    }
    share(lookups);
  }

  /** A column of several that are restricted together needs an index, the one asked for most. */
  private void share(Map<Called, List<FieldDefinition>> lookups) {
    Map<FieldDefinition, Integer> uses = new HashMap<>();
    lookups.values().forEach(all -> all.forEach(each -> uses.merge(each, 1, Integer::sum)));
    lookups.forEach(
        (call, columns) -> {
          FieldDefinition chosen =
              columns.stream()
                  .max(
                      Comparator.comparing((FieldDefinition each) -> isKey(each) ? 1 : 0)
                          .thenComparing(uses::get))
                  .orElseThrow();
          List<Called> known = sites.getOrDefault(chosen, List.of());
          if (growing.contains(chosen)
              && known.stream().noneMatch(each -> isSameLookup(each, call))) {
            sites.computeIfAbsent(chosen, key -> new ArrayList<>()).add(call);
          }
        });
  }

  /** {@code filter(token=…).filter(user=…)}: the index of the second column serves both. */
  private void noteNarrowing(Called each) {
    if (each.receiver() instanceof Value.Rows rows
        && !rows.isManager()
        && FIRST.contains(each.call().name())
        && each.call().arguments().stream()
            .map(argument -> column(argument.keyword(), rows.model()))
            .anyMatch(field -> field.isEmpty() || isIndexed(field.get(), rows.model()))) {
      narrowed.add(rows.query().module() + " " + rows.query().origin().place());
    }
  }

  /** Whether all that its rows must refer to is configured, as in a history of such rows. */
  private boolean isOfConfigured(DjangoModel model) {
    List<String> targets =
        model.fields().values().stream()
            .filter(field -> field.type().isToOne() && !TableSize.isAudit(field.name()))
            .flatMap(field -> models.targetOf(field, model).stream())
            .map(label -> QualifiedName.of(label).lastName())
            .toList();
    return !targets.isEmpty() && targets.stream().allMatch(TableSize::isConfigured);
  }

  /** Whether only staff gets to a call: the function or its class says so. */
  private static boolean isForStaff(Called each) {
    Optional<Stmt.ClassDef> owner = each.function().flatMap(each.module()::classOf);
    // Mutations of graphene name there who may call them.
    boolean isPermitted =
        owner
            .flatMap(definition -> definition.nested("Meta"))
            .flatMap(meta -> meta.attribute("permissions"))
            .filter(Expr.Collection.class::isInstance)
            .filter(value -> !((Expr.Collection) value).elements().isEmpty())
            .isPresent();
    return isPermitted
        || Stream.concat(
                each.function().stream().flatMap(function -> function.decorators().stream()),
                owner.flatMap(it -> it.attribute("permission_classes")).stream())
            .flatMap(Expr::all)
            .flatMap(expression -> expression.dotted().stream())
            .anyMatch(STAFF.asMatchPredicate());
  }

  private static boolean isTask(Stmt.Function function) {
    return function.decorators().stream()
        .map(each -> each instanceof Expr.Call call ? call.callee() : each)
        .flatMap(each -> each.dotted().stream())
        .anyMatch(name -> name.endsWith("task") || name.endsWith("job"));
  }

  /** The columns that a call restricts; none if an index of another one helps. */
  private static List<FieldDefinition> columns(Called call, DjangoModel model) {
    if (!model.isManaged() || isSettings(model)) {
      return List.of();
    }
    List<FieldDefinition> fields = new ArrayList<>();
    for (Expr.Argument argument : call.call().arguments()) {
      if (argument.keyword().equals("defaults")) {
        continue;
      }
      Optional<FieldDefinition> field = column(argument.keyword(), model);
      if (field.isEmpty() || isIndexed(field.get(), model)) {
        return List.of();
      }
      fields.add(field.get());
    }
    return fields.stream().filter(ColumnLookups::isSelective).toList();
  }

  private static boolean isSelective(FieldDefinition field) {
    return !LOW_SELECTIVITY.contains(field.type().name())
        && field.option("choices").isEmpty()
        && !FOR_ONE_VISIT.matcher(field.name()).matches();
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
        || Stream.concat(Stream.of(model), model.parents().stream())
            .flatMap(each -> OF_SEVERAL.stream().flatMap(option -> each.meta(option).stream()))
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
