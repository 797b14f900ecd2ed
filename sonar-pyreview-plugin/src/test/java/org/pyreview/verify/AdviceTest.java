package org.pyreview.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pyreview.plugin.RuleIndex;
import org.pyreview.python.AstCheck;
import org.pyreview.verify.AnalysedProject.Fix;
import org.pyreview.verify.AnalysedProject.Found;
import org.pyreview.verify.RuleUnderTest.Example;
import org.sonar.plugins.python.api.PythonSubscriptionCheck;
import org.sonar.python.checks.OpenSourceCheckList;

/**
 * Who follows our advice must not be scolded by a rule of the profile or of Sonar way: the Python
 * analyzer's own rules run over what we call compliant, and over what our quick fixes make.
 */
class AdviceTest {

  private static final String SONAR_WAY = "/org/sonar/l10n/py/rules/python/Sonar_way_profile.json";

  @TempDir Path work;

  private record Profile(Set<String> ruleKeys) {}

  static Stream<RuleUnderTest> rules() {
    return RuleContractTest.rules().stream();
  }

  private static List<PythonSubscriptionCheck> analyzersOwn() throws IOException {
    Set<String> wanted =
        RuleIndex.profile().stream()
            .filter(key -> key.startsWith("python:"))
            .map(key -> key.substring("python:".length()))
            .collect(Collectors.toCollection(HashSet::new));
    try (InputStream in = AdviceTest.class.getResourceAsStream(SONAR_WAY)) {
      wanted.addAll(
          new Gson()
              .fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), Profile.class)
              .ruleKeys());
    }
    return new OpenSourceCheckList()
        .getChecks()
        .filter(check -> PythonSubscriptionCheck.class.isAssignableFrom(check))
        .filter(check -> wanted.contains(AstCheck.keyOf(check)))
        .map(AdviceTest::instance)
        .toList();
  }

  private static PythonSubscriptionCheck instance(Class<?> check) {
    try {
      return (PythonSubscriptionCheck) check.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_analyzers_own_rules_run_here() throws IOException {
    assertThat(analyzersOwn()).hasSizeGreaterThan(150);
    assertThat(complaints(Map.of("a.py", "def f():\n    Order = 1\n    return Order\n")))
        .anyMatch(each -> each.startsWith("S117"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void compliant_examples_break_no_rule_that_the_noncompliant_keep(RuleUnderTest rule)
      throws IOException {
    Set<String> before = new TreeSet<>();
    Set<String> after = new TreeSet<>();
    for (Example example : rule.examples()) {
      (example.compliant() ? after : before).addAll(complaints(example.files()));
    }
    Set<String> keysBefore = keys(before);
    after.removeIf(each -> keysBefore.contains(key(each)));
    assertThat(after).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void quick_fixes_break_no_rule(RuleUnderTest rule) throws IOException {
    for (Path path : rule.fixtures()) {
      List<Found> fixable =
          Fixture.reported(rule, path, work).stream()
              .filter(issue -> !issue.fixes().isEmpty())
              .toList();
      if (fixable.isEmpty()) {
        continue;
      }
      AnalysedProject project =
          Fixture.of(path, Files.createTempDirectory(work, "fixture")).project();
      Map<String, Set<String>> before = new HashMap<>();
      for (Found issue : fixable) {
        String changed = issue.path().orElseThrow();
        if (!before.containsKey(changed)) {
          before.put(changed, keys(complaints(project, changed)));
        }
        for (Fix fix : issue.fixes()) {
          AnalysedProject fixed =
              AnalysedProject.of(
                  Files.createTempDirectory(work, "fixed"), project.withFix(changed, fix));
          assertThat(complaints(fixed, changed))
              .as("after fixing line %d of %s", issue.range().line(), path)
              .allMatch(each -> before.get(changed).contains(key(each)));
        }
      }
    }
  }

  private Set<String> complaints(Map<String, String> files) throws IOException {
    return complaints(AnalysedProject.of(Files.createTempDirectory(work, "example"), files));
  }

  /** Lines of rule, place and message. */
  private static Set<String> complaints(AnalysedProject project) throws IOException {
    Set<String> all = new TreeSet<>();
    for (String path : project.pythonFiles().toList()) {
      all.addAll(complaints(project, path));
    }
    return all;
  }

  private static Set<String> complaints(AnalysedProject project, String path) throws IOException {
    Set<String> all = new TreeSet<>();
    project
        .issuesOf(path, analyzersOwn())
        .forEach(
            (key, issues) ->
                issues.forEach(
                    issue ->
                        all.add(
                            "%s %s:%d %s"
                                .formatted(key, path, issue.range().line(), issue.message()))));
    return all;
  }

  private static Set<String> keys(Set<String> complaints) {
    return complaints.stream().map(AdviceTest::key).collect(Collectors.toSet());
  }

  private static String key(String complaint) {
    return complaint.substring(0, complaint.indexOf(' '));
  }
}
