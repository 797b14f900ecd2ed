package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.model.ModelField;
import org.pyreview.python.ClassAttribute;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A field of a Django model, an abstract model or a model mixin.
 *
 * @param name the attribute
 * @param call the field's construction
 * @param isBinaryFloat whether it is a FloatField
 */
public record DjangoField(String name, CallExpression call, boolean isBinaryFloat)
    implements ModelField {

  private static final Set<String> FLOAT_FIELDS =
      Set.of(
          "django.db.models.FloatField",
          "django.db.models.fields.FloatField",
          "django.contrib.gis.db.models.FloatField");

  /** The field a class attribute declares; only float fields are told apart so far. */
  public static Optional<DjangoField> of(ClassAttribute attribute, PythonModule module) {
    return attribute
        .value()
        .filter(value -> module.isCallTo(value, FLOAT_FIELDS))
        .map(value -> new DjangoField(attribute.name().name(), (CallExpression) value, true));
  }

  @Override
  public Tree type() {
    return call.callee();
  }

  @Override
  public String exactDecimal() {
    return "DecimalField";
  }
}
