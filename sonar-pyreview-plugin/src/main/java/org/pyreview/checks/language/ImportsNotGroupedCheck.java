package org.pyreview.checks.language;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.Habit;
import org.pyreview.project.ImportBlock;
import org.pyreview.project.ImportBlock.Line;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.SelectedLints;
import org.pyreview.project.packages.ImportGroup;
import org.pyreview.python.CodeRole;
import org.sonar.check.Rule;

@Rule(key = "imports-not-grouped")
public class ImportsNotGroupedCheck extends CrossFileCheck {

  /** The code of ruff and of flake8-isort for it. */
  private static final String SORTED_IMPORTS = "I001";

  private static final Set<String> LEFT_OUT = Set.of("migrations", "versions", "settings");

  @Override
  protected List<FactKind<?>> facts() {
    return List.of(ImportBlock.FACTS);
  }

  @Override
  public void review(ProjectReview review) {
    if (ImportGroup.Sorter.isConfigured(review.project())) {
      return;
    }
    SelectedLints lints = SelectedLints.of(review.project());
    ImportGroup.Sorter sorter = new ImportGroup.Sorter(review.project());
    Map<ProjectFile, ImportBlock> blocks = review.project().facts(ImportBlock.FACTS);
    // The tool mends all files at once, so many of them are one issue.
    Habit habit = review.habit();
    review.each(
        blocks.keySet().stream()
            .filter(ImportsNotGroupedCheck::isReviewed)
            .filter(file -> lints.asks(file, SORTED_IMPORTS))
            .toList(),
        file -> check(file, blocks.get(file), sorter, habit));
    habit.report(
        "Run the sorter of imports that this project configures: %d files have theirs in another order."
            ::formatted);
  }

  private static boolean isReviewed(ProjectFile file) {
    CodeRole role = CodeRole.of(file.path());
    return role != CodeRole.EXAMPLE
        && role != CodeRole.MIGRATION
        && !file.path().isGenerated()
        && !file.path().isBelow(LEFT_OUT)
        && !file.name().contains("settings");
  }

  private static void check(
      ProjectFile file, ImportBlock block, ImportGroup.Sorter sorter, Habit habit) {
    Line latest = null;
    ImportGroup group = ImportGroup.FUTURE;
    for (Line line : block.lines()) {
      Optional<ImportGroup> own = sorter.group(file, line);
      if (own.isEmpty() || line.isExempt()) {
        continue;
      }
      if (own.get().compareTo(group) < 0) {
        habit
            .found(
                file,
                line.place(),
                "Move `%s` up to the imports of %s: they come before those of %s."
                    .formatted(line.text(), own.get().title(), group.title()))
            .because(file, latest.place(), "The later group begins here.");
        return;
      }
      if (own.get().compareTo(group) > 0) {
        group = own.get();
        latest = line;
      }
    }
  }
}
