package org.pyreview.project.files;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Place;

/**
 * A pip requirements file.
 *
 * @param requirements what it installs, in the order of the file
 * @param options lines that start with a dash
 */
public record RequirementsFile(List<Requirement> requirements, List<String> options) {

  private static final Pattern VCS_WITH_REVISION =
      Pattern.compile("(?:git|hg|svn|bzr)\\+.*/[^/]*@[^/#]+(?:#.*)?");
  private static final Pattern ARCHIVE_WITH_VERSION_OR_HASH =
      Pattern.compile(
          ".*(?:#.*\\b(?:sha(?:1|224|256|384|512)|md5)=|[-_/]v?\\d[^/]*\\.(?:whl|zip|tar\\.gz|tgz|tar\\.bz2)(?:#.*)?$).*");
  private static final Pattern REMOTE = Pattern.compile("(?:(?:git|hg|svn|bzr)\\+|https?://).*");

  /** Reads the text of a file; lines it doesn't understand are left out. */
  public static RequirementsFile parse(String text) {
    SyntaxNode file = new SyntaxNode(RequirementsGrammar.parser().parse(text));
    List<Requirement> requirements =
        file.descendants(RequirementsGrammar.REQUIREMENT, RequirementsGrammar.DIRECT_REFERENCE)
            .map(Requirement::of)
            .toList();
    List<String> options =
        file.descendants(RequirementsGrammar.OPTION_LINE).map(SyntaxNode::text).toList();
    return new RequirementsFile(requirements, options);
  }

  /** Files that the file's {@code -c} options name, as they are written. */
  public Stream<String> constraintFiles() {
    return files("(?:-c|--constraint)");
  }

  /** Files that the file's {@code -r} options name, as they are written. */
  public Stream<String> includedFiles() {
    return files("(?:-r|--requirement)");
  }

  /** What the file's {@code -e} options install. */
  public Stream<Requirement> editables() {
    return files("(?:-e|--editable)").flatMap(each -> parse(each).requirements().stream());
  }

  private Stream<String> files(String option) {
    return options.stream()
        .filter(each -> each.matches("(?s)" + option + "[ =].*"))
        .map(each -> each.replaceFirst("^" + option + "[ =]+", "").strip());
  }

  /** A name as package indexes compare it (PEP 503). */
  public static String normalized(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  /**
   * One thing to install.
   *
   * @param name as written; empty for a direct reference without a name
   * @param extras what it asks for beside it, as written
   * @param url a version control, archive or path reference
   * @param versions the clauses, such as {@code ==5.2.6}
   * @param place name, or the whole reference
   */
  public record Requirement(
      String name, List<String> extras, Optional<String> url, List<String> versions, Place place) {

    private static Requirement of(SyntaxNode node) {
      if (node.is(RequirementsGrammar.DIRECT_REFERENCE)) {
        String reference = node.text().strip().split("\\s|;", 2)[0];
        Place start = node.place();
        return new Requirement(
            "",
            List.of(),
            Optional.of(reference),
            List.of(),
            Place.inLine(start.line(), start.column(), reference.length()));
      }
      SyntaxNode name = node.first(RequirementsGrammar.NAME).orElseThrow();
      return new Requirement(
          name.text(),
          node.first(RequirementsGrammar.EXTRAS).map(Requirement::listed).orElse(List.of()),
          node.first(RequirementsGrammar.URL).map(SyntaxNode::text),
          node.descendants(RequirementsGrammar.VERSION_CLAUSE)
              .map(clause -> clause.text().replaceAll("[\\s\\\\]", ""))
              .toList(),
          name.place());
    }

    private static List<String> listed(SyntaxNode extras) {
      String inside = extras.text().replaceAll("[\\[\\]\\s]", "");
      return inside.isEmpty() ? List.of() : List.of(inside.split(","));
    }

    /** The name as package indexes compare it (PEP 503). */
    public String normalizedName() {
      return normalized(name);
    }

    /**
     * The normalised name of what it installs; of a reference without a name, the egg it states or
     * the last part of its path.
     */
    public String distribution() {
      if (!name.isEmpty()) {
        return normalizedName();
      }
      String reference = url.orElse("");
      return normalized(
          reference.contains("egg=")
              ? reference.replaceFirst(".*egg=", "").replaceFirst("[&\\[].*", "")
              : reference
                  .replaceFirst("[#?].*", "")
                  .replaceFirst("(?<=.)@[^/]*$", "")
                  .replaceFirst("/+$", "")
                  .replaceFirst(".*/", "")
                  .replaceFirst("(?:\\.git|\\.zip|\\.tar\\.gz|-\\d.*)$", ""));
    }

    /** What to call it in a message. */
    public String label() {
      return name.isEmpty() ? url.orElse("") : name;
    }

    /** Whether it comes from outside the repository. */
    public boolean isRemote() {
      return url.map(reference -> REMOTE.matcher(reference).matches()).orElse(true);
    }

    /** Whether every installation gets the same version. */
    public boolean isPinned() {
      if (url.isPresent()) {
        String reference = url.get();
        return VCS_WITH_REVISION.matcher(reference).matches()
            || ARCHIVE_WITH_VERSION_OR_HASH.matcher(reference).matches();
      }
      return versions.stream().anyMatch(clause -> clause.startsWith("==") && !clause.contains("*"));
    }
  }
}
