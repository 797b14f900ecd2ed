package org.pyreview.checks.deployment;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.packages.DependencyManifests;
import org.pyreview.project.packages.DependencyManifests.Manifest;
import org.pyreview.project.packages.ForeignImports;
import org.pyreview.project.packages.ForeignImports.Foreign;
import org.pyreview.project.packages.PythonPackages;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "import-of-undeclared-dependency")
public class ImportOfUndeclaredDependencyCheck extends CodeCheck {

  @RuleProperty(
      key = "ignoredModules",
      description = "Comma separated names of modules that the environment provides",
      defaultValue = "")
  public String ignoredModules = "";

  @Override
  public void review(ProjectReview review) {
    Set<String> ignored =
        Arrays.stream(ignoredModules.split(",")).map(String::strip).collect(Collectors.toSet());
    List<Foreign> imports =
        ForeignImports.of(review.project()).stream()
            .filter(each -> !ignored.contains(each.module()))
            .toList();
    DependencyManifests manifests = DependencyManifests.of(review.project());
    if (manifests.areMissing()) {
      reportMissing(imports, review);
      return;
    }
    Set<String> reported = new HashSet<>();
    boolean isLibrary = DeployedApplication.of(review.project()).isLibrary();
    for (Foreign each : imports) {
      Optional<Manifest> manifest = manifests.nearest(each.file());
      boolean isUndeclared =
          manifest.isPresent()
              && !manifest.get().isOpen()
              && !PythonPackages.known().isProvided(each.module(), manifest.get().names());
      if (isUndeclared
          && !manifest.get().files().isEmpty()
          && reported.add(each.module() + " " + manifest.get().files().get(0))) {
        report(each, manifest.get(), isLibrary, review);
      }
    }
  }

  private static void report(
      Foreign each, Manifest declared, boolean isLibrary, ProjectReview review) {
    ProjectFile manifest = declared.files().get(0);
    boolean isForDevelopment =
        PythonPackages.known().isProvided(each.module(), declared.developmentNames());
    if (isForDevelopment && isLibrary) {
      // Those who use that part of a library have the package.
      return;
    }
    ProjectReview.Issue issue =
        review.report(
            each.file(),
            each.place(),
            (isForDevelopment
                    ? "Declare %s in %s for everybody who runs this: %s is imported, but declared for development only."
                    : "Declare %s in %s: %s is imported, but only there as long as another package needs it.")
                .formatted(
                    PythonPackages.known().distribution(each.module()), manifest, each.module()));
    manifest
        .text()
        .flatMap(text -> text.lines().findFirst())
        .filter(line -> !line.isEmpty())
        .ifPresent(
            line ->
                issue.because(
                    manifest,
                    Place.inLine(1, 0, line.length()),
                    "The dependencies of this code are declared here"));
  }

  private static void reportMissing(List<Foreign> imports, ProjectReview review) {
    Set<String> modules =
        imports.stream().map(Foreign::module).collect(Collectors.toCollection(TreeSet::new));
    if (!modules.isEmpty()) {
      review.reportOnProject(
          "Add a requirements.txt or pyproject.toml that declares %s: without it nobody can install the project again."
                  .formatted(modules.stream().limit(5).collect(Collectors.joining(", ")))
              + (modules.size() > 5 ? " (%d packages)".formatted(modules.size()) : ""));
    }
  }
}
