package org.pyreview.frameworks.model;

import java.util.Optional;
import org.pyreview.frameworks.django.DjangoField;
import org.pyreview.frameworks.sqlalchemy.MappedColumn;
import org.pyreview.python.ClassAttribute;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.Tree;

/** A column of a database table, as a model class of some framework declares it. */
public interface ModelField {

  /** The field a class attribute declares; empty if it declares none. */
  static Optional<ModelField> of(ClassAttribute attribute, PythonModule module) {
    return DjangoField.of(attribute, module)
        .map(ModelField.class::cast)
        .or(() -> MappedColumn.of(attribute, module));
  }

  /** The attribute's name. */
  String name();

  /** The expression that chooses the column's type. */
  Tree type();

  /** Whether values are stored as binary floating point numbers. */
  boolean isBinaryFloat();

  /** What to write instead for an exact decimal number, in the framework's own words. */
  String exactDecimal();
}
