package org.pyreview.checks.django;

import java.util.List;
import java.util.stream.Collectors;
import org.pyreview.frameworks.django.MigrationFile.Reference;
import org.pyreview.frameworks.django.MigrationGraph;
import org.pyreview.frameworks.django.MigrationGraph.App;
import org.pyreview.frameworks.django.MigrationGraph.Node;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-migration-graph-broken")
public class DjangoMigrationGraphBrokenCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    MigrationGraph graph = MigrationGraph.of(review.project());
    for (App app : graph.apps()) {
      if (graph.lacksInit(app)) {
        reportMissingInit(app, review);
      }
      boolean isIntact = true;
      for (Node node : app.migrations().values()) {
        List<Reference> missing = graph.missingDependencies(node);
        missing.forEach(reference -> reportMissing(node, reference, review));
        isIntact &= missing.isEmpty();
      }
      List<Node> leaves = graph.leaves(app);
      if (isIntact && app.isKnown() && leaves.size() > 1) {
        reportLeaves(app, leaves, review);
      }
    }
    graph.cycles().forEach(cycle -> reportCycle(cycle, review));
  }

  private static void reportMissing(Node node, Reference reference, ProjectReview review) {
    review.report(
        node.file(),
        reference.place(),
        "Correct this dependency: app \"%s\" has no migration \"%s\", so no migration can run."
            .formatted(reference.app(), reference.name()));
  }

  private static void reportLeaves(App app, List<Node> leaves, ProjectReview review) {
    Node last = leaves.get(leaves.size() - 1);
    ProjectReview.Issue issue =
        review.report(
            last.file(),
            last.migration().place(),
            "Merge the last migrations of app \"%s\" (makemigrations --merge), migrate refuses to choose: %s."
                .formatted(
                    app.label(),
                    leaves.stream().map(Node::name).collect(Collectors.joining(", "))));
    leaves.stream()
        .filter(leaf -> leaf != last)
        .forEach(
            leaf ->
                issue.because(
                    leaf.file(), leaf.migration().place(), "Nothing comes after this one either"));
  }

  private static void reportCycle(List<Node> cycle, ProjectReview review) {
    Node first = cycle.get(0);
    ProjectReview.Issue issue =
        review.report(
            first.file(),
            first.migration().place(),
            "Remove a dependency between these migrations, they wait for each other: %s."
                .formatted(
                    cycle.stream()
                        .map(node -> node.app() + "." + node.name())
                        .collect(Collectors.joining(", "))));
    cycle.stream()
        .skip(1)
        .forEach(
            node ->
                issue.because(node.file(), node.migration().place(), "This one is in the cycle"));
  }

  private static void reportMissingInit(App app, ProjectReview review) {
    Node first = app.migrations().values().iterator().next();
    review.report(
        first.file(),
        first.migration().place(),
        "Add %s__init__.py: without it Django takes app \"%s\" for one without migrations."
            .formatted(app.folder(), app.label()));
  }
}
