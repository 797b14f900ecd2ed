package org.pyreview.frameworks.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A field of a class of settings of pydantic that has no default.
 *
 * @param variable of the environment that sets it
 * @see <a href="https://docs.pydantic.dev/latest/concepts/pydantic_settings/">pydantic: settings
 *     management</a>
 */
record SettingsField(String variable, Place place) {

  private static final String FIELD = "Field";
  private static final String SOURCES = "settings_customise_sources";
  private static final String ELLIPSIS = "...";
  private static final Set<String> ALIASES = Set.of("validation_alias", "alias", "env");
  private static final Set<String> DEFAULTS = Set.of("default", "default_factory");

  /** Those of a file. */
  static List<SettingsField> required(ModuleCode module, ProjectCode code) {
    List<SettingsField> found = new ArrayList<>();
    if (module.mentions("Settings")) {
      CodeScope scope = CodeScope.ofFile(code, module);
      module
          .classes()
          .map(definition -> code.classCode(module, definition))
          .filter(type -> type.externalBases().stream().anyMatch(SettingsClass.BASES::contains))
          .filter(type -> !hasOtherSources(type))
          .forEach(type -> collect(type, scope, found));
    }
    return found;
  }

  private static void collect(ClassCode type, CodeScope scope, List<SettingsField> found) {
    Optional<String> prefix = prefix(type);
    if (prefix.isPresent()) {
      type.body()
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .filter(field -> field.name().isPresent() && isRequired(field, scope))
          .flatMap(field -> of(field, prefix.get()).stream())
          .forEach(found::add);
    }
  }

  /** Whether fields may come from files as well. */
  private static boolean hasOtherSources(ClassCode type) {
    return type.method(SOURCES).isPresent()
        || type.definition()
            .nested("Config")
            .flatMap(inner -> inner.method("customise_sources"))
            .isPresent();
  }

  /** What stands before the names of the variables; empty if files may set the fields, too. */
  private static Optional<String> prefix(ClassCode type) {
    Optional<Expr> configured =
        type.attribute("model_config").map(ClassCode.Member::value).or(() -> ofInnerClass(type));
    if (configured.isEmpty()) {
      return Optional.of("");
    }
    if (configured.get() instanceof Expr.Text text) {
      return Optional.of(text.value());
    }
    return configured.get() instanceof Expr.Call call
            && call.isWrittenOut()
            && call.named("secrets_dir").isEmpty()
        ? call.named("env_prefix").isEmpty()
            ? Optional.of("")
            : call.named("env_prefix").flatMap(SettingsField::text)
        : Optional.empty();
  }

  /** {@code class Config: env_prefix = "SHOP_"}, as version 1 has it. */
  private static Optional<Expr> ofInnerClass(ClassCode type) {
    return type.body()
        .filter(each -> each instanceof Stmt.ClassDef inner && inner.name().equals("Config"))
        .flatMap(each -> each.inner().stream())
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(each -> each.name().filter("env_prefix"::equals).isPresent())
        .flatMap(each -> each.value().stream())
        .findFirst();
  }

  private static Optional<String> text(Expr expression) {
    return expression instanceof Expr.Text text ? Optional.of(text.value()) : Optional.empty();
  }

  private static boolean isRequired(Stmt.Assign field, CodeScope scope) {
    if (field.annotation().isEmpty() || field.name().get().startsWith("_")) {
      return false;
    }
    Expr annotation = field.annotation().get();
    boolean isOptional =
        annotation
            .all()
            .anyMatch(
                each ->
                    (each instanceof Expr.Constant none && none.text().equals("None"))
                        || each.dotted()
                            .filter(name -> name.matches("(?:.*\\.)?(?:Optional|ClassVar|None)"))
                            .isPresent());
    // A model has variables of its own for its fields.
    boolean isModel = scope.meaning(annotation) instanceof Meaning.Class;
    boolean isFieldOnly =
        field
            .value()
            .map(value -> value instanceof Expr.Call call && call.name().equals(FIELD))
            .orElse(true);
    return !isOptional
        && !isModel
        && isFieldOnly
        && declarations(field).allMatch(SettingsField::hasNoDefault);
  }

  /** {@code Field(…)} as the field's value, or in {@code Annotated[…]}. */
  private static Stream<Expr.Call> declarations(Stmt.Assign field) {
    return Stream.concat(field.value().stream(), field.annotation().stream().flatMap(Expr::all))
        .filter(each -> each instanceof Expr.Call call && call.name().equals(FIELD))
        .map(Expr.Call.class::cast);
  }

  private static boolean hasNoDefault(Expr.Call call) {
    return call.isWrittenOut()
        && DEFAULTS.stream().allMatch(name -> call.named(name).isEmpty())
        && call.positional().stream().allMatch(SettingsField::isEllipsis);
  }

  private static boolean isEllipsis(Expr expression) {
    return expression instanceof Expr.Constant constant && constant.text().equals(ELLIPSIS);
  }

  private static Optional<SettingsField> of(Stmt.Assign field, String prefix) {
    Place place = field.targets().get(0).place();
    List<Expr> aliases =
        declarations(field)
            .flatMap(call -> ALIASES.stream().flatMap(name -> call.named(name).stream()))
            .toList();
    return aliases.isEmpty()
        ? Optional.of(
            new SettingsField((prefix + field.name().get()).toUpperCase(Locale.ROOT), place))
        : aliases.stream()
            .flatMap(alias -> text(alias).stream())
            .map(name -> new SettingsField(name.toUpperCase(Locale.ROOT), place))
            .findFirst();
  }
}
