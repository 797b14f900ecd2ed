package org.pyreview.project.documents;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.project.Completeness;
import org.pyreview.project.GitIgnore;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file or a target of make that a document tells its readers to open or to run, and that isn't
 * there.
 *
 * @param what the file or target
 * @param kind what it is, for a message
 * @param instead what it is called now, if that can be told
 */
public record BrokenReference(
    Document document, Place place, String what, String kind, Optional<String> instead) {

  private static final Pattern LINK =
      Pattern.compile(
          "(?<!`)!?\\[[^\\]\\n]*\\]\\(<?([^)\\s>#?]+)(?:[#?][^)\\s>]*)?>?(?:\\s+\"[^\"]*\")?\\)");

  /** Commands whose argument is a file of the project. */
  private static final Logger LOG = LoggerFactory.getLogger(BrokenReference.class);

  private static final List<Pattern> FILES =
      List.of(
          Pattern.compile(
              "\\bpip[\\d.]* install (?:[^\\n`]*? )?(?:-r|--requirement)[ =]((?!https?:)[\\w./-]+)"),
          Pattern.compile("(?:^|[\\s`$])python[\\d.]* ((?:[\\w-]++/){1,40}[\\w-]+\\.py)\\b"),
          Pattern.compile("(?:^|[\\s`$])(?:bash |sh )?\\./((?:[\\w.-]++/){0,40}[\\w.-]+\\.sh)\\b"),
          Pattern.compile("\\bdocker[ -]compose (?:[^\\n`]*? )?-f[ =]?([\\w./-]+\\.ya?ml)"),
          Pattern.compile("--env-file[ =]([\\w./-]+)"),
          Pattern.compile(
              "\\bcp (?:-\\w+ )*([\\w./-]*\\.?env[\\w.-]*|[\\w./-]+\\.env[\\w.-]*) [\\w./-]*\\.env\\b"));

  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?i)(?:^|/)(?:path/to/|(?:your|my|some)[-_])|\\.{3}");
  private static final Pattern OWN_STEPS =
      Pattern.compile("(?i)readme|contribut|install|deploy|develop|setup|start|hacking|running");
  private static final Pattern MAKE =
      Pattern.compile("(?:^\\s*\\$? ?|`|&& )make ([a-z][\\w.-]*)(?=\\s|`|$)");
  private static final Pattern SUBMODULE = Pattern.compile("(?m)^\\s*path\\s*=\\s*(.+)$");
  private static final Pattern WORKFLOW =
      Pattern.compile(
          "\\.github/workflows/[^/]+\\.ya?ml|\\.gitlab-ci\\.yml|\\.circleci/config\\.yml");
  private static final Pattern TARGET = Pattern.compile("(?m)^([\\w./%-][\\w ./%-]*?)\\s*::?(?!=)");

  /** A link says how to get to a file from its document; a command says it from the root. */
  private BrokenReference asLink() {
    Path from = Path.of("/" + document.file()).getParent();
    return new BrokenReference(
        document,
        place,
        what,
        kind,
        instead.map(path -> from.relativize(Path.of("/" + path)).toString().replace('\\', '/')));
  }

  /** Whether the repository's root has what the document seeks beside itself. */
  public boolean isFromRoot() {
    String path = Path.of("/" + what).normalize().toString().substring(1).replace('\\', '/');
    return !document.file().isAtRoot()
        && RepositoryFile.of(document.file().project()).stream()
            .anyMatch(each -> each.toString().equals(path));
  }

  /** Those of a project's documents, one for each line. */
  public static List<BrokenReference> of(Project project) {
    return new Search(project).run();
  }

  private static final class Search {
    private final List<Document> documents;
    private final Set<String> paths;
    private final Set<String> folders = new HashSet<>();
    private final Project project;
    private final Map<String, Optional<Set<String>>> targetsByFolder = new HashMap<>();
    private final GitIgnore ignored;
    private final Set<String> ownNames;
    private final SiteGenerator site;
    private final Set<String> submodules = new HashSet<>();
    private final List<BrokenReference> found = new ArrayList<>();
    private final Map<String, LinksBelow> links = new TreeMap<>();

    Search(Project project) {
      this.project = project;
      documents = Document.guides(project);
      paths =
          RepositoryFile.of(project).stream()
              .map(RepositoryFile::toString)
              .collect(Collectors.toSet());
      for (String path : paths) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
          folders.add(path.substring(0, slash));
        }
      }
      ignored = GitIgnore.of(project);
      ownNames = ForeignPlace.ownNames(project);
      site = new SiteGenerator(project);
      Matcher submodule = SUBMODULE.matcher(project.text(".gitmodules").orElse(""));
      while (submodule.find()) {
        submodules.add(submodule.group(1).strip());
      }
    }

    /** Those of the Makefile in a folder; empty if there is none. */
    private Optional<Set<String>> targetsIn(String folder) {
      return targetsByFolder.computeIfAbsent(
          folder, key -> project.text(key + "Makefile").map(Search::targets));
    }

    /** What readers of a document may stand in: its folder, and those around it. */
    private static List<String> foldersOf(Document document) {
      List<String> around = new ArrayList<>();
      String path = document.file().toString();
      for (int slash = path.lastIndexOf('/');
          slash >= 0;
          slash = path.lastIndexOf('/', slash - 1)) {
        around.add(path.substring(0, slash + 1));
      }
      around.add("");
      return around;
    }

    /** Whether a Makefile takes targets from others, or makes them of patterns. */
    private boolean isOpen(String folder) {
      return project.text(folder + "Makefile").filter(text -> text.contains("include ")).isPresent()
          || targetsIn(folder).stream()
              .flatMap(Set::stream)
              .anyMatch(target -> target.contains("%"));
    }

    private static Set<String> targets(String makefile) {
      Set<String> names = new HashSet<>();
      Matcher target = TARGET.matcher(makefile);
      while (target.find()) {
        names.addAll(List.of(target.group(1).split("\\s+")));
      }
      return names;
    }

    List<BrokenReference> run() {
      documents.forEach(this::read);
      links.values().stream()
          .filter(LinksBelow::areUnderstood)
          .forEach(each -> found.addAll(each.broken));
      return found;
    }

    /**
     * The links of the documents below a folder. Generators of sites have roots of their own for
     * them: where many lead nowhere, it is the root that isn't known.
     */
    private static final class LinksBelow {
      private static final int FEW = 5;
      private final String folder;
      private final List<BrokenReference> broken = new ArrayList<>();
      private Completeness known = Completeness.of("links");

      LinksBelow(String folder) {
        this.folder = folder;
      }

      boolean areUnderstood() {
        boolean understood = known.suffices() || broken.size() <= FEW;
        if (!understood) {
          LOG.info(
              "Links in documents below {} are not reviewed: {} of {} can't be followed",
              folder.isEmpty() ? "the root" : folder,
              known.unresolved(),
              known.unresolved() + known.resolved());
        }
        return understood;
      }
    }

    private void read(Document document) {
      List<String> lines = document.text().lines().toList();
      boolean isCode = false;
      ForeignPlace place = new ForeignPlace(ownNames, folders);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        isCode ^= line.strip().startsWith("```");
        place.read(line);
        int before = found.size();
        if (!isCode) {
          links(document, line, i + 1);
        }
        if (found.size() == before && !place.isEntered()) {
          files(document, line, i + 1, place);
        }
        boolean isIndented = line.startsWith("    ") || line.startsWith("\t");
        if (found.size() == before
            && !place.isEntered()
            && (isCode || isIndented || line.contains("`make "))) {
          target(document, line, i + 1);
        }
      }
    }

    private void links(Document document, String line, int number) {
      Matcher link = LINK.matcher(line);
      while (link.find()) {
        String path = decoded(link.group(1));
        boolean isRelative =
            !path.matches("(?i)[a-z][a-z0-9+.-]*:.*|/.*|.*[{}<>$*].*|.*\\.html?$")
                && !PLACEHOLDER.matcher(path).find()
                && path.matches(".*\\.[A-Za-z]\\w{0,7}");
        if (isRelative) {
          RelativePath.resolve(document.file(), path)
              .ifPresent(each -> link(document, number, link.start(1), path, each));
        }
      }
    }

    private static String decoded(String link) {
      try {
        return URLDecoder.decode(link.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        // A percent sign that encodes nothing stands for itself.
        return link;
      }
    }

    private void link(Document document, int line, int column, String written, String path) {
      if (!exists(path) && (site.resolves(document, written) || isMadeByWorkflow(path))) {
        return;
      }
      LinksBelow below =
          links.computeIfAbsent(topFolder(document.file().toString()), LinksBelow::new);
      below.known = below.known.with(exists(path));
      if (!exists(path)) {
        below.broken.add(reference(document, line, column, written, "file", path).asLink());
      }
    }

    private static String topFolder(String path) {
      return path.substring(0, path.indexOf('/') + 1);
    }

    /** {@code - bash ./setup.sh} in a list shows what readers may write into files of theirs. */
    private static boolean isConfiguration(String line) {
      return line.matches("(?:\\s{4,}|\\t+)- .*");
    }

    private void files(Document document, String line, int number, ForeignPlace place) {
      for (Pattern pattern : FILES) {
        Matcher file = pattern.matcher(line);
        while (file.find()) {
          String path = file.group(1).replaceFirst("^\\./", "");
          boolean isKnown = existsAnywhere(path) || exists(path);
          if (!isKnown
              && !place.isMadeByReader(path)
              && !(path.endsWith(".sh") && place.isLinkedTo())
              && !isConfiguration(line)
              && !isOfOtherTool(document, path)
              && !isMadeByWorkflow(path)
              && !path.startsWith("/")
              && !path.startsWith("..")
              && !path.contains("path/to")) {
            add(document, number, file.start(1), file.group(1), "file", path);
          }
        }
      }
    }

    /**
     * A script without a folder, in a page that doesn't tell how to set up the project: pages about
     * other tools tell how these are run.
     */
    private static boolean isOfOtherTool(Document document, String path) {
      return path.endsWith(".sh")
          && !path.contains("/")
          && document.file().toString().contains("/")
          && !OWN_STEPS.matcher(document.file().toString()).find();
    }

    /** A workflow of CI may build the file for a release. */
    private boolean isMadeByWorkflow(String path) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      return RepositoryFile.of(project, each -> WORKFLOW.matcher(each.toString()).matches())
          .stream()
          .anyMatch(file -> file.text().filter(text -> text.contains(name)).isPresent());
    }

    private boolean exists(String path) {
      return paths.contains(path)
          || folders.contains(path)
          || ignored.ignoresFile(path)
          || submodules.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }

    /** Readers may stand in a folder of the project, or in the one around it. */
    private boolean existsAnywhere(String path) {
      String tail = "/" + path;
      String inner = path.substring(path.indexOf('/') + 1);
      return paths.stream().anyMatch(each -> each.endsWith(tail))
          || (path.contains("/") && paths.contains(inner));
    }

    private void add(
        Document document, int line, int column, String written, String kind, String path) {
      found.add(reference(document, line, column, written, kind, path));
    }

    private BrokenReference reference(
        Document document, int line, int column, String written, String kind, String path) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      List<String> namesakes =
          paths.stream().filter(each -> each.endsWith("/" + name) || each.equals(name)).toList();
      return new BrokenReference(
          document,
          Place.inLine(line, column, written.length()),
          written,
          kind,
          namesakes.size() == 1 ? Optional.of(namesakes.get(0)) : Optional.empty());
    }

    private boolean isTargetElsewhere(String name) {
      return folders.stream()
          .map(folder -> folder + "/")
          .filter(folder -> paths.contains(folder + "Makefile"))
          .anyMatch(folder -> targetsIn(folder).filter(each -> each.contains(name)).isPresent());
    }

    private void target(Document document, String line, int number) {
      List<String> around = foldersOf(document);
      boolean hasOwn = targetsIn(around.get(0)).isPresent();
      if (!hasOwn || around.stream().anyMatch(this::isOpen)) {
        return;
      }
      Matcher make = MAKE.matcher(line);
      while (make.find()) {
        String name = make.group(1);
        boolean isKnown =
            around.stream()
                    .anyMatch(each -> targetsIn(each).filter(all -> all.contains(name)).isPresent())
                || (line.contains("cd ") && isTargetElsewhere(name));
        if (!isKnown && !line.matches(".*\\bmake (?:sure|the|it|an?|your?)\\b.*")) {
          found.add(
              new BrokenReference(
                  document,
                  Place.inLine(number, make.start(1), name.length()),
                  name,
                  "target of the Makefile",
                  Optional.empty()));
        }
      }
    }
  }
}
