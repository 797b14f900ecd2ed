package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;

/** The paths that the builds of front ends are fixed to, whatever the server's routes are. */
public final class FrontEndPaths {

  private static final Map<Pattern, Pattern> SETTINGS =
      Map.of(
          Pattern.compile("angular\\.json"),
          Pattern.compile("\"(?:baseHref|deployUrl)\"\\s*:\\s*\"(/[^\"]+)\""),
          Pattern.compile("vite\\.config\\.\\w+"),
          Pattern.compile("\\bbase\\s*:\\s*[\"'](/[^\"']+)[\"']"),
          Pattern.compile("(?:vue|next)\\.config\\.\\w+"),
          Pattern.compile("\\b(?:publicPath|basePath)\\s*:\\s*[\"'](/[^\"']+)[\"']"));

  private final List<String> paths = new ArrayList<>();

  private FrontEndPaths(Project project) {
    project.files().forEach(this::read);
  }

  public static FrontEndPaths of(Project project) {
    return project.knowledge(FrontEndPaths.class, FrontEndPaths::new);
  }

  private void read(ProjectFile file) {
    SETTINGS.forEach(
        (name, setting) -> {
          if (name.matcher(file.name()).matches() && !file.path().isTest()) {
            file.text().stream()
                .flatMap(text -> setting.matcher(text).results())
                .forEach(found -> paths.add(found.group(1)));
          }
        });
  }

  /** Whether a URL leads to a front end that is built for that path. */
  public boolean contain(WrittenUrl url) {
    String fixed = "/" + url.path().split(String.valueOf(Expr.Format.HOLE), 2)[0];
    return fixed.length() > 1
        && fixed.endsWith("/")
        && paths.stream().anyMatch(path -> (path + "/").startsWith(fixed));
  }
}
