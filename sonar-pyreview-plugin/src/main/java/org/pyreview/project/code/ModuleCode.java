package org.pyreview.project.code;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
import org.pyreview.python.QualifiedName;

/** The code of one file of the project, and the names it binds. */
public final class ModuleCode {

  private final ProjectFile file;
  private final SourceCode source;
  private final int number;
  private final MentionedTexts mentioned;
  private SoftReference<Body> body = new SoftReference<>(null);

  private record Body(
      List<Stmt> statements,
      Map<String, List<Stmt>> bindings,
      List<Stmt> stars,
      List<CodeScope> scopes,
      Map<Stmt, CodeScope> byOwner,
      Definitions definitions) {}

  /** The functions and classes of the file, collected when the first is asked for. */
  private static final class Definitions {
    private final List<Stmt.ClassDef> classes = new ArrayList<>();
    private final List<Stmt.Function> functions = new ArrayList<>();
    private final Map<Stmt, Stmt.ClassDef> owners = new IdentityHashMap<>();
    private boolean isCollected;

    Definitions of(List<Stmt> statements) {
      if (!isCollected) {
        isCollected = true;
        statements.stream().flatMap(Stmt::everything).forEach(this::add);
      }
      return this;
    }

    private void add(Stmt statement) {
      if (statement instanceof Stmt.ClassDef definition) {
        classes.add(definition);
        definition.body().forEach(each -> owners.put(each, definition));
      } else if (statement instanceof Stmt.Function function) {
        functions.add(function);
      }
    }
  }

  /**
   * @param number of the file in the project, from 0
   */
  ModuleCode(ProjectFile file, SourceCode source, int number, MentionedTexts mentioned) {
    this.file = file;
    this.source = source;
    this.number = number;
    this.mentioned = mentioned;
  }

  public ProjectFile file() {
    return file;
  }

  /**
   * Whether some name or string of the file contains one of these texts: the cheap question before
   * its statements are looked at.
   */
  public boolean mentions(String... any) {
    for (String each : any) {
      if (mentioned.areIn(number, source, each)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the file imports one of these top-level packages, or something of it, anywhere. */
  public boolean importsAny(Set<String> packages) {
    return mentions(packages.toArray(String[]::new))
        && statements().stream()
            .flatMap(Stmt::everything)
            .anyMatch(
                each ->
                    each instanceof Stmt.Import statement
                        && statement.level() == 0
                        && packages.contains(QualifiedName.of(statement.module()).firstName()));
  }

  /** The statements of the file. */
  public List<Stmt> statements() {
    return body().statements;
  }

  /** The statements that run when the file is imported, those of class bodies left out. */
  public Stream<Stmt> topLevel() {
    return statements().stream().flatMap(Stmt::sameScope);
  }

  /** The classes of the file, wherever they are defined. */
  public Stream<Stmt.ClassDef> classes() {
    return definitions().classes.stream();
  }

  /** The functions and methods of the file, wherever they are defined. */
  public Stream<Stmt.Function> functions() {
    return definitions().functions.stream();
  }

  /**
   * The first function or method of the file that holds an expression.
   *
   * @param place of the expression
   */
  public Optional<Stmt.Function> functionWith(Place place) {
    return functions()
        .filter(
            function ->
                function
                    .statements()
                    .flatMap(each -> each.expressions().stream())
                    .flatMap(Expr::all)
                    .anyMatch(each -> each.place().equals(place)))
        .findFirst();
  }

  /** The class whose body holds a function of the file. */
  public Optional<Stmt.ClassDef> classOf(Stmt.Function function) {
    return Optional.ofNullable(definitions().owners.get(function));
  }

  private Definitions definitions() {
    Body all = body();
    return all.definitions.of(all.statements);
  }

  /** The file's scope and all in it, outer ones first; worked out once. */
  List<CodeScope> scopes(ProjectCode code) {
    Body all = body();
    if (all.scopes.isEmpty()) {
      all.scopes.addAll(CodeScope.in(all.statements, code, this));
    }
    return Collections.unmodifiableList(all.scopes);
  }

  /** The scope of a function of the file. */
  Optional<CodeScope> scopeOf(Stmt.Function function, ProjectCode code) {
    Body all = body();
    if (all.byOwner.isEmpty()) {
      scopes(code).forEach(each -> each.owner().ifPresent(owner -> all.byOwner.put(owner, each)));
    }
    return Optional.ofNullable(all.byOwner.get(function));
  }

  /** The statements of the file's top level that bind a name, in their order. */
  List<Stmt> bindings(String name) {
    return body().bindings.getOrDefault(name, List.of());
  }

  /** Whether the file's top level itself binds the name. */
  public boolean binds(String name) {
    return body().bindings.containsKey(name);
  }

  /** The {@code from … import *} of the file. */
  List<Stmt.Import> wildcardImports() {
    return body().stars.stream().map(Stmt.Import.class::cast).toList();
  }

  /** What the file's top level assigns to a name, if it does so exactly once. */
  public Optional<Expr> onlyAssignment(String name) {
    List<Stmt> all = bindings(name);
    return all.size() == 1
            && all.get(0) instanceof Stmt.Assign assign
            && assign.operator().equals("=")
            && assign.targets().stream()
                .anyMatch(target -> target instanceof Expr.Name each && each.id().equals(name))
        ? assign.value()
        : Optional.empty();
  }

  private Body body() {
    Body known = body.get();
    if (known == null) {
      List<Stmt> statements = source.statements();
      Map<String, List<Stmt>> bindings = new HashMap<>();
      List<Stmt> stars = new ArrayList<>();
      statements.stream()
          .flatMap(Stmt::sameScope)
          .forEach(
              statement -> {
                if (statement instanceof Stmt.Import each && each.isWildcard()) {
                  stars.add(statement);
                }
                Bindings.of(statement)
                    .forEach(
                        name ->
                            bindings.computeIfAbsent(name, x -> new ArrayList<>()).add(statement));
              });
      known =
          new Body(
              statements,
              bindings,
              stars,
              new ArrayList<>(),
              new IdentityHashMap<>(),
              new Definitions());
      body = new SoftReference<>(known);
    }
    return known;
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
