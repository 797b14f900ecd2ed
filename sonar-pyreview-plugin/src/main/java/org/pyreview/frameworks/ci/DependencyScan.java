package org.pyreview.frameworks.ci;

import java.util.regex.Pattern;
import org.pyreview.project.History;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;

/** Whether something looks for known vulnerabilities in what a project depends on. */
public final class DependencyScan {

  private static final Pattern UPDATER =
      Pattern.compile(
          "\\.github/dependabot\\.ya?ml|(?:\\.github/|\\.gitlab/)?renovate\\.json5?|\\.renovaterc(?:\\.json5?)?|\\.pyup\\.ya?ml|\\.snyk|\\.whitesource|\\.mend");
  private static final Pattern TOOL =
      Pattern.compile(
          "\\bpip-audit\\b|\\bsafety (?:check|scan)\\b|\\bosv-scanner\\b|\\btrivy\\b|\\bgrype\\b|\\bsnyk\\b|\\buv audit\\b|dependency-review-action|Dependency-Scanning|dependency-check|\\bscout cves\\b|pyupio/safety|Lucas-C/pre-commit-hooks-safety|renovatebot/|\\bqodana\\b");

  /** So many updates in a year show that something makes them, whatever it is told by. */
  private static final int REGULAR = 3;

  private DependencyScan() {}

  /** Whether a project has one: an updater, a step of CI or pre-commit, or their commits. */
  public static boolean isSetUp(Project project) {
    return RepositoryFile.of(project).stream()
            .anyMatch(
                file ->
                    UPDATER.matcher(file.toString()).matches()
                        || (file.toString().equals(".pre-commit-config.yaml")
                            && file.text().filter(text -> TOOL.matcher(text).find()).isPresent())
                        || (file.toString().equals("pyproject.toml")
                            && file.text()
                                .filter(text -> text.contains("[tool.renovate"))
                                .isPresent()))
        || CiWorkflow.of(project).stream()
            .anyMatch(
                workflow ->
                    workflow.runs(TOOL)
                        || workflow
                            .file()
                            .text()
                            .filter(text -> text.contains("Dependency-Scanning"))
                            .isPresent())
        || History.of(project).filter(history -> history.updates() >= REGULAR).isPresent();
  }
}
