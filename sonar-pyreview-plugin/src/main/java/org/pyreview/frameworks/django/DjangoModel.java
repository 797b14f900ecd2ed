package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Bindings;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** A Django model of the project: abstract, proxy or with a table of its own. */
public final class DjangoModel {

  private static final Set<String> HARMLESS =
      Set.of(
          "python_2_unicode_compatible",
          "total_ordering",
          "register",
          "register_snippet",
          "register_setting",
          "deconstructible",
          "final");

  private final ProjectCode code;
  private final ClassCode definition;
  private final String app;
  private final List<DjangoModel> modelParents = new ArrayList<>();
  private final List<DjangoModel> abstractBases = new ArrayList<>();
  private final Map<String, FieldDefinition> fields = new LinkedHashMap<>();
  private final Set<String> inheritedNames = new HashSet<>();
  private boolean hasUnknownBase;

  DjangoModel(ProjectCode code, ClassCode definition, String app) {
    this.code = code;
    this.definition = definition;
    this.app = app;
  }

  /** Completes the model when all classes of the project are known. */
  void connect(ModelIndex index) {
    for (ClassCode ancestor : definition.lineage().subList(1, definition.lineage().size())) {
      index.of(ancestor).ifPresent(modelParents::add);
    }
    hasUnknownBase = definition.isOpen();
    for (String base : definition.externalBases()) {
      Optional<Set<String>> known = KnownBases.fieldsOf(base);
      known.ifPresent(inheritedNames::addAll);
      hasUnknownBase |= known.isEmpty();
    }
    collectAbstract(definition, index);
    for (int i = abstractBases.size() - 1; i >= 0; i--) {
      abstractBases.get(i).addOwnFieldsTo(fields);
    }
    addOwnFieldsTo(fields);
  }

  /** Abstract bases give their fields away; what is behind a base with a table stays there. */
  private void collectAbstract(ClassCode from, ModelIndex index) {
    for (ClassCode parent : from.parents()) {
      Optional<DjangoModel> base = index.of(parent);
      if (base.filter(each -> !each.isAbstract()).isEmpty()) {
        base.ifPresent(
            each -> {
              abstractBases.remove(each);
              abstractBases.add(each);
            });
        collectAbstract(parent, index);
      }
    }
  }

  private void addOwnFieldsTo(Map<String, FieldDefinition> to) {
    for (Stmt statement : definition.definition().body()) {
      if (statement instanceof Stmt.Assign assign
          && assign.name().isPresent()
          && assign.value().isPresent()) {
        String name = assign.name().get();
        to.remove(name);
        FieldDefinition.of(name, assign.value().get(), definition.module(), code)
            .ifPresent(field -> to.put(name, field));
      } else if (statement instanceof Stmt.Function function) {
        to.remove(function.name());
      }
    }
  }

  public ClassCode definition() {
    return definition;
  }

  public ProjectFile file() {
    return definition.file();
  }

  /** Where the class is named. */
  public Place place() {
    return definition.definition().place();
  }

  public String name() {
    return definition.name();
  }

  /** Label of the app; empty if the model's file lies in none. */
  public String app() {
    return meta("app_label")
        .filter(Expr.Text.class::isInstance)
        .map(label -> ((Expr.Text) label).value())
        .orElse(app);
  }

  /** {@code app.model} in lower case: how migrations and strings name the model. */
  public String label() {
    return (app() + "." + name()).toLowerCase(java.util.Locale.ROOT);
  }

  public boolean isAbstract() {
    return ownMeta().flatMap(meta -> meta.attribute("abstract")).filter(this::isTrue).isPresent();
  }

  public boolean isProxy() {
    return ownMeta().flatMap(meta -> meta.attribute("proxy")).filter(this::isTrue).isPresent();
  }

  /** Whether Django creates the table. */
  public boolean isManaged() {
    return meta("managed").filter(value -> !isTrue(value)).isEmpty();
  }

  /** Whether a setting may put another model into this one's place. */
  public boolean isSwappable() {
    return meta("swappable").isPresent();
  }

  private boolean isTrue(Expr value) {
    return value instanceof Expr.Constant flag && flag.text().equals("True");
  }

  /** The fields of the model and of its abstract bases, by name; later ones override. */
  public Map<String, FieldDefinition> fields() {
    return fields;
  }

  /** A field of the model, its abstract bases or the models whose tables it extends. */
  public Optional<FieldDefinition> field(String name) {
    Optional<FieldDefinition> own = Optional.ofNullable(fields.get(name));
    return own.or(
        () ->
            modelParents.stream()
                .flatMap(parent -> Optional.ofNullable(parent.fields.get(name)).stream())
                .findFirst());
  }

  /** Whether the class body of the model or of an ancestor gives the name any meaning. */
  public boolean binds(String attribute) {
    return definition.lineage().stream()
        .flatMap(ClassCode::body)
        .flatMap(statement -> Bindings.of(statement).stream())
        .anyMatch(attribute::equals);
  }

  /** The models this one inherits from, nearest first. */
  public List<DjangoModel> parents() {
    return modelParents;
  }

  /** Names of fields that bases outside the project bring along. */
  public Collection<String> inheritedNames() {
    return inheritedNames;
  }

  /** Whether the model may have fields or options that can't be seen. */
  public boolean isOpen() {
    return hasUnknownBase || definition.lineage().stream().anyMatch(this::isComputed);
  }

  /**
   * Whether the class surely is a model with a table: unknown bases and decorators of the project
   * may add to it, and no more.
   */
  public boolean hasTable() {
    boolean mayInheritMeta = ownMeta().isEmpty() && hasUnknownBase;
    return isManaged()
        && !isAbstract()
        && !mayInheritMeta
        && definition.lineage().stream()
            .noneMatch(
                each ->
                    hasUnknownMetaclass(each)
                        || isBuiltInSteps(each)
                        || !each.definition().decorators().stream()
                            .allMatch(
                                named -> isTheProjects(named, each.module()) || isKnown(named)));
  }

  /** Whether all of its bases can be told, if only by their names. */
  public boolean isResolved() {
    return !definition.isOpen();
  }

  /** Whether classes outside the project may have put indexes or constraints into its Meta. */
  public boolean mayHaveOtherIndexes() {
    return hasUnknownBase || definition.externalBases().stream().anyMatch(KnownBases::addsIndexes);
  }

  /**
   * Whether a field class that does more than a column may have put a column of that name beside
   * it, as {@code price_currency} beside {@code price}.
   */
  public boolean mayBeContributed(String column) {
    return fields.values().stream()
        .filter(
            field ->
                field.type().origin() == FieldClass.Origin.LIBRARY
                    || field.type().origin() == FieldClass.Origin.PROJECT_CONTRIBUTING)
        .anyMatch(field -> column.contains(field.name()));
  }

  private boolean hasUnknownMetaclass(ClassCode each) {
    return each.definition().arguments().stream()
        .filter(argument -> !argument.keyword().isEmpty())
        .anyMatch(
            argument ->
                !KnownBases.isHarmlessMetaclass(
                    code.meaning(each.module(), argument.value()).external()));
  }

  private boolean isComputed(ClassCode each) {
    Stmt.ClassDef definition = each.definition();
    return !definition.decorators().stream().allMatch(named -> isHarmless(named, each.module()))
        || hasUnknownMetaclass(each)
        || isBuiltInSteps(each);
  }

  private static boolean isBuiltInSteps(ClassCode each) {
    return each.body()
        .anyMatch(
            statement ->
                statement instanceof Stmt.If
                    || statement instanceof Stmt.For
                    || statement instanceof Stmt.Try
                    || statement instanceof Stmt.While
                    || statement instanceof Stmt.With);
  }

  /** A decorator that registers or compares, and leaves the fields alone. */
  private boolean isHarmless(Expr decorator, ModuleCode module) {
    boolean addsNothing =
        code.meaning(module, calleeOf(decorator)) instanceof Meaning.Function function
            && !function.module().mentions("add_to_class", "contribute_to_class", "setattr");
    return addsNothing || isKnown(decorator);
  }

  private boolean isTheProjects(Expr decorator, ModuleCode module) {
    return code.meaning(module, calleeOf(decorator)) instanceof Meaning.Function;
  }

  private static boolean isKnown(Expr decorator) {
    return HARMLESS.contains(calleeOf(decorator).lastName());
  }

  private static Expr calleeOf(Expr decorator) {
    return decorator instanceof Expr.Call call ? call.callee() : decorator;
  }

  private Optional<Stmt.ClassDef> ownMeta() {
    return definition.definition().nested("Meta");
  }

  /** An option of the model's Meta, inherited the way Django does. */
  public Optional<Expr> meta(String option) {
    return metaClass().flatMap(meta -> meta.attribute(option)).map(ClassCode.Member::value);
  }

  /** The Meta that counts for this model: its own, or that of the nearest abstract base. */
  public Optional<ClassCode> metaClass() {
    Optional<ClassCode> own = ownMeta().map(meta -> code.classCode(definition.module(), meta));
    return own.or(
        () ->
            abstractBases.stream()
                .flatMap(
                    base ->
                        base
                            .ownMeta()
                            .map(meta -> code.classCode(base.definition.module(), meta))
                            .stream())
                .findFirst());
  }

  /** Whether Meta has nothing but plain assignments, all its bases included. */
  public boolean isMetaKnown() {
    return isMetaPlain()
        && metaClass().filter(meta -> meta.isOpen() || !meta.externalBases().isEmpty()).isEmpty();
  }

  /** Whether Meta has nothing but plain assignments where it can be seen. */
  public boolean isMetaPlain() {
    return metaClass().stream()
        .flatMap(meta -> meta.lineage().stream())
        .flatMap(ClassCode::body)
        .allMatch(
            each ->
                each instanceof Stmt.Plain
                    || (each instanceof Stmt.Assign assign && assign.operator().equals("="))
                    || (each instanceof Stmt.Evaluate text && text.value() instanceof Expr.Text));
  }

  /** A method or property of the model, wherever in its lineage. */
  public Optional<ClassCode.Member<Stmt.Function>> method(String name) {
    return definition.method(name);
  }

  /** The manager class that the model gives to an attribute, if it is the project's. */
  public Optional<ClassCode> manager(String attribute) {
    return definition
        .attribute(attribute)
        .flatMap(
            member ->
                member.value() instanceof Expr.Call call
                    ? new ManagerClasses(code).of(member.owner().module(), call)
                    : Optional.empty());
  }

  /** The project's manager class that a manager is made of together with a queryset's class. */
  public Optional<ClassCode> managerBehind(String attribute) {
    return definition
        .attribute(attribute)
        .flatMap(
            member ->
                member.value() instanceof Expr.Call call
                    ? new ManagerClasses(code).behind(member.owner().module(), call)
                    : Optional.empty());
  }

  @Override
  public String toString() {
    return label();
  }
}
