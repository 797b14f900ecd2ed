package org.pyreview.frameworks.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.CommittedFiles;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.python.CodeRole;
import org.pyreview.python.ModulePath;

/**
 * Committed files that a running application writes.
 *
 * @param kind what they are, for a message
 * @param files the files
 */
public record RuntimeData(String kind, CommittedFiles files) {

  private static final Pattern LOG =
      Pattern.compile("(?:^|/)(?:[^/]+\\.log(?:\\.\\d+)?|nohup\\.out)$");
  private static final Pattern DATABASE =
      Pattern.compile(
          "(?:^|/)[^/]+\\.(?:sqlite3?|db)(?:-(?:journal|wal|shm))?$|(?:^|/)celerybeat-schedule[^/]*$");
  private static final Pattern DUMP =
      Pattern.compile(
          "(?:^|/)(?:dump\\.rdb|[^/]+\\.(?:dump|sql\\.gz)|[^/]*(?i:sql|db|database|dump|backup)[^/]*\\.bak)$");
  private static final Pattern SAMPLE =
      Pattern.compile("(?i).*(?:sample|example|demo|seed|fixture|initial).*");
  private static final Set<String> LEFT_OUT =
      Set.of(
          "tests",
          "test",
          "fixtures",
          "testdata",
          "docs",
          "doc",
          "examples",
          "example",
          "templates",
          "static",
          "sample_data",
          "sample-data",
          "samples",
          "demo",
          "migrations",
          "node_modules");
  private static final Pattern KEPT =
      Pattern.compile("(?i)(?:\\..*|readme.*|default.*|placeholder.*|no[-_]?image.*)");
  private static final Set<String> UPLOADS =
      Set.of("MEDIA_ROOT", "UPLOAD_FOLDER", "UPLOADED_FILES_DEST");
  private static final byte[] SQLITE = {'S', 'Q', 'L', 'i', 't', 'e'};

  /** What a project has committed of this, by kind. */
  public static List<RuntimeData> of(Project project) {
    CommittedFiles all =
        CommittedFiles.of(project)
            .where(path -> !ModulePath.of(path).isBelow(LEFT_OUT))
            .where(path -> !SAMPLE.matcher(path).matches())
            .where(path -> CodeRole.of(ModulePath.of(path)) != CodeRole.TEST)
            .where(path -> !isNamedInCode(path, project));
    List<RuntimeData> found = new ArrayList<>();
    found.add(new RuntimeData("log files", all.matching(LOG)));
    found.add(
        new RuntimeData(
            "databases", all.matching(DATABASE).where(path -> isDatabase(path, project))));
    found.add(new RuntimeData("dumps of databases", all.matching(DUMP)));
    List<String> folders = uploadFolders(project);
    found.add(
        new RuntimeData(
            "uploaded files",
            all.where(
                path ->
                    folders.stream().anyMatch(path::startsWith)
                        && !KEPT.matcher(ModulePath.of(path).fileName()).matches())));
    return found.stream().filter(each -> !each.files().isEmpty()).toList();
  }

  private static boolean isDatabase(String path, Project project) {
    return !path.endsWith(".db") || project.committedBeginsWith(path, SQLITE);
  }

  /** An asset that code, the image or CI opens by its name. */
  private static boolean isNamedInCode(String path, Project project) {
    String name = ModulePath.of(path).fileName();
    boolean isSettingsDatabase = name.matches("(?:db|database)\\.sqlite3?");
    boolean isCandidate =
        LOG.matcher(path).find() || DATABASE.matcher(path).find() || DUMP.matcher(path).find();
    return isCandidate
        && !isSettingsDatabase
        && !LOG.matcher(path).find()
        && (ProjectCode.of(project).mainModules().stream().anyMatch(module -> module.mentions(name))
            || project.files().stream()
                .filter(file -> file.name().matches("(?i).*dockerfile.*|.*\\.ya?ml|makefile"))
                .flatMap(file -> file.text().stream())
                .anyMatch(text -> text.contains(name)));
  }

  /** The folders of uploads below the project's root, with a slash at their ends. */
  private static List<String> uploadFolders(Project project) {
    List<String> folders = new ArrayList<>();
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      UPLOADS.forEach(
          name ->
              module
                  .onlyAssignment(name)
                  .flatMap(RuntimeData::lastText)
                  .filter(folder -> !folder.startsWith("/") && !folder.isBlank())
                  .ifPresent(folder -> folders.add(folder.replaceFirst("/*$", "/"))));
    }
    return folders;
  }

  private static Optional<String> lastText(Expr value) {
    return value
        .all()
        .filter(Expr.Text.class::isInstance)
        .map(each -> ((Expr.Text) each).value())
        .reduce((first, second) -> second);
  }
}
