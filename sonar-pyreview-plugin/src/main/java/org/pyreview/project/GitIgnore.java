package org.pyreview.project;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * The .gitignore at the project's root.
 *
 * @param file where it is; empty if the project has none
 */
public record GitIgnore(Optional<ProjectFile> file, IgnoreNode rules) {

  private static final String NAME = ".gitignore";

  /** The one of a project. */
  public static GitIgnore of(Project project) {
    return project.knowledge(GitIgnore.class, GitIgnore::read);
  }

  private static GitIgnore read(Project project) {
    Optional<ProjectFile> file = project.file(NAME);
    IgnoreNode rules = new IgnoreNode();
    file.flatMap(ProjectFile::text)
        .ifPresent(
            text -> {
              try {
                rules.parse(NAME, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
              } catch (IOException e) {
                throw new IllegalStateException("Reading from memory failed", e);
              }
            });
    return new GitIgnore(file, rules);
  }

  /** Whether git leaves a folder at this path alone. */
  public boolean ignoresFolder(String path) {
    return Boolean.TRUE.equals(rules.checkIgnored(path, true));
  }

  /** Whether git leaves a file at this path alone. */
  public boolean ignoresFile(String path) {
    return Boolean.TRUE.equals(rules.checkIgnored(path, false));
  }
}
