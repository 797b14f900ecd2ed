package org.pyreview.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.code.FlowCheck;
import org.pyreview.python.AstCheck;

/** Classes, metadata, fixtures, profile, checklist and docs name the same rules. */
class AgreementTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final Set<String> keys =
      RuleUnderTest.all().stream()
          .map(RuleUnderTest::key)
          .collect(Collectors.toCollection(TreeSet::new));

  @Test
  void every_metadata_file_is_a_rule() throws IOException {
    assertThat(namesBelow(ROOT.resolve("rules-metadata/rules"), ".md", Function.identity()))
        .isEqualTo(keys);
  }

  @Test
  void every_class_is_a_rule_and_says_so() throws IOException {
    assertThat(
            namesBelow(
                Path.of("src/main/java/org/pyreview/checks"), "Check.java", AgreementTest::kebab))
        .isEqualTo(keys);
    for (RuleUnderTest rule : RuleUnderTest.all()) {
      assertThat(AstCheck.keyOf(rule.type())).isEqualTo(rule.key());
    }
  }

  @Test
  void every_class_extends_the_base_of_its_kind() {
    for (RuleUnderTest rule : RuleUnderTest.all()) {
      Class<?> base =
          switch (rule.kind()) {
            case "AST" -> AstCheck.class;
            case "FLOW" -> FlowCheck.class;
            case "CROSS_FILE" -> CrossFileCheck.class;
            default -> ProjectRule.class;
          };
      assertThat(base).as(rule.key()).isAssignableFrom(rule.type());
    }
  }

  @Test
  void every_rule_has_a_fixture_and_every_fixture_a_rule() throws IOException {
    for (RuleUnderTest rule : RuleUnderTest.all()) {
      assertThat(rule.fixtures()).as(rule.key()).isNotEmpty();
    }
    Set<String> fixtures = new TreeSet<>();
    try (Stream<Path> areas = Files.list(RuleUnderTest.fixtureFolder())) {
      for (Path area : areas.toList()) {
        try (Stream<Path> entries = Files.list(area)) {
          entries
              .map(entry -> entry.getFileName().toString().replaceFirst("\\.py$", ""))
              .forEach(fixtures::add);
        }
      }
    }
    assertThat(fixtures).isEqualTo(keys);
  }

  @Test
  void the_docs_have_a_page_for_every_rule() throws IOException {
    Set<String> pages = namesBelow(ROOT.resolve("docs/rules"), ".md", Function.identity());
    pages.remove("README");
    assertThat(pages).isEqualTo(keys);
  }

  @Test
  void the_profile_names_only_rules_that_exist_and_the_checklist_knows_them_all()
      throws IOException {
    Set<String> inProfile =
        resource("/org/pyreview/profile.txt")
            .lines()
            .filter(line -> line.startsWith("pyreview:"))
            .map(line -> line.substring("pyreview:".length()))
            .collect(Collectors.toSet());
    assertThat(keys).containsAll(inProfile);
    String checklist = resource("/org/pyreview/checklist.json");
    assertThat(keys).allSatisfy(key -> assertThat(checklist).contains("\"" + key + "\""));
  }

  private static String resource(String name) throws IOException {
    try (var in = AgreementTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Set<String> namesBelow(Path folder, String ending, Function<String, String> toKey)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .map(toKey)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String kebab(String camel) {
    return camel
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
