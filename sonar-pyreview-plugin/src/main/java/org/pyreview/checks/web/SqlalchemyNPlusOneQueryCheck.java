package org.pyreview.checks.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.frameworks.model.HeavyPass;
import org.pyreview.frameworks.sqlalchemy.GrowingTables;
import org.pyreview.frameworks.sqlalchemy.LazyLoads;
import org.pyreview.frameworks.sqlalchemy.LazyLoads.Load;
import org.pyreview.frameworks.sqlalchemy.LazyLoads.Site;
import org.pyreview.frameworks.sqlalchemy.MappedModels;
import org.pyreview.frameworks.sqlalchemy.SparedLoads;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;
import org.sonar.check.Rule;

@Rule(key = "sqlalchemy-n-plus-one-query")
public class SqlalchemyNPlusOneQueryCheck extends CodeCheck {

  private static final Set<String> ONCE =
      Set.of("cli", "scripts", "alembic", "migrations", "commands", "seeds");
  private static final Pattern ONCE_NAME =
      Pattern.compile("(?i).*(?:cli|populate|seed|fixture|demo)\\w*\\.py");

  @Override
  public void review(ProjectReview review) {
    LazyLoads loads = new LazyLoads(review.project());
    CodeRoles roles = CodeRoles.of(review.project());
    GrowingTables tables = GrowingTables.of(review.project());
    SparedLoads spared = new SparedLoads(review.project());
    for (ModuleCode module : ProjectCode.of(review.project()).mainModules()) {
      CodeRole role = roles.of(module.file());
      boolean runsOnce =
          (role != CodeRole.SERVER && role != CodeRole.WORKER)
              || MappedModels.isRevision(module)
              || module.file().path().isBelow(ONCE)
              || ONCE_NAME.matcher(module.file().name()).matches();
      if (!runsOnce) {
        boolean isJob = HeavyPass.isJob(module, role);
        loads.in(module).stream()
            .filter(load -> tables.grow(load.model()))
            .filter(load -> !isInCommand(load, module))
            .filter(load -> !spared.contains(load))
            .filter(load -> !isJob || !isBesideHeavyWork(load, module))
            .forEach(load -> judge(load, tables, spared, review));
      }
    }
  }

  /** {@code @cli.command("export")}: an operator calls it. */
  private static boolean isInCommand(Load load, ModuleCode module) {
    return module
        .functions()
        .filter(SqlalchemyNPlusOneQueryCheck::isCommand)
        .flatMap(Stmt::everyExpression)
        .anyMatch(each -> each.place().equals(load.origin().place()));
  }

  private static boolean isCommand(Stmt.Function function) {
    return function.decorators().stream()
        .map(each -> each instanceof Expr.Call call ? call.callee() : each)
        .flatMap(each -> each.dotted().stream())
        .anyMatch(name -> name.matches("(?:.*\\.)?(?:command|group)"));
  }

  private static boolean isBesideHeavyWork(Load load, ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everything)
        .filter(
            each ->
                each instanceof Stmt.For loop
                    && loop.iterable().place().equals(load.loop().place()))
        .anyMatch(each -> HeavyPass.of(each.inner()));
  }

  private static void judge(
      Load load, GrowingTables tables, SparedLoads spared, ProjectReview review) {
    MappedModels models = MappedModels.of(review.project());
    Map<String, List<Site>> worthwhile = new LinkedHashMap<>();
    load.reads()
        .forEach(
            (name, sites) -> {
              String target =
                  models
                      .relationship(load.model(), name)
                      .map(MappedModels.Relationship::target)
                      .orElse("");
              // One query for each of the few rows it leads to: the session keeps them.
              boolean isOfFew = tables.refersTo(load.model(), target) && !tables.grow(target);
              String column = name + "_id";
              boolean isKey =
                  load.keys().containsAll(sites) && tables.hasColumn(load.model(), column);
              if (isKey && !isOfFew) {
                reportKeys(load, name, column, sites, review);
              } else if (!isOfFew && !spared.isOfOneParent(load, name)) {
                worthwhile.put(name, sites);
              }
            });
    if (!worthwhile.isEmpty()) {
      report(
          new Load(
              load.module(),
              load.model(),
              load.way(),
              load.origin(),
              load.loop(),
              worthwhile,
              load.keys()),
          review);
    }
  }

  private static void reportKeys(
      Load load, String name, String column, List<Site> sites, ProjectReview review) {
    for (Site site : sites) {
      review
          .report(
              site.file(),
              site.place(),
              "Read \"%s\" instead of the id of \"%s\": that is a query for every row of a loop."
                  .formatted(column, name))
          .because(load.loop().file(), load.loop().place(), "The loop over its rows");
    }
  }

  private static void report(Load load, ProjectReview review) {
    MappedModels models = MappedModels.of(review.project());
    String options =
        load.reads().keySet().stream()
            .filter(
                name ->
                    models
                        .relationship(load.model(), name)
                        .filter(MappedModels.Relationship::isPerUse)
                        .isEmpty())
            .map(name -> "%sselectinload(%s.%s)".formatted(load.way(), load.model(), name))
            .collect(Collectors.joining(", "));
    String names =
        load.reads().keySet().stream()
            .map(name -> '"' + name + '"')
            .collect(Collectors.joining(", "));
    ProjectReview.Issue issue =
        review.report(
            load.module().file(),
            load.origin().place(),
            options.isEmpty()
                ? "Load %s of all rows with one query before the loop: as a dynamic relationship it runs one for every row."
                    .formatted(names)
                : "Add options(%s) to this query: a loop over it queries %s again for every row."
                    .formatted(options, names));
    if (!load.loop().place().equals(load.origin().place())) {
      issue.because(load.loop().file(), load.loop().place(), "The loop over its rows");
    }
    load.reads()
        .forEach(
            (name, sites) ->
                sites.forEach(
                    site ->
                        issue.because(
                            site.file(),
                            site.place(),
                            "Queries \"%s\" for every row".formatted(name))));
  }
}
