package org.pyreview.checks.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pyreview.project.CodeOwners;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.sonar.check.Rule;

@Rule(key = "codeowners-entry-invalid")
public class CodeownersEntryInvalidCheck implements ProjectRule {

  @Override
  public void review(ProjectReview review) {
    Map<String, List<CodeOwners>> byMistake =
        CodeOwners.invalid(review.project()).stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.file() + " " + entry.flaw(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byMistake
        .values()
        .forEach(
            entries -> {
              CodeOwners first = entries.get(0);
              String all = entries.size() > 1 ? " (%d lines)".formatted(entries.size()) : "";
              review.report(first.file(), first.place(), message(first) + all);
            });
  }

  private static String message(CodeOwners entry) {
    return switch (entry.flaw()) {
      case NAME_ALONE ->
          "Write a pattern and then owners here, such as `* @%s`: a name alone makes nobody a reviewer."
              .formatted(entry.pattern());
      case NO_OWNER ->
          "Name an owner behind `%s`, such as @team: without one nobody is asked to review."
              .formatted(entry.pattern());
      case NO_FILE ->
          "Correct or remove `%s`: no file of the repository matches it, so nobody is asked to review."
              .formatted(entry.pattern());
    };
  }
}
