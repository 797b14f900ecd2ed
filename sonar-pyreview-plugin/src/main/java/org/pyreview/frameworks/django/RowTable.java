package org.pyreview.frameworks.django;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A table of django-tables2: a class whose columns show something of every row.
 *
 * @see <a
 *     href="https://django-tables2.readthedocs.io/en/latest/pages/column-attributes.html">Column
 *     attributes</a>
 */
public final class RowTable {

  private static final Set<String> LOADING = Set.of("select_related", "prefetch_related");

  private final ClassCode definition;
  private final ProjectCode code;
  private final Constants constants;

  /**
   * A column.
   *
   * @param name the attribute of the table
   * @param accessor the steps from the row to the value
   * @param isLinked whether the value is a link to its own page
   * @param type the column's class, if it is the project's
   * @param template what renders the value; empty for its text
   * @param texts the texts that its constructor keeps in attributes of the column
   * @param templateName the file that renders it; empty if there is none
   * @param owner the class that {@code at} stands in
   */
  public record Column(
      String name,
      List<String> accessor,
      boolean isLinked,
      Optional<ClassCode> type,
      Optional<String> template,
      Map<String, String> texts,
      Optional<String> templateName,
      ClassCode owner,
      Expr at) {}

  private RowTable(ClassCode definition, ProjectCode code) {
    this.definition = definition;
    this.code = code;
    this.constants = new Constants(code);
  }

  /** The table that a class is. */
  public static Optional<RowTable> of(ClassCode definition, ProjectCode code) {
    return definition.inheritsFromAnyEnding("django_tables2.Table", "tables.Table")
        ? Optional.of(new RowTable(definition, code))
        : Optional.empty();
  }

  public ClassCode definition() {
    return definition;
  }

  /** The model that its Meta class names. */
  public Optional<DjangoModel> model(ModelIndex models) {
    return meta("model").flatMap(each -> models.of(each.owner().module(), each.value()));
  }

  /**
   * Whether the table itself makes its queryset load something that is worked out: it can only know
   * what the accessors of its columns name.
   */
  public boolean loadsAccessors() {
    return definition.lineage().stream()
        .flatMap(ClassCode::body)
        .flatMap(Stmt::everyExpression)
        .anyMatch(each -> each instanceof Expr.Call call && LOADING.contains(call.name()));
  }

  /**
   * The columns that are shown, inherited ones included: where users choose columns, as in NetBox,
   * those that are shown unless they do.
   */
  public List<Column> columns() {
    Map<String, Column> columns = new LinkedHashMap<>();
    Set<String> hidden = new TreeSet<>(names("exclude"));
    for (ClassCode owner : definition.lineage()) {
      owner
          .body()
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .filter(each -> each.name().isPresent() && each.value().isPresent())
          .forEach(
              each -> {
                String name = each.name().get();
                boolean isNew = !columns.containsKey(name) && !hidden.contains(name);
                if (isNew
                    && each.value().get() instanceof Expr.Call call
                    && isColumn(call, owner)) {
                  if (isFalse(call.named("visible")) || choosesAccessor(call, owner)) {
                    hidden.add(name);
                  } else {
                    columns.put(name, column(name, call, owner));
                  }
                } else if (isNew) {
                  hidden.add(name);
                }
              });
    }
    Optional<ClassCode.Member<Expr>> fields = meta("fields");
    for (String name : names("fields")) {
      if (!columns.containsKey(name) && !hidden.contains(name)) {
        columns.put(
            name,
            new Column(
                name,
                List.of(name.split("__")),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                fields.get().owner(),
                fields.get().value()));
      }
    }
    List<String> standard = standardColumns();
    return columns.values().stream()
        .filter(each -> standard.isEmpty() || standard.contains(each.name()))
        .toList();
  }

  /** Those that a base shows unless the user chooses others; empty if it shows all. */
  private List<String> standardColumns() {
    List<String> named = names("default_columns");
    boolean isChosen =
        named.isEmpty()
            && definition.lineage().stream()
                .flatMap(ClassCode::body)
                .flatMap(Stmt::everyExpression)
                .anyMatch(
                    each ->
                        each instanceof Expr.Text text && text.value().equals("default_columns"));
    return isChosen ? names("fields") : named;
  }

  private boolean isColumn(Expr.Call call, ClassCode owner) {
    return call.name().endsWith("Column")
        && type(call, owner).map(each -> each.inheritsFromAnyEnding("Column")).orElse(true);
  }

  /** Whether the column's own constructor works out what it shows. */
  private boolean choosesAccessor(Expr.Call call, ClassCode owner) {
    return call.named("accessor").isEmpty()
        && type(call, owner)
            .filter(type -> accessorsOf(type).findAny().isPresent())
            .filter(type -> fixedAccessor(type).isEmpty())
            .isPresent();
  }

  /** {@code super().__init__(accessor=Accessor("lines"))}: what the constructor always shows. */
  private Optional<String> fixedAccessor(ClassCode type) {
    List<Expr> accessors = accessorsOf(type).toList();
    return accessors.size() == 1
        ? type.method("__init__").flatMap(made -> accessor(accessors.get(0), made.owner()))
        : Optional.empty();
  }

  private static Stream<Expr> accessorsOf(ClassCode type) {
    return type.method("__init__").stream()
        .flatMap(made -> made.value().statements())
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .filter(Expr.Call.class::isInstance)
        .flatMap(each -> ((Expr.Call) each).named("accessor").stream())
        .filter(path -> !(path instanceof Expr.Name));
  }

  /** {@code self.attribute = attribute}: what a column's constructor keeps of what it is given. */
  private Map<String, String> texts(Expr.Call call, ClassCode type) {
    Map<String, String> texts = new HashMap<>();
    Optional<ClassCode.Member<Stmt.Function>> made = type.method("__init__");
    if (made.isEmpty()) {
      return texts;
    }
    List<Expr.Parameter> parameters = made.get().value().parameters();
    for (int i = 1; i < parameters.size(); i++) {
      Expr.Parameter parameter = parameters.get(i);
      Optional<Expr> given =
          parameter.stars().isEmpty()
              ? call.at(i - 1, parameter.name()).or(parameter::standard)
              : Optional.empty();
      given
          .filter(Expr.Text.class::isInstance)
          .ifPresent(text -> texts.put(parameter.name(), ((Expr.Text) text).value()));
    }
    texts.keySet().removeIf(name -> !isKept(name, made.get().value()));
    return texts;
  }

  private static boolean isKept(String parameter, Stmt.Function made) {
    return made.statements()
        .anyMatch(
            each ->
                each instanceof Stmt.Assign assign
                    && assign.value().flatMap(Expr::dotted).filter(parameter::equals).isPresent()
                    && assign.targets().stream()
                        .flatMap(target -> target.dotted().stream())
                        .anyMatch(target -> target.equals("self." + parameter)));
  }

  private Optional<ClassCode> type(Expr.Call call, ClassCode owner) {
    return code.meaning(owner.module(), call.callee()) instanceof Meaning.Class each
        ? Optional.of(code.classCode(each))
        : Optional.empty();
  }

  private Column column(String name, Expr.Call call, ClassCode owner) {
    Optional<ClassCode> type = type(call, owner);
    String path =
        call.named("accessor")
            .flatMap(each -> accessor(each, owner))
            .or(() -> type.flatMap(this::standardAccessor))
            .or(() -> type.flatMap(this::fixedAccessor))
            .orElse(name);
    return new Column(
        name,
        List.of(path.split("__|\\.")),
        call.named("linkify").filter(each -> !isFalse(Optional.of(each))).isPresent(),
        type,
        text("template_code", call, type, owner),
        type.map(each -> texts(call, each)).orElse(Map.of()),
        text("template_name", call, type, owner),
        owner,
        call);
  }

  /** What a column is told, or its class says. */
  private Optional<String> text(
      String option, Expr.Call call, Optional<ClassCode> type, ClassCode owner) {
    return call.named(option)
        .flatMap(each -> constants.text(owner.module(), each))
        .or(
            () ->
                type.flatMap(each -> each.attribute(option))
                    .flatMap(each -> constants.text(each.owner().module(), each.value())));
  }

  /** {@code "vlan__group"}, {@code Accessor("vlan__group")}. */
  private Optional<String> accessor(Expr accessor, ClassCode owner) {
    Expr path =
        accessor instanceof Expr.Call call && call.positional().size() == 1
            ? call.positional().get(0)
            : accessor;
    return constants.text(owner.module(), path);
  }

  /** What the constructor of a column's class takes where nobody says what is shown. */
  private Optional<String> standardAccessor(ClassCode type) {
    return type.method("__init__")
        .flatMap(
            made ->
                made.value().parameters().stream()
                    .filter(each -> each.name().equals("accessor"))
                    .flatMap(each -> each.standard().stream())
                    .findFirst()
                    .flatMap(each -> accessor(each, made.owner())));
  }

  private Optional<ClassCode.Member<Expr>> meta(String option) {
    return definition.lineage().stream()
        .flatMap(
            owner ->
                owner
                    .definition()
                    .nested("Meta")
                    .map(meta -> code.classCode(owner.module(), meta))
                    .stream())
        .findFirst()
        .flatMap(meta -> meta.attribute(option));
  }

  private List<String> names(String option) {
    return meta(option)
        .flatMap(each -> constants.value(each.owner().module(), each.value()))
        .filter(List.class::isInstance)
        .stream()
        .flatMap(each -> ((List<?>) each).stream())
        .map(Object::toString)
        .toList();
  }

  private static boolean isFalse(Optional<Expr> value) {
    return value
        .filter(each -> each instanceof Expr.Constant flag && flag.text().equals("False"))
        .isPresent();
  }
}
