package org.pyreview;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may know what; the reasons are in docs/contributing.md. */
class PackageRulesTest {

  private static final String PYTHON_API = "org.sonar.plugins.python.api..";

  private final JavaClasses ours =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.pyreview");

  /** SonarQube shows a plugin nothing else: a class that compiles against more fails there. */
  @Test
  void only_what_a_server_shows_or_the_jar_carries_is_used() {
    classes()
        .that()
        .resideInAPackage("org.pyreview..")
        .and()
        .resideOutsideOfPackage("org.pyreview.metadata..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "org.pyreview..",
                PYTHON_API,
                "org.sonar.api..",
                "org.sonar.check..",
                "org.sonarsource.api.sonarlint..",
                "org.slf4j..",
                "org.sonarsource.analyzer.commons..",
                "com.sonar.sslr..",
                "org.sonar.sslr..",
                "org.eclipse.jgit..",
                "org.jsoup..",
                "org.tomlj..",
                "org.yaml.snakeyaml.."))
        .check(ours);
  }

  @Test
  void rules_know_trees_and_nouns_but_neither_the_scanner_nor_libraries() {
    classes()
        .that()
        .resideInAPackage("org.pyreview.checks..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "org.sonar.check..",
                "org.sonar.plugins.python.api.tree..",
                "org.pyreview.checks..",
                "org.pyreview.frameworks..",
                "org.pyreview.project..",
                "org.pyreview.dataflow..",
                "org.pyreview.python.."))
        .check(ours);
  }

  @Test
  void knowledge_does_not_know_its_users() {
    noClasses()
        .that()
        .resideInAPackage("org.pyreview.python..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.pyreview.project..",
            "org.pyreview.frameworks..",
            "org.pyreview.checks..",
            "org.pyreview.plugin..")
        .check(ours);
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.pyreview.project..", "org.pyreview.dataflow..", "org.pyreview.frameworks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.pyreview.checks..", "org.pyreview.plugin..")
        .check(ours);
    noClasses()
        .that()
        .resideInAPackage("org.pyreview.dataflow..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.pyreview.frameworks..")
        .check(ours);
    noClasses()
        .that()
        .resideInAPackage("org.pyreview.project..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.pyreview.dataflow..", "org.pyreview.frameworks..")
        .check(ours);
  }

  @Test
  void symbols_and_types_of_the_analyzer_stay_in_one_package() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.pyreview.python..")
        .and()
        .resideOutsideOfPackage("org.pyreview.project..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.sonar.plugins.python.api.symbols..", "org.sonar.plugins.python.api.types..")
        .check(ours);
  }

  @Test
  void no_grab_bags() {
    noClasses().should().haveSimpleNameEndingWith("Utils").check(ours);
    noClasses().should().haveSimpleNameEndingWith("Helper").check(ours);
  }

  /** Names such as {@code django.db.models.Model} differ by version: one place spells them. */
  @Test
  void framework_names_are_spelled_only_in_frameworks() throws IOException {
    Pattern dotted =
        Pattern.compile(
            "\"(?:django|flask|fastapi|sqlalchemy|starlette|rest_framework|celery)[.\"]");
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java/org/pyreview"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        if (!source.toString().replace('\\', '/').contains("/frameworks/")) {
          assertThat(dotted.matcher(Files.readString(source)).find())
              .as(source.toString())
              .isFalse();
        }
      }
    }
  }
}
