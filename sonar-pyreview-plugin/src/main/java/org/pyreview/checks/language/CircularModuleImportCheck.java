package org.pyreview.checks.language;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.ImportGraph;
import org.pyreview.project.ImportGraph.Edge;
import org.pyreview.project.ModuleImport;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "circular-module-import")
public class CircularModuleImportCheck extends CrossFileCheck {

  private static final Set<String> MIGRATION_TOOLS = Set.of("alembic", "migrations");

  @RuleProperty(
      key = "ignorePackageInit",
      description = "Leave alone cycles between a module and the __init__ of a package it lies in",
      defaultValue = "true")
  public boolean ignorePackageInit = true;

  @Override
  protected List<FactKind<?>> facts() {
    return List.of(ModuleImport.FACTS);
  }

  @Override
  public void review(ProjectReview review) {
    ImportGraph.of(review.project(), CircularModuleImportCheck::isApplicationCode)
        .shortestCycles(edge -> !edge.isForSideEffect() && isCounted(edge))
        .stream()
        .filter(cycle -> cycle.stream().noneMatch(edge -> edge.cause().isExplained()))
        .forEach(cycle -> report(cycle, review));
  }

  private boolean isCounted(Edge edge) {
    return !ignorePackageInit || !edge.isWithinPackageOfInit();
  }

  private static boolean isApplicationCode(ProjectFile file) {
    boolean generated = file.name().matches(".*_pb2(_grpc)?\\.py");
    boolean migrationEnvironment =
        file.name().equals("env.py") && file.path().isBelow(MIGRATION_TOOLS);
    return !file.path().isTest() && !generated && !migrationEnvironment;
  }

  private static void report(List<Edge> cycle, ProjectReview review) {
    Edge weakest =
        cycle.stream()
            .filter(edge -> edge.cause().usedOnlyInFunctions())
            .findFirst()
            .orElse(cycle.get(0));
    String advice =
        weakest.cause().usedOnlyInFunctions()
            ? "Import %s inside the functions that use it, or pass it to them"
            : "Move what %s is needed for into a module that imports neither";
    ProjectReview.Issue issue =
        review.report(
            weakest.from(),
            weakest.cause().place(),
            (advice + ": these modules import each other, %s.")
                .formatted(weakest.to(), path(cycle, weakest)));
    cycle.stream()
        .filter(edge -> edge != weakest)
        .forEach(
            edge ->
                issue.because(
                    edge.from(),
                    edge.cause().place(),
                    "%s imports %s".formatted(edge.from(), edge.to())));
  }

  private static String path(List<Edge> cycle, Edge first) {
    int start = cycle.indexOf(first);
    Stream<Edge> fromFirst =
        Stream.concat(
            cycle.subList(start, cycle.size()).stream(), cycle.subList(0, start).stream());
    return Stream.concat(Stream.of(first.from()), fromFirst.map(Edge::to))
        .map(ProjectFile::toString)
        .collect(Collectors.joining(" → "));
  }
}
