package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Arguments;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The {@code default} of a Django model field, in a model or a migration.
 *
 * @param field as the code names it: the attribute, or the field's class in a migration
 * @param value the default
 */
public record FieldDefault(String field, Expression value) {

  private static final Pattern DJANGO_FIELD =
      Pattern.compile(
          "django\\.(?:db\\.models|contrib\\.(?:postgres|gis)|db\\.models\\.fields)\\..*(?:Field|ForeignKey)");
  private static final Pattern FIELD_CLASS = Pattern.compile("(?:.*\\.)?[A-Z]\\w*(?:Field|Key)");

  /** Calls whose value differs from one call to the next. */
  private static final Pattern MOMENTARY =
      Pattern.compile(
          "django\\.utils\\.timezone\\.(?:now|localdate|localtime)"
              + "|datetime\\.datetime\\.(?:now|utcnow|today)|datetime\\.date\\.today"
              + "|time\\.time|uuid\\.uuid[14]|secrets\\.\\w+"
              + "|random\\.(?:random|randint|randrange|choice|choices|sample|uniform|getrandbits)"
              + "|django\\.utils\\.crypto\\.get_random_string");

  private static final Set<String> CONTAINERS = Set.of("dict", "list", "set");

  /** The default of a field that a call makes; empty if it makes no field, or one without. */
  public static Optional<FieldDefault> of(CallExpression call, PythonModule module) {
    return Arguments.of(call)
        .named("default")
        .filter(value -> isField(call, module))
        .map(value -> new FieldDefault(nameOf(call), value));
  }

  private static boolean isField(CallExpression call, PythonModule module) {
    boolean isDjangos =
        module.spellings(call.callee()).stream()
            .anyMatch(name -> DJANGO_FIELD.matcher(name).matches());
    return isDjangos
        || (FIELD_CLASS.matcher(SourceText.of(call.callee())).matches()
            && attribute(call) != null
            // A field class of a library: it is one because a model holds it.
            && ModelClass.around(call, module).isPresent());
  }

  private static String attribute(CallExpression call) {
    if (call.parent() instanceof AssignmentStatement assignment) {
      return SourceText.of(assignment.lhsExpressions().get(0));
    }
    return call.parent() instanceof AnnotatedAssignment assignment
        ? SourceText.of(assignment.variable())
        : null;
  }

  private static String nameOf(CallExpression call) {
    String attribute = attribute(call);
    if (attribute != null) {
      return attribute;
    }
    String type = SourceText.of(call.callee());
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** Whether it is a call that gives another value each time, made once when Python imports. */
  public boolean isMomentary(PythonModule module) {
    return value instanceof CallExpression call
        && module.spellings(call.callee()).stream()
            .anyMatch(name -> MOMENTARY.matcher(name).matches());
  }

  /** Whether it is an object that all rows of the process would share and may change. */
  public boolean isSharedMutable() {
    return value.is(Tree.Kind.DICTIONARY_LITERAL, Tree.Kind.LIST_LITERAL, Tree.Kind.SET_LITERAL)
        || (value instanceof CallExpression call
            && call.callee().is(Tree.Kind.NAME)
            && CONTAINERS.contains(SourceText.of(call.callee())));
  }

  /** What to pass instead, where that is certain: the function that makes the same value. */
  public Optional<String> callable() {
    String text = SourceText.of(value).replace(" ", "");
    return switch (text) {
      case "{}" -> Optional.of("dict");
      case "[]" -> Optional.of("list");
      default ->
          value instanceof CallExpression call && call.arguments().isEmpty()
              ? Optional.of(SourceText.of(call.callee()))
              : Optional.empty();
    };
  }
}
