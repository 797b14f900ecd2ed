package org.pyreview.project.packages;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.History;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.Pyprojects;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.project.files.IniFile;
import org.pyreview.project.files.Pyproject;

/**
 * What a project calls itself, and its version.
 *
 * @param name empty if nothing says it
 * @param text the version as it is written
 */
public record ProjectVersion(Optional<String> name, String text, Version version) {

  private static final Pattern TAG = Pattern.compile("v?\\d++(?:\\.\\d++)++");
  private static final String VARIABLE = "__version__";

  private record Known(Optional<String> name, Optional<ProjectVersion> version) {}

  /** That of a project; empty if it declares none, or computes it. */
  public static Optional<ProjectVersion> of(Project project) {
    return project.knowledge(Known.class, ProjectVersion::read).version;
  }

  /** That of a project; if it declares none, the highest version among its tags of git. */
  public static Optional<ProjectVersion> ofTagsToo(Project project) {
    return of(project)
        .or(
            () ->
                History.of(project).stream()
                    .flatMap(history -> history.tags().stream())
                    .filter(tag -> TAG.matcher(tag).matches())
                    .flatMap(
                        tag ->
                            Version.of(tag).stream()
                                .map(each -> new ProjectVersion(nameOf(project), tag, each)))
                    .filter(each -> !each.version.isPreliminary())
                    .max(Comparator.comparing(ProjectVersion::version)));
  }

  private static Optional<String> nameOf(Project project) {
    return project.knowledge(Known.class, ProjectVersion::read).name;
  }

  private static Known read(Project project) {
    Optional<Pyproject> pyproject =
        project.file("pyproject.toml").flatMap(Pyprojects.of(project)::read);
    Optional<IniFile> setup =
        project.file("setup.cfg").flatMap(ProjectFile::text).map(IniFile::parse);
    Optional<String> name =
        pyproject
            .flatMap(toml -> first(toml, "project.name", "tool.poetry.name"))
            .or(
                () ->
                    setup.flatMap(ini -> Optional.ofNullable(ini.section("metadata").get("name"))))
            .or(() -> inSetup(project, "name"));
    Optional<String> text =
        pyproject
            .flatMap(toml -> first(toml, "project.version", "tool.poetry.version"))
            .or(
                () ->
                    setup
                        .flatMap(ini -> Optional.ofNullable(ini.section("metadata").get("version")))
                        .filter(value -> !value.contains(":")))
            .or(() -> inSetup(project, "version"))
            .or(() -> inPackage(project));
    return new Known(
        name,
        text.flatMap(
            written ->
                Version.of(written)
                    .filter(version -> !version.equals(new Version(java.util.List.of(0), false)))
                    .map(version -> new ProjectVersion(name, written, version))));
  }

  private static Optional<String> first(Pyproject toml, String... keys) {
    return Stream.of(keys)
        .flatMap(key -> toml.setting(key).stream())
        .map(setting -> String.valueOf(setting.value()))
        .findFirst();
  }

  private static Optional<String> inSetup(Project project, String keyword) {
    ProjectCode code = ProjectCode.of(project);
    Optional<ModuleCode> module = project.file("setup.py").flatMap(code::module);
    return module.stream()
        .flatMap(each -> each.statements().stream())
        .flatMap(Stmt::everyExpression)
        .filter(each -> each instanceof Expr.Call call && call.name().equals("setup"))
        .flatMap(each -> ((Expr.Call) each).named(keyword).stream())
        .flatMap(value -> new Constants(code).text(module.get(), value).stream())
        .findFirst();
  }

  /** {@code __version__} of a package at the root, or below {@code src}. */
  private static Optional<String> inPackage(Project project) {
    ProjectCode code = ProjectCode.of(project);
    return code.mainModules().stream()
        .filter(
            module ->
                module
                    .file()
                    .toString()
                    .matches("(?:src/)?\\w+/(?:__init__|__about__|_*version_*)\\.py"))
        .filter(module -> module.mentions(VARIABLE))
        .flatMap(
            module ->
                module.onlyAssignment(VARIABLE).stream()
                    .flatMap(value -> new Constants(code).text(module, value).stream()))
        .findFirst();
  }
}
