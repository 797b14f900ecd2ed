package org.pyreview.checks.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.GrowingTables;
import org.pyreview.frameworks.django.SaveBehaviour;
import org.pyreview.frameworks.django.queries.ChosenRows;
import org.pyreview.frameworks.django.queries.QueryUses;
import org.pyreview.frameworks.django.queries.QueryUses.Called;
import org.pyreview.frameworks.django.queries.Value;
import org.pyreview.frameworks.model.HeavyPass;
import org.pyreview.frameworks.model.LoopBody;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.frameworks.sqlalchemy.MappedModels;
import org.pyreview.frameworks.sqlalchemy.SessionQueries;
import org.pyreview.frameworks.sqlalchemy.SessionQueries.Repeated;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;
import org.pyreview.python.ModulePath;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "query-in-loop")
public class QueryInLoopCheck extends CodeCheck {

  private static final Set<String> READS = Set.of("get", "first", "last", "exists");
  private static final Set<String> CHANGES = Set.of("update", "delete");
  private static final Set<String> COMMANDS = Set.of("management", "cli", "scripts");
  private static final Pattern SEED_DATA =
      Pattern.compile("(?i).*(?:random_data|populate|seed|fixture|demo|sample).*");

  private static final String IN_ONE_SELECT = "one select(…).where(….in_(…)) before the loop";
  private static final String GROUPED = "one select(…) with group_by(…) before the loop";

  @RuleProperty(
      key = "includeManagementCommands",
      description = "Also review management commands, cli modules and scripts",
      defaultValue = "false")
  public boolean includeManagementCommands;

  /** A kind of query that one bulk query can replace. */
  private enum Kind {
    READ("in_bulk() or a filter(…__in=…) before the loop"),
    COUNT("one values(…).annotate(Count(…)) before the loop"),
    CREATE("bulk_create() after the loop"),
    SAVE("bulk_update() after the loop"),
    CHANGE("one filter(…__in=…)");

    private final String replacement;

    Kind(String replacement) {
      this.replacement = replacement;
    }
  }

  @Override
  public void review(ProjectReview review) {
    SaveBehaviour saving = SaveBehaviour.of(review.project());
    GrowingTables tables = GrowingTables.of(review.project());
    CodeRoles roles = CodeRoles.of(review.project());
    Map<String, List<Called>> byLoop = new LinkedHashMap<>();
    Set<String> rewritten = rewrittenModels(review);
    for (Called each : QueryUses.of(review.project()).called()) {
      Kind kind = isReviewed(each, roles) ? kindOf(each, saving) : null;
      if (kind != null && mayRunOften(each, tables) && !isBesideHeavyWork(each, roles)) {
        Stmt.For loop = each.loops().get(each.loops().size() - 1);
        boolean seesOwnWork =
            (kind == Kind.READ || kind == Kind.COUNT)
                && each.receiver() instanceof Value.Rows rows
                && rewritten.contains(key(each, loop) + rows.model());
        if (seesOwnWork) {
          continue;
        }
        byLoop.computeIfAbsent(key(each, loop), key -> new ArrayList<>()).add(each);
      }
    }
    byLoop
        .values()
        .forEach(
            calls ->
                report(
                    calls.stream().map(QueryInLoopCheck::repeated).toList(),
                    kindOf(calls.get(0), saving).replacement,
                    review));
    SessionQueries.of(review.project()).stream()
        .filter(calls -> isReviewed(calls.get(0).module(), roles))
        .filter(calls -> !isBesideHeavyWork(calls.get(0).module(), calls.get(0).loop(), roles))
        .forEach(
            calls ->
                report(
                    calls,
                    calls.get(0).call().name().equals("count") ? GROUPED : IN_ONE_SELECT,
                    review));
  }

  /** Loops and the models whose rows they add or remove: a read up front would miss that. */
  private static Set<String> rewrittenModels(ProjectReview review) {
    Set<String> rewritten = new HashSet<>();
    for (Called each : QueryUses.of(review.project()).called()) {
      if (Set.of("create", "delete", "get_or_create", "update_or_create", "bulk_create")
          .contains(each.call().name())) {
        for (Stmt.For loop : each.loops()) {
          if (each.receiver() instanceof Value.Rows rows) {
            rewritten.add(key(each, loop) + rows.model());
          } else if (each.receiver() instanceof Value.Row row) {
            rewritten.add(key(each, loop) + row.model());
          }
        }
      }
    }
    return rewritten;
  }

  private static String key(Called each, Stmt.For loop) {
    return each.module() + " " + loop.place() + " ";
  }

  /** Whether there is evidence that the loop goes over more than a handful. */
  private static boolean mayRunOften(Called each, GrowingTables tables) {
    int last = each.loops().size() - 1;
    if (each.iterated().get(last) instanceof Value.Rows rows) {
      boolean isFew =
          rows.isFew()
              || (TableSize.isConfigured(rows.model().name()) && rows.query().isRefined())
              || ChosenRows.are(rows.query());
      return !isFew && tables.grow(rows.model());
    }
    return LoopBody.of(each.loops().get(last)).isOverData()
        && !(each.receiver() instanceof Value.Rows asked
            && tables.sizeOf(asked.model()) == TableSize.FEW);
  }

  private static boolean isBesideHeavyWork(Called each, CodeRoles roles) {
    return isBesideHeavyWork(each.module(), each.loops().get(each.loops().size() - 1), roles);
  }

  private static boolean isBesideHeavyWork(ModuleCode module, Stmt.For loop, CodeRoles roles) {
    return HeavyPass.isJob(module, roles.of(module.file())) && HeavyPass.of(loop.body());
  }

  private boolean isReviewed(Called each, CodeRoles roles) {
    return !each.loops().isEmpty()
        && !each.isGuarded()
        && isReviewed(each.module(), roles)
        && each.call().isWrittenOut()
        && LoopBody.of(each.loops().get(each.loops().size() - 1)).isOverRows()
        && !LoopBody.of(each.loops().get(each.loops().size() - 1)).endsAfter(each.call());
  }

  private static Repeated repeated(Called each) {
    return new Repeated(each.module(), each.loops().get(each.loops().size() - 1), each.call());
  }

  private boolean isReviewed(ModuleCode module, CodeRoles roles) {
    ModulePath path = module.file().path();
    CodeRole role = roles.of(module.file());
    boolean runsOften = role == CodeRole.SERVER || role == CodeRole.WORKER;
    return !SEED_DATA.matcher(path.toString()).matches()
        && !MappedModels.isRevision(module)
        && (includeManagementCommands
            ? runsOften || role == CodeRole.COMMAND || role == CodeRole.SCRIPT
            : runsOften && !path.isBelow(COMMANDS));
  }

  private static Kind kindOf(Called each, SaveBehaviour saving) {
    String name = each.call().name();
    LoopBody body = LoopBody.of(each.loops().get(each.loops().size() - 1));
    if (each.receiver() instanceof Value.Rows rows && rows.owner().isEmpty()) {
      boolean depends = body.comparesOneValue(each.call()) && !body.locksRows(each.call());
      if (name.equals("count") && depends) {
        return Kind.COUNT;
      }
      if (READS.contains(name) && depends) {
        return Kind.READ;
      }
      if (name.equals("create")
          && rows.isManager()
          && body.discards(each.call())
          && !saving.isSpecial(rows.model())) {
        return Kind.CREATE;
      }
      boolean setsSame =
          each.call().arguments().stream()
              .noneMatch(argument -> body.dependsOnElement(argument.value()));
      boolean isChange =
          setsSame && CHANGES.contains(name) && rows.query().isRefined() && !rows.isManager();
      return isChange && depends && body.alwaysMakes(each.call()) && !body.isInPortions()
          ? Kind.CHANGE
          : null;
    }
    boolean isSave =
        name.equals("save")
            && each.receiver() instanceof Value.Row row
            && row.path().isEmpty()
            && !saving.isSpecial(row.model())
            && body.changes(each.call().receiver().orElseThrow());
    return isSave ? saveOf(each, ((Value.Row) each.receiver()).model(), saving) : null;
  }

  private static Kind saveOf(Called each, DjangoModel model, SaveBehaviour saving) {
    Stmt.For loop = each.loops().get(each.loops().size() - 1);
    LoopBody body = LoopBody.of(loop);
    Expr object = each.call().receiver().orElseThrow();
    if (body.builds(object)) {
      // What uses the object afterwards needs the key that it has now.
      return body.usesAfter(object, each.call()) ? null : Kind.CREATE;
    }
    boolean marksDone = HeavyPass.isSeenOutside(loop.body());
    return marksDone || saving.notesChange(model) ? null : Kind.SAVE;
  }

  private static void report(List<Repeated> calls, String replacement, ProjectReview review) {
    Repeated first = calls.get(0);
    ProjectReview.Issue issue =
        review.report(
            first.module().file(),
            first.call().place(),
            "Replace %s() in this loop by %s: it runs a query in every pass."
                .formatted(first.call().name(), replacement));
    issue.because(first.module().file(), first.loop().place(), "The loop");
    calls.stream()
        .skip(1)
        .forEach(
            each ->
                issue.because(
                    each.module().file(), each.call().place(), "Another query in every pass"));
  }
}
