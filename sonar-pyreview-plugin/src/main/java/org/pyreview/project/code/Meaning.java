package org.pyreview.project.code;

/** What a name or an attribute at the top level of a file stands for. */
public sealed interface Meaning {

  /** A class of the project. */
  record Class(ModuleCode module, Stmt.ClassDef definition) implements Meaning {}

  /** A function of the project. */
  record Function(ModuleCode module, Stmt.Function definition) implements Meaning {}

  /** A value that a file of the project assigns. */
  record Value(ModuleCode module, Expr value) implements Meaning {}

  /** A file of the project. */
  record Module(ModuleCode module) implements Meaning {}

  /**
   * Something of another package.
   *
   * @param name its qualified name, as the import spells it
   */
  record External(String name) implements Meaning {}

  /** Bound, but to nothing that can be told. */
  record Unknown() implements Meaning {}

  /** The qualified name of something outside the project; empty for everything else. */
  default String external() {
    return this instanceof External each ? each.name() : "";
  }
}
