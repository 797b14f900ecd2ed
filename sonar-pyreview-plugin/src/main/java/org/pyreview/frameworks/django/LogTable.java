package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.frameworks.django.queries.QueryUses.Called;
import org.pyreview.frameworks.django.queries.Value;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A model whose table gets a row for whatever happens, with the time of it, and from which nothing
 * deletes the old ones.
 *
 * @param writer the file of the first call that adds a row
 * @param writing that call
 */
public record LogTable(DjangoModel model, ProjectFile writer, Place writing) {

  private static final Pattern NAME =
      Pattern.compile(
          ".*(?:Log|Logs|LogEntry|LogRecord|AuditTrail|AuditEntry|History)|\\w+Event|.*Journal");

  /** Packages that keep histories, with commands of their own to delete from them. */
  private static final Pattern KEEPER =
      Pattern.compile("(?:simple_history|auditlog|reversion|pghistory|easyaudit|axes)\\..*");

  private static final Pattern PARTITIONS =
      Pattern.compile("(?i)PartitionedModel|PARTITION\\s+BY|create_parent|pg_partman|architect");

  /** What projects and libraries call their own ways to delete rows. */
  private static final Set<String> OWN_DELETES = Set.of("bulk_delete", "purge", "truncate");

  /** Those of a project, by their place. */
  public static List<LogTable> of(Project project) {
    List<DjangoModel> candidates =
        ModelIndex.of(project).concrete().stream().filter(each -> isLog(each, project)).toList();
    if (candidates.isEmpty() || Mentions.of(project).areInOperation(PARTITIONS)) {
      return List.of();
    }
    Rows rows = new Rows(project);
    List<LogTable> found = new ArrayList<>();
    for (DjangoModel model : candidates) {
      Rows.Write write = rows.written.get(model);
      if (write != null && !rows.areDeleted(model)) {
        found.add(new LogTable(model, write.module.file(), write.call.callee().place()));
      }
    }
    return found;
  }

  private static boolean isLog(DjangoModel model, Project project) {
    return NAME.matcher(model.name()).matches()
        && !model.isProxy()
        && model.isManaged()
        && !model.file().path().isTest()
        && model.definition().externalBases().stream()
            .noneMatch(base -> KEEPER.matcher(base).matches() || PARTITIONS.matcher(base).find())
        && hasOneTime(model)
        && ModelIndex.of(project).relations(model).stream()
            .noneMatch(ModelIndex.Relation::isReverse);
  }

  /** When it happened, and no other time: an event of a calendar has a beginning and an end. */
  private static boolean hasOneTime(DjangoModel model) {
    List<FieldDefinition> times =
        model.fields().values().stream().filter(FieldDefinition::isTime).toList();
    return times.size() == 1 && times.get(0).isSetAtInsertion();
  }

  /** What the main code adds to tables and takes out of them. */
  private static final class Rows {
    private record Write(ModuleCode module, Expr.Call call) {}

    private final Map<DjangoModel, Write> written = new LinkedHashMap<>();
    private final List<DjangoModel> deleted = new ArrayList<>();
    private final List<ModuleCode> deleting;
    private final ProjectCode code;

    Rows(Project project) {
      code = ProjectCode.of(project);
      for (Called each : QueryUses.of(project).called()) {
        if (!each.module().file().path().isTest()) {
          Optional<DjangoModel> model = model(each.receiver());
          if (QuerySetMethods.insert(each.call().name())) {
            model.ifPresent(one -> add(one, each.module(), each.call()));
          } else if (deletes(each.call())) {
            model.ifPresent(deleted::add);
          }
        }
      }
      deleting =
          code.mainModules().stream()
              .filter(module -> !module.file().path().isBelow(Set.of("migrations")))
              .filter(module -> module.mentions("delete", "purge", "truncate"))
              .toList();
      ModelIndex models = ModelIndex.of(project);
      for (ModuleCode module : code.mainModules()) {
        if (module.mentions("save", "bulk_create")
            && !module.file().path().isBelow(Set.of("migrations"))) {
          for (CodeScope scope : CodeScope.of(code, module)) {
            scope
                .calls()
                .forEach(
                    call ->
                        models
                            .of(scope.meaning(call.callee()))
                            .ifPresent(model -> add(model, module, call)));
          }
        }
      }
    }

    private void add(DjangoModel model, ModuleCode module, Expr.Call call) {
      written.putIfAbsent(model, new Write(module, call));
    }

    private static Optional<DjangoModel> model(Value value) {
      if (value instanceof Value.Rows rows) {
        return Optional.of(rows.model());
      }
      return value instanceof Value.Row row ? Optional.of(row.model()) : Optional.empty();
    }

    /**
     * Whether rows are deleted by a query, or a function that deletes something has the model's
     * name, its label or its table: a purge may go over a list of models.
     */
    boolean areDeleted(DjangoModel model) {
      return deleted.contains(model)
          || code.mainModules().stream().anyMatch(module -> listsLabel(module, model))
          || deleting.stream()
              .filter(module -> module.mentions(model.name(), table(model)))
              .flatMap(ModuleCode::functions)
              .anyMatch(function -> deletes(function, model));
    }

    private static boolean deletes(Expr.Call call) {
      return QuerySetMethods.delete(call.name()) || OWN_DELETES.contains(call.name());
    }

    private static boolean deletes(Stmt.Function function, DjangoModel model) {
      List<Expr> all = function.everyExpression().toList();
      return all.stream()
              .anyMatch(
                  each ->
                      (each instanceof Expr.Call call && deletes(call))
                          || (each instanceof Expr.Text text
                              && text.value().toUpperCase(Locale.ROOT).contains("DELETE FROM")))
          && all.stream().flatMap(Rows::names).anyMatch(name -> speaksOf(name, model));
    }

    private static Stream<String> names(Expr expression) {
      return expression instanceof Expr.Text text
          ? Stream.of(text.value())
          : expression.dotted().stream();
    }

    private static boolean speaksOf(String name, DjangoModel model) {
      return List.of(name.split("[^\\w]+")).contains(model.name())
          || name.toLowerCase(Locale.ROOT).contains(table(model));
    }

    private static String table(DjangoModel model) {
      return model
          .meta("db_table")
          .filter(Expr.Text.class::isInstance)
          .map(each -> ((Expr.Text) each).value().toLowerCase(Locale.ROOT))
          .orElse(model.label().replace('.', '_'));
    }

    /** {@code {"shop.AccessLog": 30}}: a setting that says how long rows stay. */
    private static boolean listsLabel(ModuleCode module, DjangoModel model) {
      return module.mentions("." + model.name(), model.label())
          && module.statements().stream()
              .flatMap(Stmt::everyExpression)
              .anyMatch(
                  each ->
                      each instanceof Expr.Text text
                          && text.value().equalsIgnoreCase(model.label()));
    }
  }
}
