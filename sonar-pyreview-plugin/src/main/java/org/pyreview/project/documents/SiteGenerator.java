package org.pyreview.project.documents;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.project.Project;

/** What the generator of a documentation's site adds to the files of the repository. */
final class SiteGenerator {

  private static final Pattern CODE_NAME = Pattern.compile("[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)+");
  private static final Pattern PAGE = Pattern.compile("(?i).*\\.(?:md|markdown|rst|ipynb)");
  private static final Pattern FILE =
      Pattern.compile(
          "(?i).*\\.(?:md|markdown|rst|txt|adoc|ipynb|png|jpe?g|gif|svg|webp|pdf|docx?|xlsx?|csv|zip|sh|py|json|ya?ml|toml|ini|cfg|conf|env|sql|lock|js|ts|css)");
  private static final Pattern PAGE_OR_PICTURE =
      Pattern.compile("(?i).*\\.(?:md|markdown|rst|txt|ipynb|png|jpe?g|gif|svg|webp|pdf)");

  /** What a site has besides its pages: indexes, and each page again for other readers. */
  private static final Pattern BESIDE_PAGES =
      Pattern.compile(
          "(?i)(?:.*/)?(?:llms(?:-full)?\\.txt|objects\\.inv|sitemap\\.xml|robots\\.txt|feed\\.xml|rss\\.xml)|.*\\.html\\.(?:md|txt)");

  private static final Pattern SPHINX_PAGES =
      Pattern.compile(
          "\\b(?:autosummary|autoapi|autodoc2|apidoc|sphinx_gallery|sphinxcontrib_django2?)\\b");
  private static final Pattern MKDOCS_PAGES =
      Pattern.compile(
          "(?m)gen-files|^\\s*hooks:|awesome-pages|autoapi|api-autonav|monorepo|multirepo");

  private final Project project;
  private final Map<String, Boolean> found = new HashMap<>();

  SiteGenerator(Project project) {
    this.project = project;
  }

  /**
   * Whether a link leads to no file of the repository: to a name of code, that MyST and Sphinx look
   * up, or to what the generator writes.
   *
   * @param target as it is written
   */
  boolean resolves(Document document, String target) {
    return isCodeName(document, target)
        || (isSite(document) && BESIDE_PAGES.matcher(target).matches())
        || (PAGE.matcher(target).matches() && writesPages(document));
  }

  private boolean isCodeName(Document document, String target) {
    Pattern files = isConfigured(document, "conf.py", "myst") ? PAGE_OR_PICTURE : FILE;
    return CODE_NAME.matcher(target).matches() && !files.matcher(target).matches();
  }

  private boolean isSite(Document document) {
    return isConfigured(document, "conf.py", "") || isConfigured(document, "mkdocs.yml", "");
  }

  private boolean writesPages(Document document) {
    return isConfigured(document, "conf.py", SPHINX_PAGES.pattern())
        || isConfigured(document, "mkdocs.yml", MKDOCS_PAGES.pattern());
  }

  /** Whether a file with something in it stands in the folder of a document, or above it. */
  private boolean isConfigured(Document document, String name, String content) {
    String path = document.file().toString();
    return found.computeIfAbsent(
        path.substring(0, path.lastIndexOf('/') + 1) + name + " " + content,
        key -> {
          Pattern wanted = Pattern.compile(content);
          String folder = path.substring(0, path.lastIndexOf('/') + 1);
          while (true) {
            Optional<String> text = project.text(folder + name);
            if (text.filter(each -> wanted.matcher(each).find()).isPresent()) {
              return true;
            }
            if (folder.isEmpty()) {
              return false;
            }
            folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
          }
        });
  }
}
