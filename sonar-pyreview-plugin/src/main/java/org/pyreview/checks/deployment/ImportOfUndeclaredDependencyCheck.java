package org.pyreview.checks.deployment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Importers;
import org.pyreview.project.packages.DependencyManifests;
import org.pyreview.project.packages.DependencyManifests.Manifest;
import org.pyreview.project.packages.ForeignImports;
import org.pyreview.project.packages.ForeignImports.Foreign;
import org.pyreview.project.packages.InstalledDistributions;
import org.pyreview.project.packages.PythonPackages;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "import-of-undeclared-dependency")
public class ImportOfUndeclaredDependencyCheck extends CodeCheck {

  /** Whoever misses more than that is no user of this manifest. */
  private static final int MOST_MISSING = 6;

  /** What as many packages bring along stays. */
  private static final int MANY = 3;

  private static final String DECLARE =
      "Declare %s in %s: %s %s imported, but only there as long as %s.";
  private static final String DECLARE_FOR_ALL =
      "Declare %s in %s for everybody who runs this: %s %s imported, but declared for development only.";

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
    Map<Manifest, List<Foreign>> byManifest = new LinkedHashMap<>();
    for (Foreign each : imports) {
      manifests
          .nearest(each.file())
          .filter(manifest -> !manifest.isOpen() && !manifest.files().isEmpty())
          .filter(manifest -> !PythonPackages.known().isProvided(each.module(), manifest.names()))
          .filter(manifest -> !manifest.bringsWithExtra(each.module()))
          .filter(manifest -> !isOnlyForOthers(each.file(), manifest, review.project()))
          .ifPresent(
              manifest -> byManifest.computeIfAbsent(manifest, key -> new ArrayList<>()).add(each));
    }
    boolean isLibrary = DeployedApplication.of(review.project()).isLibrary();
    byManifest.forEach((manifest, all) -> check(manifest, all, isLibrary, review));
  }

  /** A client that lies beside a service runs where those who import it run. */
  private static boolean isOnlyForOthers(ProjectFile file, Manifest manifest, Project project) {
    DependencyManifests manifests = DependencyManifests.of(project);
    Set<ProjectFile> importers = Importers.of(project).of(file);
    return !importers.isEmpty()
        && importers.stream()
            .noneMatch(each -> manifests.nearest(each).filter(manifest::equals).isPresent());
  }

  private static void check(
      Manifest manifest, List<Foreign> undeclared, boolean isLibrary, ProjectReview review) {
    InstalledDistributions installed = InstalledDistributions.of(manifest, review.project());
    Set<ProjectFile> dead =
        undeclared.stream()
            .filter(each -> installed.lacks(each.module()))
            .map(Foreign::file)
            .collect(Collectors.toSet());
    Map<String, Foreign> byModule = new LinkedHashMap<>();
    undeclared.stream()
        .filter(each -> !dead.contains(each.file()))
        .filter(each -> isUncertain(each, installed))
        .forEach(each -> byModule.putIfAbsent(each.module(), each));
    if (byModule.size() > MOST_MISSING) {
      return;
    }
    Map<Boolean, List<Foreign>> byDevelopment =
        byModule.values().stream()
            .collect(
                Collectors.partitioningBy(
                    each ->
                        PythonPackages.known()
                            .isProvided(each.module(), manifest.developmentNames())));
    report(byDevelopment.get(false), DECLARE, manifest, installed, review);
    // Those who use a part of a library, or a command for developers, have the package.
    List<Foreign> neededByAll =
        byDevelopment.get(true).stream()
            .filter(each -> !isLibrary && !each.isForDevelopment() && each.isNeeded())
            .toList();
    report(neededByAll, DECLARE_FOR_ALL, manifest, installed, review);
  }

  /** Whether a package is installed that may be gone with the next change of another one. */
  private static boolean isUncertain(Foreign each, InstalledDistributions installed) {
    return installed
        .distribution(each.module())
        .filter(name -> installed.bringing(name).size() < MANY)
        .isPresent();
  }

  /** What misses in one manifest is mended there at once. */
  private static void report(
      List<Foreign> all,
      String message,
      Manifest declared,
      InstalledDistributions installed,
      ProjectReview review) {
    if (all.isEmpty()) {
      return;
    }
    ProjectFile manifest = declared.declaring();
    List<String> distributions =
        all.stream().map(each -> installed.distribution(each.module()).get()).distinct().toList();
    List<String> modules = all.stream().map(Foreign::module).toList();
    ProjectReview.Issue issue =
        review.report(
            all.get(0).file(),
            all.get(0).place(),
            message.formatted(
                enumerated(distributions),
                manifest,
                enumerated(modules),
                modules.size() == 1 ? "is" : "are",
                keepers(distributions, installed)));
    all.stream()
        .skip(1)
        .forEach(
            each ->
                issue.because(
                    each.file(), each.place(), "%s is imported here".formatted(each.module())));
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

  private static String keepers(List<String> distributions, InstalledDistributions installed) {
    List<String> all =
        distributions.size() == 1 ? installed.bringing(distributions.get(0)) : List.of();
    return switch (all.size()) {
      case 0 -> "another package needs it";
      case 1 -> all.get(0) + " needs it";
      default -> enumerated(all) + " need it";
    };
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  private static String enumerated(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
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
