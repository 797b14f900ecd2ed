package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pyreview.project.ProjectFile;

/** A class of the project and what it inherits, through all its files. */
public final class ClassCode {

  private final ProjectCode code;
  private final ModuleCode module;
  private final Stmt.ClassDef definition;
  private List<ClassCode> lineage;
  private final List<ClassCode> parents = new ArrayList<>();
  private boolean isOpen;
  private final Set<String> externalBases = new LinkedHashSet<>();

  ClassCode(ProjectCode code, ModuleCode module, Stmt.ClassDef definition) {
    this.code = code;
    this.module = module;
    this.definition = definition;
  }

  public ModuleCode module() {
    return module;
  }

  public ProjectFile file() {
    return module.file();
  }

  public Stmt.ClassDef definition() {
    return definition;
  }

  public String name() {
    return definition.name();
  }

  /**
   * The class and its ancestors in the project, in the order in which Python looks attributes up:
   * depth first, a shared ancestor behind all its descendants.
   *
   * @see <a href="https://docs.python.org/3/howto/mro.html">The Python 2.3 method resolution
   *     order</a>; the two differ only where classes list the same bases in different orders
   */
  public List<ClassCode> lineage() {
    if (lineage == null) {
      lineage = List.of(this);
      List<ClassCode> all = new ArrayList<>(List.of(this));
      for (Expr base : definition.bases()) {
        Meaning meaning = code.meaning(module, base);
        Optional<Meaning.Class> parent = code.loadedClasses().of(meaning);
        if (parent.isPresent()) {
          ClassCode ancestor = code.classCode(parent.get());
          if (ancestor != this) {
            all.addAll(ancestor.lineage());
            parents.add(ancestor);
            externalBases.addAll(ancestor.externalBases);
            isOpen |= ancestor.isOpen;
          }
        } else if (meaning instanceof Meaning.External external) {
          externalBases.add(external.name());
        } else {
          isOpen |= !(base instanceof Expr.Name name && name.id().equals("object"));
        }
      }
      lineage = lastOfEach(all);
    }
    return lineage;
  }

  private static List<ClassCode> lastOfEach(List<ClassCode> all) {
    List<ClassCode> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.lastIndexOf(all.get(i)) == i) {
        kept.add(all.get(i));
      }
    }
    return kept;
  }

  /** The base classes in the project. */
  public List<ClassCode> parents() {
    lineage();
    return parents;
  }

  /** Qualified names of the ancestors that are not the project's. */
  public Set<String> externalBases() {
    lineage();
    return externalBases;
  }

  /** Whether some ancestor can't be told. */
  public boolean isOpen() {
    lineage();
    return isOpen;
  }

  /** Whether the name of an ancestor outside the project ends with one of these words. */
  public boolean inheritsFromAnyEnding(String... endings) {
    return externalBases().stream()
        .anyMatch(base -> java.util.Arrays.stream(endings).anyMatch(base::endsWith));
  }

  /** The method found under a name, and the class it is in. */
  public Optional<Member<Stmt.Function>> method(String name) {
    return member(each -> each.method(name));
  }

  /** The value of the attribute found under a name, and the class it is in. */
  public Optional<Member<Expr>> attribute(String name) {
    return member(each -> each.attribute(name));
  }

  private <T> Optional<Member<T>> member(Function<Stmt.ClassDef, Optional<T>> find) {
    return lineage().stream()
        .flatMap(
            owner -> find.apply(owner.definition).map(value -> new Member<>(owner, value)).stream())
        .findFirst();
  }

  /** The statements of the class body. */
  public Stream<Stmt> body() {
    return definition.body().stream();
  }

  /** Something that a class of the project defines. */
  public record Member<T>(ClassCode owner, T value) {}

  @Override
  public String toString() {
    return definition.name() + " in " + module;
  }
}
