package org.pyreview.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.checks.django.DjangoAdminListQueryPerRowCheck;
import org.pyreview.checks.django.DjangoNPlusOneQueryCheck;
import org.pyreview.checks.django.DjangoTemplateNPlusOneQueryCheck;
import org.pyreview.checks.django.DrfNestedSerializerNPlusOneCheck;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactStore;
import org.sonar.plugins.python.api.PythonSubscriptionCheck;

/**
 * How many lost {@code select_related} and {@code prefetch_related} arguments the N+1 rules notice:
 * removes one at a time from a real project. {@code scripts/measure --remove-loads FOLDER…} prints
 * a row per project.
 */
public final class RemovedLoads {

  private static final Pattern CALL =
      Pattern.compile("\\.(?:select|prefetch)_related\\(([^()]*)\\)");
  private static final Pattern ARGUMENT = Pattern.compile("\\s*([\"'])(\\w+)\\1\\s*,?");

  private final AnalysedProject project;
  private final MemoryCache cache = new MemoryCache(Map.of());

  private RemovedLoads(Path folder) {
    project = new AnalysedProject(folder);
    DjangoNPlusOneQueryCheck rule = new DjangoNPlusOneQueryCheck();
    rule.connect(new FactStore());
    project.pythonFiles().forEach(path -> project.visit(path, List.of(rule), cache));
  }

  public static void main(String[] arguments) {
    System.out.println("| Project | Removed | Noticed |");
    System.out.println("|---|---|---|");
    int[] total = new int[2];
    for (String folder : arguments) {
      int[] row = new RemovedLoads(Path.of(folder)).row();
      System.out.printf("| %s | %d | %d |%n", Path.of(folder).getFileName(), row[0], row[1]);
      total[0] += row[0];
      total[1] += row[1];
    }
    System.out.printf("| all | %d | %d |%n", total[0], total[1]);
  }

  private int[] row() {
    Set<String> before = reported("");
    int[] row = new int[2];
    for (String path : project.pythonFiles().toList()) {
      if (path.matches("(?:.*/)?(?:tests?|migrations|management)/.*|.*test_\\w+\\.py")) {
        continue;
      }
      String source = project.text(path);
      for (String mutant : mutants(source)) {
        project.replace(path, mutant);
        Set<String> after = reported(path);
        after.removeAll(before);
        row[0]++;
        row[1] += after.isEmpty() ? 0 : 1;
        System.err.printf(
            "%s %s %s%n", after.isEmpty() ? "MISSED" : "noticed", path, difference(source, mutant));
      }
      project.replace(path, source);
    }
    return row;
  }

  private static String difference(String source, String mutant) {
    int at = 0;
    while (at < mutant.length() && source.charAt(at) == mutant.charAt(at)) {
      at++;
    }
    long line = source.substring(0, at).lines().count();
    return line + ": " + source.substring(at, at + source.length() - mutant.length()).strip();
  }

  private static List<String> mutants(String source) {
    List<String> mutants = new ArrayList<>();
    Matcher call = CALL.matcher(source);
    while (call.find()) {
      Matcher argument = ARGUMENT.matcher(call.group(1));
      int count = 0;
      while (argument.find()) {
        count++;
      }
      argument.reset();
      while (argument.find()) {
        int start = call.start(1) + argument.start();
        int end = call.start(1) + argument.end();
        // select_related() without arguments would load more, not less.
        mutants.add(
            count == 1
                ? source.substring(0, call.start()) + source.substring(call.end())
                : source.substring(0, start) + source.substring(end));
      }
    }
    return mutants;
  }

  /** What the rules say; one file is read anew, the facts of the others are known. */
  private Set<String> reported(String changed) {
    Set<String> found = new HashSet<>();
    for (CrossFileCheck rule :
        List.of(
            new DjangoNPlusOneQueryCheck(),
            new DjangoAdminListQueryPerRowCheck(),
            new DrfNestedSerializerNPlusOneCheck(),
            new DjangoTemplateNPlusOneQueryCheck())) {
      FactStore facts = new FactStore();
      rule.connect(facts);
      MemoryCache known = new MemoryCache(cache.written());
      project
          .pythonFiles()
          .forEach(
              path -> {
                boolean isKnown =
                    !path.equals(changed) && rule.scanWithoutParsing(project.unparsed(path, known));
                if (!isKnown) {
                  project.visit(
                      path, List.<PythonSubscriptionCheck>of(rule), new MemoryCache(Map.of()));
                }
              });
      project.decide(rule, facts).forEach(each -> found.add(each.path() + each.message()));
    }
    return found;
  }
}
