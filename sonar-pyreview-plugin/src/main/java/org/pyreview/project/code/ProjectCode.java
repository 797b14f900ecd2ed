package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.ModuleResolver;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.python.CodeRole;
import org.pyreview.python.QualifiedName;

/** The code of all files of the project, and what its names mean across them. */
public final class ProjectCode {

  private static final Meaning UNKNOWN = new Meaning.Unknown();

  /** Names that stand for each other, one after the other; more of them only cost the stack. */
  private static final int LONGEST_WAY = 200;

  private final Map<ProjectFile, ModuleCode> modules = new LinkedHashMap<>();
  private final ModuleResolver resolver;
  private final Map<String, Optional<ModuleCode>> resolved = new HashMap<>();
  private final Map<String, ClassCode> classes = new HashMap<>();
  private final Map<ModuleCode, Map<String, Meaning>> names = new HashMap<>();
  private final LoadedClasses loaded = new LoadedClasses(this);

  private ProjectCode(Project project) {
    resolver = new ModuleResolver(project);
    MentionedTexts mentioned = new MentionedTexts();
    project
        .facts(SourceCode.FACTS)
        .forEach(
            (file, source) ->
                modules.put(file, new ModuleCode(file, source, modules.size(), mentioned)));
  }

  /** The code of the project's files; worked out once. */
  public static ProjectCode of(Project project) {
    return project.knowledge(ProjectCode.class, ProjectCode::new);
  }

  /** All files, sorted by path. */
  public Collection<ModuleCode> modules() {
    return modules.values();
  }

  /** The files that are neither tests, nor support them, nor are examples or templates of code. */
  public List<ModuleCode> mainModules() {
    return modules.values().stream().filter(ProjectCode::isMain).toList();
  }

  private static boolean isMain(ModuleCode module) {
    CodeRole role = CodeRole.of(module.file().path());
    return role != CodeRole.TEST && role != CodeRole.EXAMPLE;
  }

  /** The classes that functions of the project load by name. */
  public LoadedClasses loadedClasses() {
    return loaded;
  }

  public Optional<ModuleCode> module(ProjectFile file) {
    return Optional.ofNullable(modules.get(file));
  }

  /** The module that an import of some file names, if it is the project's. */
  public Optional<ModuleCode> module(ModuleCode from, int level, String dotted) {
    return resolved.computeIfAbsent(
        from.file() + " " + level + " " + dotted,
        key ->
            resolver
                .resolve(from.file(), level, dotted)
                .flatMap(file -> Optional.ofNullable(modules.get(file))));
  }

  /** The class and its ancestors. */
  public ClassCode classCode(Meaning.Class meaning) {
    return classCode(meaning.module(), meaning.definition());
  }

  /** A class of a file and its ancestors. */
  public ClassCode classCode(ModuleCode module, Stmt.ClassDef definition) {
    return classes.computeIfAbsent(
        module.file() + " " + definition.place(), key -> new ClassCode(this, module, definition));
  }

  /** What an expression means at the top level of a file; calls mean nothing here. */
  public Meaning meaning(ModuleCode module, Expr expression) {
    return meaning(module, expression, new HashSet<>());
  }

  /** What a name means at the top level of a file. */
  public Meaning meaning(ModuleCode module, String name) {
    return name(module, name, new HashSet<>());
  }

  /**
   * What a meaning offers under a name.
   *
   * @param path names with a dot before each; empty for the meaning itself
   */
  public Meaning member(Meaning base, String path) {
    if (path.isEmpty()) {
      return base;
    }
    if (base instanceof Meaning.Module each) {
      int end = path.indexOf('.', 1);
      String name = path.substring(1, end < 0 ? path.length() : end);
      return member(
          member(each.module(), name, new HashSet<>()), end < 0 ? "" : path.substring(end));
    }
    return base instanceof Meaning.External each
        ? new Meaning.External(each.name() + path)
        : UNKNOWN;
  }

  /** What an import binds. */
  public Meaning meaning(ModuleCode module, Stmt.Import statement) {
    return imported(module, statement, new HashSet<>());
  }

  private Meaning meaning(ModuleCode module, Expr expression, Set<String> asked) {
    if (expression instanceof Expr.Name name) {
      return name(module, name.id(), asked);
    }
    if (expression instanceof Expr.Attribute attribute) {
      return attribute(module, attribute, asked);
    }
    if (expression instanceof Expr.Item item) {
      // Generic[T]: the class that is made concrete.
      return meaning(module, item.value(), asked);
    }
    return UNKNOWN;
  }

  private Meaning attribute(ModuleCode module, Expr.Attribute attribute, Set<String> asked) {
    Meaning base = meaning(module, attribute.value(), asked);
    if (base instanceof Meaning.External external) {
      return viaImportOf(module, attribute)
          .orElseGet(() -> new Meaning.External(external.name() + "." + attribute.name()));
    }
    if (base instanceof Meaning.Module each) {
      return member(each.module(), attribute.name(), asked);
    }
    if (base instanceof Meaning.Class each) {
      return each.definition()
          .nested(attribute.name())
          .<Meaning>map(nested -> new Meaning.Class(each.module(), nested))
          .or(
              () ->
                  each.definition()
                      .attribute(attribute.name())
                      .map(value -> new Meaning.Value(each.module(), value)))
          .orElse(UNKNOWN);
    }
    return UNKNOWN;
  }

  /** {@code import a.b} where {@code a} is a folder without {@code __init__}. */
  private Optional<Meaning> viaImportOf(ModuleCode module, Expr.Attribute attribute) {
    Optional<String> dotted = attribute.dotted();
    return dotted
        .filter(
            name ->
                module.bindings(QualifiedName.of(name).firstName()).stream()
                    .anyMatch(
                        each ->
                            each instanceof Stmt.Import statement
                                && statement.name().isEmpty()
                                && statement.module().equals(name)))
        .flatMap(name -> module(module, 0, name))
        .map(Meaning.Module::new);
  }

  /** A name that a module offers: bound there, or one of the package's modules. */
  private Meaning member(ModuleCode module, String name, Set<String> asked) {
    Meaning bound = name(module, name, asked);
    if (!(bound instanceof Meaning.Unknown)) {
      return bound;
    }
    boolean isPackage = module.file().name().equals("__init__.py");
    return isPackage
        ? module(module, 1, name).<Meaning>map(Meaning.Module::new).orElse(UNKNOWN)
        : UNKNOWN;
  }

  private Meaning name(ModuleCode module, String name, Set<String> asked) {
    if (!asked.isEmpty()) {
      return look(module, name, asked);
    }
    Map<String, Meaning> known = names.computeIfAbsent(module, key -> new HashMap<>());
    Meaning meaning = known.get(name);
    if (meaning == null) {
      meaning = look(module, name, asked);
      known.put(name, meaning);
    }
    return meaning;
  }

  private Meaning look(ModuleCode module, String name, Set<String> asked) {
    if (asked.size() > LONGEST_WAY || !asked.add(module.file() + " " + name)) {
      return UNKNOWN;
    }
    List<Stmt> bindings = module.bindings(name);
    if (bindings.isEmpty()) {
      return throughWildcards(module, name, asked);
    }
    List<Meaning> meanings = new ArrayList<>();
    for (Stmt binding : bindings) {
      meanings.add(binding(module, name, binding, asked));
    }
    // try: import a; except ImportError: import b. The first is what is normally there.
    boolean onlyImports = bindings.stream().allMatch(Stmt.Import.class::isInstance);
    return onlyImports
        ? meanings.stream()
            .filter(each -> !(each instanceof Meaning.Unknown))
            .findFirst()
            .orElse(UNKNOWN)
        : unanimous(meanings);
  }

  private static Meaning unanimous(List<Meaning> meanings) {
    List<Meaning> known =
        meanings.stream().filter(each -> !(each instanceof Meaning.Unknown)).distinct().toList();
    return known.size() == 1 && (meanings.size() == 1 || known.get(0) instanceof Meaning.Class)
        ? known.get(0)
        : UNKNOWN;
  }

  private Meaning binding(ModuleCode module, String name, Stmt binding, Set<String> asked) {
    if (binding instanceof Stmt.Import statement) {
      return imported(module, statement, asked);
    }
    if (binding instanceof Stmt.ClassDef definition) {
      return new Meaning.Class(module, definition);
    }
    if (binding instanceof Stmt.Function definition) {
      return new Meaning.Function(module, definition);
    }
    if (binding instanceof Stmt.Assign assign
        && assign.operator().equals("=")
        && assign.value().isPresent()
        && assign.targets().stream()
            .anyMatch(target -> target instanceof Expr.Name each && each.id().equals(name))) {
      Expr value = assign.value().get();
      Meaning alias = meaning(module, value, asked);
      // Alias = Annotated[str, …] says more than Annotated.
      boolean isOnlyGeneric = value instanceof Expr.Item && !(alias instanceof Meaning.Class);
      return alias instanceof Meaning.Unknown || isOnlyGeneric
          ? new Meaning.Value(module, value)
          : alias;
    }
    return LoadedClasses.ofPart(name, binding)
        .<Meaning>map(call -> new Meaning.Value(module, call))
        .orElse(UNKNOWN);
  }

  private Meaning imported(ModuleCode module, Stmt.Import statement, Set<String> asked) {
    if (statement.name().isEmpty()) {
      String dotted = statement.module();
      boolean bindsFirst = dotted.startsWith(statement.bound() + ".");
      String bound = bindsFirst ? statement.bound() : dotted;
      return module(module, 0, bound)
          .<Meaning>map(Meaning.Module::new)
          .orElseGet(() -> new Meaning.External(bound));
    }
    Optional<ModuleCode> source = module(module, statement.level(), statement.module());
    Optional<Meaning> member =
        source
            .filter(each -> each != module)
            .map(each -> member(each, statement.name(), asked))
            .filter(each -> !(each instanceof Meaning.Unknown));
    if (member.isPresent()) {
      return member.get();
    }
    String below =
        statement.module().isEmpty()
            ? statement.name()
            : statement.module() + "." + statement.name();
    Optional<ModuleCode> sibling = module(module, statement.level(), below);
    if (sibling.isPresent()) {
      return new Meaning.Module(sibling.get());
    }
    return source.isPresent() || statement.level() > 0 ? UNKNOWN : new Meaning.External(below);
  }

  private Meaning throughWildcards(ModuleCode module, String name, Set<String> asked) {
    List<Stmt.Import> wildcards = module.wildcardImports();
    List<String> outside = new ArrayList<>();
    for (int i = wildcards.size() - 1; i >= 0; i--) {
      Stmt.Import each = wildcards.get(i);
      Optional<ModuleCode> source = module(module, each.level(), each.module());
      if (source.isPresent()) {
        Meaning found = name(source.get(), name, asked);
        if (!(found instanceof Meaning.Unknown)) {
          return found;
        }
      } else if (each.level() == 0) {
        outside.add(each.module());
      }
    }
    if (outside.size() == 1 && !name.startsWith("_")) {
      return new Meaning.External(outside.get(0) + "." + name);
    }
    return UNKNOWN;
  }
}
