package org.pyreview.frameworks.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.ModelClass;
import org.pyreview.frameworks.sqlalchemy.MappedColumn;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A value for new rows that a field of a Django model or a column of an SQLAlchemy model is given.
 *
 * @param field as the code names it: the attribute, or else the class of the field
 * @param option the option that takes it, {@code default} for one
 * @param value the default
 */
public record FieldDefault(String field, String option, Expression value) {

  private static final String DATABASE_DEFAULT = "db_default";
  private static final List<String> OF_FIELDS = List.of("default", DATABASE_DEFAULT);
  private static final List<String> OF_COLUMNS = List.of("default", "insert_default", "onupdate");

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

  /** The defaults of a field or column that a call makes. */
  public static Stream<FieldDefault> of(CallExpression call, PythonModule module) {
    Arguments arguments = Arguments.of(call);
    boolean hasAny =
        Stream.concat(OF_FIELDS.stream(), OF_COLUMNS.stream())
            .anyMatch(option -> arguments.named(option).isPresent());
    if (!hasAny) {
      return Stream.empty();
    }
    List<String> options =
        isField(call, module)
            ? OF_FIELDS
            : MappedColumn.isMadeBy(call, module) ? OF_COLUMNS : List.of();
    return options.stream()
        .flatMap(
            option ->
                arguments
                    .named(option)
                    .map(value -> new FieldDefault(nameOf(call), option, value))
                    .stream());
  }

  private static boolean isField(CallExpression call, PythonModule module) {
    if (isFrozen(call, module)) {
      return false;
    }
    return isDjangos(call, module)
        || (FIELD_CLASS.matcher(SourceText.of(call.callee())).matches()
            && attribute(call) != null
            // A field class of a library: it is one because a model holds it.
            && ModelClass.around(call, module).isPresent());
  }

  private static boolean isDjangos(CallExpression call, PythonModule module) {
    return module.spellings(call.callee()).stream()
        .anyMatch(name -> DJANGO_FIELD.matcher(name).matches());
  }

  /** Whether it is in an operation of a migration: that one runs once, with what stands there. */
  private static boolean isFrozen(CallExpression call, PythonModule module) {
    return Ancestors.nearest(call, Tree.Kind.CALL_EXPR, Tree.Kind.CLASSDEF)
        .filter(CallExpression.class::isInstance)
        .map(around -> (CallExpression) around)
        .filter(
            around ->
                isFrozen(around, module)
                    || module.spellings(around.callee()).stream()
                        .anyMatch(name -> name.startsWith("django.db.migrations.")))
        .isPresent();
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
    return QualifiedName.of(SourceText.of(call.callee())).lastName();
  }

  /** Whether it is a call that gives another value each time, made once when Python imports. */
  public boolean isMomentary(PythonModule module) {
    return value instanceof CallExpression call
        && module.spellings(call.callee()).stream()
            .anyMatch(name -> MOMENTARY.matcher(name).matches());
  }

  /** Whether the database keeps it, which knows functions of its own. */
  public boolean isOfDatabase() {
    return option.equals(DATABASE_DEFAULT);
  }

  /**
   * Whether it is an object that all rows of the process share and change: Django hands it to each
   * new instance. SQLAlchemy only stores it, and field classes of libraries mostly build a new one,
   * so that there the model itself has to change it in place.
   */
  public boolean isSharedMutable(PythonModule module) {
    return !isOfDatabase() && isMutable() && (isHandedOut(module) || isChangedInPlace());
  }

  private boolean isHandedOut(PythonModule module) {
    return Ancestors.nearest(value, Tree.Kind.CALL_EXPR)
        .map(CallExpression.class::cast)
        .filter(call -> isDjangos(call, module))
        .isPresent();
  }

  private boolean isChangedInPlace() {
    Pattern change =
        Pattern.compile(
            "\\.%s\\s*(?:\\[[^\\]\\n]*\\]\\s*[-+*/|&]?=(?!=)|\\.(?:append|extend|insert|update|setdefault|pop|popitem|remove|clear|add|discard|sort)\\()"
                .formatted(Pattern.quote(field)));
    return Ancestors.nearest(value, Tree.Kind.CLASSDEF)
        .filter(owner -> change.matcher(SourceText.of(owner)).find())
        .isPresent();
  }

  private boolean isMutable() {
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
