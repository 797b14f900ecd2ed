package org.pyreview.frameworks.environment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.python.CodeRole;

/**
 * A variable without which the project doesn't start, and which its template for the environment
 * doesn't know.
 *
 * @param template the template beside the code, above it, or in a folder for deployment there
 */
public record UndocumentedVariable(
    ProjectFile file, Place place, String name, RepositoryFile template) {

  private static final Pattern TEMPLATE =
      Pattern.compile(
          "(?i)\\.?env\\.(?:example|sample|template|dist)|(?:example|sample|template)\\.env|\\.env_(?:example|sample)");
  private static final Pattern FOR_DEPLOYMENT =
      Pattern.compile("(?<![^/])(?:docker|conf|config|deploy|deployment)/$");
  private static final Set<String> OF_THE_PLATFORM =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "PORT",
          "PWD",
          "HOSTNAME",
          "TMPDIR",
          "LANG",
          "DYNO",
          "CI",
          "VIRTUAL_ENV");

  /** Those of a project, each name once, however often and wherever it is read. */
  public static List<UndocumentedVariable> of(Project project) {
    List<RepositoryFile> templates =
        RepositoryFile.of(project, path -> TEMPLATE.matcher(path.fileName()).matches());
    List<UndocumentedVariable> found = new ArrayList<>();
    if (templates.isEmpty()) {
      return found;
    }
    Set<String> seen = new HashSet<>();
    Mentions mentions = Mentions.of(project);
    ProjectCode code = ProjectCode.of(project);
    for (ModuleCode module : code.mainModules()) {
      String path = module.file().toString();
      List<RepositoryFile> near =
          templates.stream().filter(template -> path.startsWith(folder(template))).toList();
      boolean mayNeed =
          !near.isEmpty()
              && !DevelopmentPath.of(module.file().path()).isDevelopment()
              // What an old revision asked for when it was written starts no server today.
              && CodeRole.of(module.file().path()) != CodeRole.MIGRATION
              && !module.file().path().isBelow(Set.of("management", "scripts", "bin"));
      if (mayNeed) {
        for (RequiredVariables.Read read : RequiredVariables.in(module, code)) {
          Pattern word = Pattern.compile("(?i)\\b" + Pattern.quote(read.name()) + "\\b");
          boolean isKnown =
              OF_THE_PLATFORM.contains(read.name())
                  || near.stream()
                      .anyMatch(
                          each -> each.text().filter(text -> word.matcher(text).find()).isPresent())
                  || mentions.areInOperation(word)
                  || mentions.areInDocuments(word);
          if (!isKnown && seen.add(read.name().toUpperCase(Locale.ROOT))) {
            found.add(
                new UndocumentedVariable(module.file(), read.place(), read.name(), near.get(0)));
          }
        }
      }
    }
    return found;
  }

  /**
   * Where the code is that a template is for: one in a folder for deployment is for all beside it.
   */
  private static String folder(RepositoryFile file) {
    String own = file.toString().substring(0, file.toString().length() - file.name().length());
    return FOR_DEPLOYMENT.matcher(own).replaceFirst("");
  }
}
