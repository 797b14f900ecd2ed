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

  /** What people write who act on the report of a scanner that no file of theirs sets up. */
  private static final Pattern REPORTED =
      Pattern.compile(
          "(?i)\\b(?:dependabot|renovate|snyk|trivy|grype|osv-scanner|pip-audit|mend\\.io)\\b");

  /** A version that is there for the scanner's sake: {@code pinned by Snyk}. */
  private static final Pattern ON_REQUEST =
      Pattern.compile("(?i)#.*\\b(?:by|from|for) (?:dependabot|renovate|snyk|trivy|pip-audit)\\b");

  private static final Pattern GIVEN_UP =
      Pattern.compile("(?i)\\b(?:remov|disabl|drop|delet|stop|without)\\w*");
  private static final Pattern MANIFEST =
      Pattern.compile(
          "(?:.*/)?(?:pyproject\\.toml|Pipfile|setup\\.(?:py|cfg)|[\\w.-]*requirements[\\w.-]*\\.(?:txt|in))|(?:.*/)?requirements/[\\w.-]+\\.(?:txt|in)");
  private static final Pattern README = Pattern.compile("(?i)readme\\.(?:md|rst|txt)");
  private static final Pattern BADGE =
      Pattern.compile("(?i)\\bsnyk\\.io/(?:test|advisor)|\\bosv\\.dev\\b|\\bmend\\.io\\b");

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
        || leavesTraces(project);
  }

  /**
   * Whether a scanner of the forge, which needs no file, is seen by what it leads to. It speaks up
   * for a hole only, so that one update a year is enough.
   */
  private static boolean leavesTraces(Project project) {
    return History.of(project)
            .filter(
                history ->
                    history.updates() > 0
                        || history.lastYear().anyMatch(each -> isReported(each.message())))
            .isPresent()
        || isNamed(project, MANIFEST, ON_REQUEST)
        || isNamed(project, README, BADGE);
  }

  private static boolean isReported(String message) {
    return message
        .lines()
        .anyMatch(line -> REPORTED.matcher(line).find() && !GIVEN_UP.matcher(line).find());
  }

  private static boolean isNamed(Project project, Pattern files, Pattern what) {
    return RepositoryFile.of(project, path -> files.matcher(path.toString()).matches()).stream()
        .flatMap(file -> file.text().stream())
        .anyMatch(text -> what.matcher(text).find());
  }
}
