package org.pyreview.frameworks.django;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

/**
 * A field as a model or a migration writes it.
 *
 * @param call the construction of the field
 * @param module the file it stands in
 */
public record FieldDefinition(String name, FieldClass type, Expr.Call call, ModuleCode module) {

  private static final Map<String, Integer> DEFAULT_LENGTHS =
      Map.of(
          "EmailField", 254,
          "URLField", 200,
          "SlugField", 50,
          "FileField", 100,
          "ImageField", 100,
          "FilePathField", 100);

  private static final Set<String> OF_PYTHON =
      Set.of(
          "auto_now",
          "auto_now_add",
          "blank",
          "choices",
          "decoder",
          "default",
          "editable",
          "encoder",
          "error_messages",
          "help_text",
          "limit_choices_to",
          "on_delete",
          "related_name",
          "related_query_name",
          "storage",
          "to",
          "upload_to",
          "validators",
          "verbose_name");

  private static final Set<String> TEXTS =
      Set.of("CharField", "EmailField", "FileField", "FilePathField", "ImageField", "URLField");

  private static final Set<String> TIMES = Set.of("DateField", "DateTimeField", "TimeField");

  /** Of django-extensions and django-model-utils. */
  private static final Set<String> TIMES_OF_INSERTION =
      Set.of("CreationDateTimeField", "AutoCreatedField");

  /** The field that an expression builds; empty if it builds something else. */
  public static Optional<FieldDefinition> of(
      String name, Expr value, ModuleCode module, ProjectCode code) {
    return value instanceof Expr.Call call
        ? FieldClass.of(call.callee(), module, code)
            .map(type -> new FieldDefinition(name, type, call, module))
        : Optional.empty();
  }

  public ProjectFile file() {
    return module.file();
  }

  public Place place() {
    return call.place();
  }

  /** An option that is passed by name. */
  public Optional<Expr> option(String option) {
    return call.named(option);
  }

  /** The model that a relation points to, as it is written. */
  public Optional<Expr> target() {
    return call.at(0, "to");
  }

  /** Whether all options are written out here. */
  public boolean isWrittenOut() {
    return call.isWrittenOut();
  }

  /**
   * The value that an option has, by itself or by Django's default.
   *
   * @return empty if it depends on something that runs
   */
  public Optional<Object> effective(String option, Constants constants) {
    Optional<Expr> written = option(option);
    if (written.isPresent()) {
      return constants.value(module, written.get());
    }
    return isWrittenOut() ? Optional.of(standard(option)) : Optional.empty();
  }

  private Object standard(String option) {
    return switch (option) {
      case "max_length" ->
          DEFAULT_LENGTHS.containsKey(type.name())
              ? java.math.BigDecimal.valueOf(DEFAULT_LENGTHS.get(type.name())).stripTrailingZeros()
              : Constants.NONE;
      case "db_index" ->
          type.kind() == FieldClass.Kind.FOREIGN_KEY || type.name().equals("SlugField");
      case "null", "unique", "primary_key" -> false;
      default -> Constants.NONE;
    };
  }

  /**
   * Whether the database has the same column for another field, whose target is not compared; false
   * where that can't be told.
   */
  public boolean hasColumnOf(FieldDefinition other, ProjectCode code) {
    boolean isSameType =
        type.equals(other.type)
            || (TEXTS.contains(type.name()) && TEXTS.contains(other.type.name()));
    Set<String> options = new HashSet<>(Set.of("max_length"));
    Stream.of(call, other.call)
        .flatMap(each -> each.arguments().stream())
        .forEach(each -> options.add(each.keyword()));
    options.removeAll(OF_PYTHON);
    options.remove("");
    Constants constants = new Constants(code);
    return isSameType
        && options.stream()
            .allMatch(
                each ->
                    effective(each, constants)
                        .filter(
                            value ->
                                other.effective(each, constants).filter(value::equals).isPresent())
                        .isPresent());
  }

  /** Whether the option is there and literally {@code True}. */
  public boolean isTrue(String option) {
    return option(option)
        .filter(value -> value instanceof Expr.Constant flag && flag.text().equals("True"))
        .isPresent();
  }

  /** Whether rows that are there get a value from the field itself, and not {@code None}. */
  public boolean fillsRows() {
    return Stream.of("default", "db_default")
        .flatMap(option -> option(option).stream())
        .anyMatch(value -> !(value instanceof Expr.Constant none && none.text().equals("None")));
  }

  /** Whether it holds a date, a time, or both. */
  public boolean isTime() {
    return TIMES.contains(type.name()) || TIMES_OF_INSERTION.contains(type.name());
  }

  /** Whether it gets the time at which its row is added. */
  public boolean isSetAtInsertion() {
    return isTrue("auto_now_add")
        || TIMES_OF_INSERTION.contains(type.name())
        || (TIMES.contains(type.name())
            && option("default")
                .flatMap(Expr::dotted)
                .filter(name -> name.matches("(?:.*\\.)?(?:now|utcnow|today|localtime)"))
                .isPresent());
  }

  /** Whether a database index serves lookups by this column. */
  public boolean isIndexed() {
    return type.isToOne()
        || type.name().equals("SlugField")
        || Set.of("primary_key", "unique", "db_index", "unique_for_date").stream()
            .anyMatch(option -> option(option).isPresent() && !isFalse(option));
  }

  private boolean isFalse(String option) {
    return option(option)
        .filter(value -> value instanceof Expr.Constant flag && flag.text().equals("False"))
        .isPresent();
  }
}
