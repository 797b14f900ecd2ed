package org.pyreview.project.packages;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.files.RequirementsFile;

/** The packages that commands install by their names, rather than from a manifest. */
final class CommandInstalls {

  private static final Pattern IMAGE =
      Pattern.compile("(?:.*/)?(?:(?:[^/]*\\.)?(?:Dockerfile|Containerfile)|Dockerfile[.-][^/]*)");
  private static final Pattern STEPS =
      Pattern.compile(
          "(?i)\\.github/(?:workflows|actions)/.*\\.ya?ml|\\.gitlab-ci\\.yml|\\.circleci/config\\.yml|\\.travis\\.yml|azure-pipelines[^/]*\\.ya?ml"
              + "|(?:.*/)?(?:Makefile|justfile|Taskfile\\.ya?ml|tox\\.ini|[^/]+\\.sh)");
  private static final Pattern INSTALL =
      Pattern.compile("\\bpip[\\d.]*\\s+install\\s+((?:\\\\\\r?\\n|[^\\n;&|#])+)");
  private static final Pattern TAKES_A_VALUE =
      Pattern.compile(
          "-[rcetif]|--(?:requirement|constraint|editable|target|index-url|extra-index-url|find-links|prefix|root)");
  private static final Pattern PACKAGE =
      Pattern.compile("[\"']?([A-Za-z][\\w.-]*)(?:\\[[^\\]]*\\])?(?:[=<>~!].*)?[\"']?");

  private record Installer(String text, boolean isForAll, Set<String> names) {}

  private final List<Installer> installers = new ArrayList<>();

  private CommandInstalls(Project project) {
    for (RepositoryFile file : RepositoryFile.of(project)) {
      boolean isImage = IMAGE.matcher(file.toString()).matches();
      if (isImage || STEPS.matcher(file.toString()).matches()) {
        file.text()
            .ifPresent(
                text -> {
                  Set<String> names = names(text);
                  if (!names.isEmpty()) {
                    installers.add(new Installer(text, isImage, names));
                  }
                });
      }
    }
  }

  /** Those of a project; read once. */
  static CommandInstalls of(Project project) {
    return project.knowledge(CommandInstalls.class, CommandInstalls::new);
  }

  private static Set<String> names(String text) {
    Set<String> names = new HashSet<>();
    Matcher install = INSTALL.matcher(text);
    while (install.find()) {
      String before = "";
      for (String word : install.group(1).replaceAll("\\\\\\r?\\n", " ").strip().split("\\s+")) {
        Matcher named = PACKAGE.matcher(word);
        if (!TAKES_A_VALUE.matcher(before).matches() && named.matches()) {
          names.add(RequirementsFile.normalized(named.group(1)));
        }
        before = word;
      }
    }
    return names;
  }

  /**
   * The normalised names of what is there for a file, too: what an image installs, and what the
   * steps of a workflow install that run it.
   */
  Set<String> namesFor(ProjectFile file) {
    Set<String> names = new HashSet<>();
    installers.stream()
        .filter(each -> each.isForAll() || each.text().contains(file.name()))
        .forEach(each -> names.addAll(each.names()));
    return names;
  }
}
