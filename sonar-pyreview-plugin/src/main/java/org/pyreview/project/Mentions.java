package org.pyreview.project;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

/**
 * What the texts of a project speak of, wherever it stands: evidence that something is taken care
 * of. Lock files, changelogs, translations and pages for browsers are left out.
 */
public final class Mentions {

  private static final Pattern OPERATION =
      Pattern.compile(
          "(?i).*\\.(?:ya?ml|toml|cfg|ini|conf|json|sh|bash|service|timer|tf|hcl|env|mk|cron|tmpl|template|j2|ps1|sql)"
              + "|(?:.*/)?(?:(?:.*\\.)?(?:dockerfile|containerfile)(?:\\.[^/]*)?|makefile|justfile|procfile|jenkinsfile|caddyfile|crontab[^/]*|\\.env[^/]*|[^/]*requirements[^/]*\\.(?:txt|in)|pipfile|vagrantfile)"
              + "|(?:.*/)?(?:bin|scripts?|deploy|docker|ci|cron[^/]*)/[^/.]+|(?:.*/)?(?:docker-)?(?:entrypoint|start|run|release)|requirements/.*");
  private static final Pattern DOCUMENT = Pattern.compile("(?i).*\\.(?:md|rst|txt|adoc)");
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(?i)(?:.*/)?(?:node_modules|locales?|translations|static|vendor|fixtures|testdata)/.*|(?:.*/)?(?:.*\\.lock|package-lock\\.json|[^/]*(?:change(?:s|log)|history|news|release)[^/]*\\.(?:md|rst|txt)|licen[cs]e.*)");

  private final Project project;
  private final List<RepositoryFile> operation = new ArrayList<>();
  private final List<RepositoryFile> documents = new ArrayList<>();

  private Mentions(Project project) {
    this.project = project;
    for (RepositoryFile file : RepositoryFile.of(project)) {
      if (!LEFT_OUT.matcher(file.toString()).matches()) {
        if (OPERATION.matcher(file.toString()).matches()) {
          operation.add(file);
        } else if (DOCUMENT.matcher(file.name()).matches()) {
          documents.add(file);
        }
      }
    }
  }

  /** Those of a project. */
  public static Mentions of(Project project) {
    return project.knowledge(Mentions.class, Mentions::new);
  }

  /** Whether a name or a string of main code contains one of these texts. */
  public boolean areInCode(String... any) {
    return ProjectCode.of(project).mainModules().stream()
        .anyMatch((ModuleCode module) -> module.mentions(any));
  }

  /** Whether a pattern is found in what builds, configures and runs the project. */
  public boolean areInOperation(Pattern pattern) {
    return areIn(operation, pattern, file -> true);
  }

  /** The same, for the files that a test accepts. */
  public boolean areInOperation(Pattern pattern, Predicate<RepositoryFile> test) {
    return areIn(operation, pattern, test);
  }

  /** Whether a pattern is found in what people read about the project. */
  public boolean areInDocuments(Pattern pattern) {
    return areIn(documents, pattern, file -> true);
  }

  private static boolean areIn(
      List<RepositoryFile> files, Pattern pattern, Predicate<RepositoryFile> test) {
    return files.stream()
        .filter(test)
        .anyMatch(file -> file.text().filter(text -> pattern.matcher(text).find()).isPresent());
  }

  /** Whether the path of any file matches a pattern as a whole. */
  public boolean areInPaths(Pattern pattern) {
    return RepositoryFile.of(project).stream()
        .anyMatch(file -> pattern.matcher(file.toString()).matches());
  }
}
