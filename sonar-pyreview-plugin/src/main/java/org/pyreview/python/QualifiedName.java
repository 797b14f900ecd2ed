package org.pyreview.python;

/**
 * A name with dots such as {@code django.db.models.Model}, as code, configuration and frameworks
 * write it: of a module, a class, a function, an attribute, or of what is called after them.
 *
 * @param text one or more names with a dot between them; empty where there is none
 */
public record QualifiedName(String text) {

  public static QualifiedName of(String text) {
    return new QualifiedName(text);
  }

  /** The name behind the last dot; all of it without a dot. */
  public String lastName() {
    return text.substring(text.lastIndexOf('.') + 1);
  }

  /** The name before the first dot, a module's top-level package; all of it without a dot. */
  public String firstName() {
    int dot = text.indexOf('.');
    return dot < 0 ? text : text.substring(0, dot);
  }

  /** Whether it says what the last name belongs to. */
  public boolean hasOwner() {
    return text.indexOf('.') >= 0;
  }

  /** What the last name belongs to: all before the last dot; empty without a dot. */
  public String owner() {
    return text.substring(0, Math.max(0, text.lastIndexOf('.')));
  }

  /** Another name of the same owner. */
  public QualifiedName sibling(String name) {
    return new QualifiedName(text.substring(0, text.lastIndexOf('.') + 1) + name);
  }
}
