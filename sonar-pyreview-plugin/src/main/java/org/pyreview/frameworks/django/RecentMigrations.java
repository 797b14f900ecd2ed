package org.pyreview.frameworks.django;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.MigrationGraph.Node;
import org.pyreview.project.Project;

/** The migrations that may not have run everywhere yet: a reviewer can still change them. */
public final class RecentMigrations {

  private final Set<Node> recent = new HashSet<>();
  private final Set<Node> newest = new HashSet<>();

  private RecentMigrations() {}

  /**
   * Those added in the days before the newest commit; without history, the last two of each app.
   *
   * @param days 0 for all
   */
  public static RecentMigrations addedWithin(Project project, int days) {
    MigrationState state = MigrationState.of(project);
    Optional<Set<String>> added = days == 0 ? Optional.empty() : project.filesAddedWithin(days);
    if (days > 0 && added.isEmpty()) {
      return lastOfEachApp(project, 2);
    }
    RecentMigrations migrations = new RecentMigrations();
    state.order().stream()
        .filter(RecentMigrations::isJudged)
        .filter(node -> days == 0 || added.get().contains(node.file().path().toString()))
        .forEach(migrations.recent::add);
    return migrations;
  }

  /** The newest migrations of each app, in the order they run. */
  public static RecentMigrations lastOfEachApp(Project project, int count) {
    RecentMigrations migrations = new RecentMigrations();
    Map<String, List<Node>> byApp = new LinkedHashMap<>();
    for (Node node : MigrationState.of(project).order()) {
      byApp.computeIfAbsent(node.app(), app -> new java.util.ArrayList<>()).add(node);
    }
    for (List<Node> all : byApp.values()) {
      List<Node> last = all.subList(Math.max(0, all.size() - count), all.size());
      migrations.newest.addAll(last);
      last.stream().filter(RecentMigrations::isJudged).forEach(migrations.recent::add);
    }
    return migrations;
  }

  /**
   * The newest of each app, as far as the history says that they were added in the days before the
   * newest commit.
   *
   * @param days 0 for any age
   */
  public static RecentMigrations lastOfEachApp(Project project, int count, int days) {
    RecentMigrations migrations = lastOfEachApp(project, count);
    Optional<Set<String>> added = days == 0 ? Optional.empty() : project.filesAddedWithin(days);
    List<Node> all = MigrationState.of(project).order();
    // Where all came at once, the history begins later than the project.
    if (added.isPresent() && !all.stream().allMatch(node -> isIn(added.get(), node))) {
      migrations.recent.removeIf(node -> !isIn(added.get(), node));
      all.stream().filter(node -> isIn(added.get(), node)).forEach(migrations.newest::add);
    }
    return migrations;
  }

  private static boolean isIn(Set<String> files, Node node) {
    return files.contains(node.file().path().toString());
  }

  /** A squash repeats what has run; a first migration meets no rows. */
  private static boolean isJudged(Node node) {
    return node.migration().replaces().isEmpty()
        && node.migration().dependencies().stream()
            .anyMatch(dependency -> dependency.app().equals(node.app()));
  }

  /**
   * Whether it is among the newest of its app or as young as they may be, first migrations and
   * squashes included.
   */
  public boolean isAmongNewest(Node node) {
    return recent.contains(node) || newest.contains(node);
  }

  public boolean contains(Node node) {
    return recent.contains(node);
  }
}
