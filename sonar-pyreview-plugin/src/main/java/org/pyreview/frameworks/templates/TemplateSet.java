package org.pyreview.frameworks.templates;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/** The templates of a project, by the names they are used under. */
public final class TemplateSet {

  private static final Set<String> REFERRING = Set.of("extends", "include", "import", "from");

  /** Django and its packages look for these names themselves. */
  private static final Pattern BY_CONVENTION =
      Pattern.compile(
          "(?:.*/)?(?:registration|admin|account|socialaccount|security|flask_user|templatetags|widgets)/.*"
              + "|.*_(?:form|list|detail|confirm_delete|archive\\w*)\\.\\w+|(?:.*/)?\\d{3}\\.html");

  private final Map<ProjectFile, Optional<TemplateFile>> parsed = new HashMap<>();
  private final Map<String, ProjectFile> byName = new HashMap<>();
  private final List<ProjectFile> files = new ArrayList<>();
  private Set<String> shown;

  private TemplateSet(Collection<ProjectFile> all) {
    List<ProjectFile> named = all.stream().filter(TemplateFile::mayBeNamed).toList();
    named.stream().filter(TemplateFile::isTemplate).forEach(files::add);
    named.forEach(file -> byName.putIfAbsent(TemplateFile.nameOf(file), file));
    named.forEach(file -> namesOf(file).forEach(name -> byName.putIfAbsent(name, file)));
  }

  /** The project's templates, collected once. */
  public static TemplateSet of(Project project) {
    return project.knowledge(TemplateSet.class, all -> new TemplateSet(all.files()));
  }

  /** The template files, whether they can be read or not. */
  public List<ProjectFile> files() {
    return files;
  }

  /** The template in a file; empty if it can't be read. */
  public Optional<TemplateFile> template(ProjectFile file) {
    return parsed.computeIfAbsent(file, TemplateFile::of);
  }

  /** The template with a name. */
  public Optional<TemplateFile> named(String name) {
    return Optional.ofNullable(byName.get(name)).flatMap(this::template);
  }

  /** The template and those it extends, nearest first. */
  public List<TemplateFile> withAncestors(TemplateFile template) {
    List<TemplateFile> chain = new ArrayList<>();
    Set<TemplateFile> seen = new HashSet<>();
    Optional<TemplateFile> next = Optional.of(template);
    while (next.isPresent() && seen.add(next.get())) {
      chain.add(next.get());
      next = next.get().parent().flatMap(this::named);
    }
    return chain;
  }

  /** The templates that extend this one directly. */
  public Stream<TemplateFile> childrenOf(TemplateFile template) {
    return files.stream()
        .flatMap(file -> template(file).stream())
        .filter(other -> other.parent().flatMap(this::named).filter(template::equals).isPresent());
  }

  /**
   * Whether something shows a template: code, another template, or a framework that knows it by its
   * name.
   *
   * @param isNamed whether code has a text with a name
   */
  public boolean isUsed(TemplateFile template, Predicate<String> isNamed) {
    if (shown == null) {
      shown = new HashSet<>();
      files.stream()
          .flatMap(file -> template(file).stream())
          .flatMap(TemplateFile::constructs)
          .filter(each -> REFERRING.contains(each.name()))
          .forEach(each -> each.quotedArgument().ifPresent(shown::add));
    }
    return BY_CONVENTION.matcher(template.file().toString()).matches()
        || namesOf(template.file()).anyMatch(name -> isNamed.test(name) || shown.contains(name));
  }

  /** Every suffix of a template's path is a name it may be found under. */
  private static Stream<String> namesOf(ProjectFile file) {
    List<String> segments = file.path().segments();
    return Stream.iterate(0, i -> i < segments.size(), i -> i + 1)
        .map(i -> String.join("/", segments.subList(i, segments.size())));
  }
}
