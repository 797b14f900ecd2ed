package org.pyreview.project.documents;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;

/** A text that tells people how to work with the project. */
public record Document(RepositoryFile file, String text) {

  private static final Pattern README = Pattern.compile("(?i)readme(?:\\.(?:md|rst|txt|adoc))?");
  private static final Pattern GUIDE =
      Pattern.compile(
          "(?i)(?:(?:readme|contributing|install(?:ation)?|deploy(?:ment)?|development|hacking)[^/]*|docs?/.*)");
  private static final Pattern TEXT =
      Pattern.compile("(?i)(?:.*\\.(?:md|markdown|rst|txt|adoc)|[^.]+)");

  /** Tells the past, or another project. */
  private static final Pattern ASIDE =
      Pattern.compile(
          "(?i)(?:.*/)?(?:[^/]*(?:change|release|history|news|upgrad|migrat|tutorial|example|archive|adr|rfc)[^/]*)(?:/.*)?");

  private static final Pattern LINK =
      Pattern.compile(
          "\\]\\(([^)\\s#?]+)[^)]*\\)|`[^`<]*<([^>\\s#?]+)[^>]*>`|\\b((?:docs?/)?[A-Z]{5,}(?:\\.(?:md|rst|txt))?)\\b");

  /** The README at the root of a project. */
  public static Optional<Document> readme(Project project) {
    return RepositoryFile.of(project).stream()
        .filter(
            file ->
                file.isAtRoot() || file.toString().matches("(?i)(?:docs|\\.github)/readme\\.\\w+"))
        .filter(file -> README.matcher(file.name()).matches())
        .sorted((one, other) -> Boolean.compare(other.isAtRoot(), one.isAtRoot()))
        .flatMap(file -> file.text().map(text -> new Document(file, text)).stream())
        .findFirst();
  }

  /** The READMEs, guides and pages of documentation that speak of the present. */
  public static List<Document> guides(Project project) {
    return RepositoryFile.of(project).stream()
        .filter(file -> GUIDE.matcher(file.toString()).matches())
        .filter(file -> TEXT.matcher(file.name()).matches())
        .filter(file -> !ASIDE.matcher(file.toString()).matches())
        .filter(file -> !file.toString().contains("{{"))
        .flatMap(file -> file.text().map(text -> new Document(file, text)).stream())
        .toList();
  }

  /** The project's documents that it links to. */
  public Stream<Document> linked() {
    Set<String> paths = new HashSet<>();
    Matcher link = LINK.matcher(text);
    while (link.find()) {
      Stream.of(1, 2, 3)
          .map(link::group)
          .filter(path -> path != null && !path.contains("://"))
          .flatMap(path -> RelativePath.resolve(file, path).stream())
          .forEach(paths::add);
    }
    return RepositoryFile.of(file.project()).stream()
        .filter(
            each ->
                paths.contains(each.toString())
                    || paths.contains(each.toString().replaceFirst("\\.\\w+$", ""))
                    || paths.stream()
                        .anyMatch(
                            path ->
                                each.toString()
                                    .matches(Pattern.quote(path) + "/(?i:readme|index)\\.\\w+")))
        .filter(each -> TEXT.matcher(each.name()).matches())
        .flatMap(each -> each.text().map(content -> new Document(each, content)).stream());
  }
}
