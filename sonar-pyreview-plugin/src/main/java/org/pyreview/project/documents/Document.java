package org.pyreview.project.documents;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.RepositoryParts;

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

  /** A documentation that is hosted somewhere, by the address or by what the link is called. */
  private static final Pattern PAGES =
      Pattern.compile(
          "(?i)https?://[^\\s)>\"']*(?:docs?\\.|/docs?\\b|documentation|/wiki\\b|readthedocs|rtfd\\.|github\\.io|gitbook|contribut|install|getting[-_]started|quick[-_]?start|/guides?\\b|develop(?:ment|er))"
              + "|\\[[^\\]]*(?:documentation|docs\\b|wiki|guide|install|contribut|develop)[^\\]]*\\]\\(https?://"
              + "|`[^`<]*(?:documentation|docs\\b|wiki|guide|install|contribut)[^`<]*<https?://");

  /** The README at the root of a project. */
  public static Optional<Document> readme(Project project) {
    return readme(project, "");
  }

  /**
   * The READMEs that people begin with: the one at the root, or else those of the parts of the
   * repository.
   */
  public static List<Document> readmes(Project project) {
    Optional<Document> root = readme(project);
    return root.isPresent()
        ? List.of(root.get())
        : RepositoryParts.of(project).all().stream()
            .filter(part -> !part.isExample())
            .flatMap(part -> readme(project, part.folder()).stream())
            .toList();
  }

  private static Optional<Document> readme(Project project, String folder) {
    return RepositoryFile.of(project).stream()
        .filter(file -> file.toString().startsWith(folder))
        .filter(
            file ->
                file.toString()
                    .substring(folder.length())
                    .matches("(?i)(?:docs/|\\.github/)?readme(?:\\.\\w+)?"))
        .filter(file -> README.matcher(file.name()).matches())
        .sorted(Comparator.comparingInt(file -> file.path().segments().size()))
        .flatMap(file -> file.text().map(text -> new Document(file, text)).stream())
        .findFirst();
  }

  /**
   * The READMEs, guides and pages of documentation that speak of the present, of all parts of the
   * repository but examples.
   */
  public static List<Document> guides(Project project) {
    RepositoryParts parts = RepositoryParts.of(project);
    return RepositoryFile.of(project).stream()
        .filter(file -> TEXT.matcher(file.name()).matches())
        .filter(file -> isGuide(file, parts.of(file.path())))
        .filter(file -> !file.toString().contains("{{"))
        // Its links are right where the file itself lies.
        .filter(file -> !file.isSymbolicLink())
        .flatMap(file -> file.text().map(text -> new Document(file, text)).stream())
        .toList();
  }

  private static boolean isGuide(RepositoryFile file, RepositoryPart part) {
    String path = file.toString();
    String inPart = path.substring(part.folder().length()).replaceFirst("^\\.git(?:hub|lab)/", "");
    return !part.isExample()
        && (GUIDE.matcher(path).matches() || GUIDE.matcher(inPart).matches())
        && !ASIDE.matcher(path).matches();
  }

  /** Whether it sends its readers to a page outside of the repository to read on. */
  public boolean hasPagesElsewhere() {
    return PAGES.matcher(text).find();
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
