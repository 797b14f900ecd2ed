package org.pyreview.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pyreview.plugin.RuleIndex;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactStore;
import org.pyreview.project.ProjectRule;
import org.sonar.python.caching.CacheContextImpl;

/**
 * What the knowledge about a whole project costs: {@code scripts/measure --cost FOLDER}. The
 * analyzer's own time is its front end only, parser, symbols and types, without any of Sonar's
 * rules: the share of a real scan is smaller.
 */
public final class FactsCost {

  private FactsCost() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    long start = System.nanoTime();
    AnalysedProject project = new AnalysedProject(Path.of(arguments[0]));
    List<String> files = project.pythonFiles().toList();
    List<CrossFileCheck> rules = new ArrayList<>();
    FactStore facts = new FactStore();
    for (Class<?> type : RuleIndex.classes()) {
      if (type.getConstructor().newInstance() instanceof CrossFileCheck rule) {
        rule.connect(facts);
        rules.add(rule);
      }
    }
    // The front end alone, then the same with all rules that collect.
    files.forEach(path -> project.visit(path, List.of(), CacheContextImpl.dummyCache()));
    long frontEnd = System.nanoTime() - start;

    long before = usedHeap();
    long visit = System.nanoTime();
    files.forEach(path -> project.visit(path, rules, CacheContextImpl.dummyCache()));
    long withRules = System.nanoTime() - visit;
    visit = System.nanoTime();
    files.forEach(path -> project.visit(path, List.of(), CacheContextImpl.dummyCache()));
    long without = System.nanoTime() - visit;
    long heap = usedHeap() - before;

    Map<String, Long> deciding = new TreeMap<>();
    long decide = System.nanoTime();
    project.decideTogether(new ArrayList<ProjectRule>(rules), facts, deciding);
    long decided = System.nanoTime() - decide;

    long collected = Math.max(0, withRules - without);
    System.out.printf("files %d%n", files.size());
    System.out.printf("front end of the analyzer %.1f s%n", frontEnd / 1e9);
    System.out.printf("collecting %.1f s, deciding %.1f s%n", collected / 1e9, decided / 1e9);
    System.out.printf("share %.1f %%%n", 100.0 * (collected + decided) / frontEnd);
    System.out.printf("heap of the facts %.1f MB%n", heap / 1e6);
    deciding.forEach((rule, nanos) -> System.out.printf("  %s %.2f s%n", rule, nanos / 1e9));
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
