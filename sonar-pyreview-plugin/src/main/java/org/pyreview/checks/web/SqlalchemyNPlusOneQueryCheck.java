package org.pyreview.checks.web;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.frameworks.sqlalchemy.LazyLoads;
import org.pyreview.frameworks.sqlalchemy.LazyLoads.Load;
import org.pyreview.frameworks.sqlalchemy.MappedModels;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
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
    for (ModuleCode module : ProjectCode.of(review.project()).mainModules()) {
      boolean runsOnce =
          module.file().path().isBelow(ONCE) || ONCE_NAME.matcher(module.file().name()).matches();
      if (!runsOnce) {
        loads.in(module).forEach(load -> report(load, review));
      }
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
