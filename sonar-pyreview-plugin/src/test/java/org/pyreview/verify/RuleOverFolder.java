package org.pyreview.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pyreview.plugin.RuleIndex;
import org.pyreview.python.AstCheck;

/**
 * Prints what rules say about a folder, without a server: {@code scripts/measure FOLDER RULE…}. For
 * reading hits in real code while a rule is written.
 */
public final class RuleOverFolder {

  private RuleOverFolder() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    AnalysedProject project = new AnalysedProject(Path.of(arguments[0]));
    List<String> keys = Arrays.asList(arguments).subList(1, arguments.length);
    List<Object> rules = new ArrayList<>();
    for (Class<?> rule : RuleIndex.classes()) {
      if (keys.isEmpty() || keys.contains(AstCheck.keyOf(rule))) {
        rules.add(rule.getConstructor().newInstance());
      }
    }
    project
        .issuesByRule(rules)
        .forEach((key, issues) -> issues.forEach(issue -> print(key, issue)));
  }

  private static void print(String key, AnalysedProject.Found found) {
    System.out.printf(
        "%s:%d [%s] %s%n",
        found.path().orElse("(project)"), found.range().line(), key, found.message());
    found
        .causes()
        .forEach(
            cause ->
                System.out.printf(
                    "    %s:%d %s%n", cause.path(), cause.range().line(), cause.message()));
  }
}
