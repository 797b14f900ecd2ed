package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.pyreview.frameworks.django.MigrationState.StateField;
import org.pyreview.frameworks.django.MigrationState.StateModel;
import org.pyreview.frameworks.django.MigrationState.Step;
import org.pyreview.project.Completeness;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * What {@code manage.py makemigrations} would write: the differences between the models of the code
 * and those that the migrations build. What can't be proven is no difference.
 */
public final class SchemaDrift {

  /** What is missing in the migrations. */
  public enum Kind {
    APP,
    MODEL_ADDED,
    MODEL_REMOVED,
    FIELD_ADDED,
    FIELD_REMOVED,
    TYPE,
    OPTION,
    TOGETHER,
    INDEX_ADDED,
    INDEX_CHANGED,
    INDEX_REMOVED
  }

  /**
   * A change that no migration makes.
   *
   * @param file where the code says so
   * @param name of the field, option or index
   * @param option the field's option that differs
   * @param before value in the migrations
   * @param after value in the code
   * @param last the migration operation that touched it last
   */
  public record Difference(
      Kind kind,
      ProjectFile file,
      Place place,
      String model,
      String name,
      String option,
      String before,
      String after,
      Optional<Step> last) {}

  private static final List<String> COLUMN_OPTIONS =
      List.of(
          "null",
          "max_length",
          "unique",
          "db_index",
          "primary_key",
          "max_digits",
          "decimal_places",
          "db_column");
  private static final Set<String> LIMITED =
      Set.of(
          "CharField",
          "SlugField",
          "EmailField",
          "URLField",
          "FileField",
          "ImageField",
          "FilePathField",
          "CommaSeparatedIntegerField",
          "CICharField",
          "CIEmailField");
  private static final List<String> RELATION_OPTIONS = List.of("null", "db_column", "primary_key");
  private static final List<String> STATE_OPTIONS =
      List.of("blank", "default", "choices", "help_text", "verbose_name");

  /** Stands for the label of every app. */
  private static final String ANY_APP = "*";

  private final Project project;
  private final ProjectCode code;
  private final Constants constants;
  private final ModelIndex models;
  private final MigrationState state;
  private final boolean withStateOnly;
  private final Predicate<Completeness> knowsEnough;
  private final Set<String> migratedClasses = new HashSet<>();
  private final List<Difference> differences = new ArrayList<>();
  private Map<String, Set<String>> namesInCode;

  /**
   * @param withStateOnly whether to compare what the database doesn't know: choices, defaults,
   *     texts
   * @param knowsEnough whether that much knowledge suffices to say what is missing
   */
  public SchemaDrift(Project project, boolean withStateOnly, Predicate<Completeness> knowsEnough) {
    this.project = project;
    this.knowsEnough = knowsEnough;
    this.code = ProjectCode.of(project);
    this.constants = new Constants(code);
    this.models = ModelIndex.of(project);
    this.state = MigrationState.of(project);
    this.withStateOnly = withStateOnly;
    state.apps().values().stream()
        .flatMap(app -> app.models().stream())
        .flatMap(model -> model.fields().values().stream())
        .flatMap(field -> field.definition().stream())
        .forEach(field -> migratedClasses.add(field.type().name()));
  }

  /** The differences, in the order of the code. */
  public List<Difference> differences() {
    Set<String> appsWithout = new HashSet<>();
    Set<String> unclear = unclearApps();
    for (DjangoModel model : models.concrete()) {
      Optional<MigrationState.App> app = state.app(model.app());
      if (unclear.contains(model.app()) || model.app().isEmpty()) {
        continue;
      }
      if (app.isPresent()) {
        compare(model, app.get());
      } else if (isInstalledWithTable(model) && appsWithout.add(model.app())) {
        add(Kind.APP, model, model.place(), model.app(), Optional.empty());
      }
    }
    state.apps().entrySet().stream()
        .filter(app -> !unclear.contains(app.getKey()))
        .forEach(app -> findRemovedModels(app.getKey(), app.getValue()));
    return differences;
  }

  /** Apps whose migrations are elsewhere, or of which too little can be told. */
  private Set<String> unclearApps() {
    Map<String, Completeness> classes = new TreeMap<>();
    for (DjangoModel model : models.all()) {
      classes.merge(
          model.app(),
          Completeness.of("model classes of the app " + model.app()).with(model.isResolved()),
          (all, one) -> all.with(model.isResolved()));
    }
    Set<String> unclear = relocatedApps();
    state
        .apps()
        .forEach(
            (label, app) -> {
              Completeness models = classes.getOrDefault(label, Completeness.of(""));
              if (!knowsEnough.test(app.known()) || !knowsEnough.test(models)) {
                unclear.add(label);
              }
            });
    return unclear;
  }

  /** Apps whose migrations a setting puts elsewhere; {@code None} only switches them off. */
  private Set<String> relocatedApps() {
    Set<String> apps = new HashSet<>();
    for (ModuleCode module : code.mainModules()) {
      module.onlyAssignment("MIGRATION_MODULES").filter(Expr.Mapping.class::isInstance).stream()
          .flatMap(mapping -> ((Expr.Mapping) mapping).entries().stream())
          .filter(entry -> !(entry.value() instanceof Expr.Constant))
          .flatMap(entry -> entry.key().stream())
          .filter(Expr.Text.class::isInstance)
          .forEach(key -> apps.add(((Expr.Text) key).value()));
    }
    return apps;
  }

  private boolean isInstalledWithTable(DjangoModel model) {
    return model.hasTable()
        && !model.isProxy()
        && !models.isConditional(model)
        && isMeantToMigrate(DjangoApps.of(project).containing(model.file()).orElseThrow());
  }

  /** An empty package for migrations, or an installed app among others that have some. */
  private boolean isMeantToMigrate(DjangoApps.App app) {
    return project.file(app.folder() + "migrations/__init__.py").isPresent()
        || (!state.apps().isEmpty() && InstalledApps.of(project).contains(app));
  }

  private void compare(DjangoModel model, MigrationState.App app) {
    Optional<StateModel> known = app.model(model.name());
    if (known.isEmpty()) {
      boolean isProven =
          !(app.isOpen() && app.mayHaveMade(model.name()))
              && model.hasTable()
              && !models.isConditional(model)
              && isLoaded(model);
      if (isProven) {
        add(Kind.MODEL_ADDED, model, model.place(), model.name(), Optional.empty());
      }
    } else if (!model.isProxy() && model.isManaged()) {
      compareFields(model, known.get(), app);
      compareMeta(model, known.get(), app);
    }
  }

  /** Django sees only models in modules that something imports. */
  private boolean isLoaded(DjangoModel model) {
    ProjectFile file = model.file();
    return file.name().equals("models.py")
        || file.path().isBelow(Set.of("models"))
        || code.mainModules().stream()
            .filter(module -> module.file() != file)
            .anyMatch(module -> importsFrom(module, file));
  }

  private boolean importsFrom(ModuleCode module, ProjectFile file) {
    String name = file.name().replaceFirst("\\.py$", "");
    return module.statements().stream()
        .flatMap(Stmt::everything)
        .filter(Stmt.Import.class::isInstance)
        .map(Stmt.Import.class::cast)
        .filter(each -> each.module().endsWith(name) || each.name().equals(name))
        .anyMatch(
            each ->
                code.module(module, each.level(), each.module())
                        .filter(target -> target.file() == file)
                        .isPresent()
                    || code.module(
                            module,
                            each.level(),
                            each.module().isEmpty()
                                ? each.name()
                                : each.module() + "." + each.name())
                        .filter(target -> target.file() == file)
                        .isPresent());
  }

  private void compareFields(DjangoModel model, StateModel known, MigrationState.App app) {
    boolean isComplete = !app.isOpen() && !known.isOpen();
    for (FieldDefinition field : model.fields().values()) {
      StateField before = known.fields().get(field.name());
      if (field.type().isPrivate() || models.isConditional(model)) {
        continue;
      }
      if (before != null) {
        if (known.isCertain(field.name())) {
          compareField(model, field, before);
        }
      } else if (isComplete && isMigrated(field)) {
        add(Kind.FIELD_ADDED, model, placeOf(field, model), field.name(), last(known));
      }
    }
    if (isComplete && !model.isOpen()) {
      for (Map.Entry<String, StateField> before : known.fields().entrySet()) {
        if (isGone(before.getKey(), before.getValue(), model)) {
          add(
              Kind.FIELD_REMOVED,
              model,
              model.place(),
              before.getKey(),
              Optional.of(before.getValue().step()));
        }
      }
    }
  }

  /** A field that isn't a mere column counts if its class is in migrations at all. */
  private boolean isMigrated(FieldDefinition field) {
    return switch (field.type().origin()) {
      case DJANGO, PROJECT -> true;
      case PROJECT_CONTRIBUTING, LIBRARY -> migratedClasses.contains(field.type().name());
    };
  }

  private static boolean isGone(String name, StateField before, DjangoModel model) {
    if (model.binds(name)
        || model.inheritedNames().contains(name)
        || model.mayBeContributed(name)) {
      return false;
    }
    Optional<FieldDefinition> field = before.definition();
    boolean hasOwnKey =
        model.fields().values().stream().anyMatch(each -> each.option("primary_key").isPresent());
    boolean isAutomaticKey =
        field.isPresent() && field.get().type().name().endsWith("AutoField") && !hasOwnKey;
    boolean isParentLink = field.isPresent() && field.get().isTrue("parent_link");
    boolean isOrder = name.equals("_order");
    return field.isPresent() && !isAutomaticKey && !isParentLink && !isOrder;
  }

  private void compareField(DjangoModel model, FieldDefinition field, StateField before) {
    if (before.definition().isEmpty()) {
      return;
    }
    FieldDefinition old = before.definition().get();
    if (!field.type().isDjangos() || !old.type().isDjangos()) {
      for (String option : List.of("null", "unique")) {
        if (field.option(option).isPresent() && old.option(option).isPresent()) {
          compareOption(model, field, old, option, before.step());
        }
      }
      return;
    }
    if (!field.type().name().equals(old.type().name())) {
      addChange(Kind.TYPE, model, field, "", old.type().name(), field.type().name(), before.step());
      return;
    }
    boolean isRelation = field.type().isRelation();
    if (isRelation) {
      compareTarget(model, field, before);
    }
    if (field.type().kind() != FieldClass.Kind.MANY_TO_MANY) {
      (isRelation ? RELATION_OPTIONS : COLUMN_OPTIONS)
          .forEach(option -> compareOption(model, field, old, option, before.step()));
      if (field.type().kind() == FieldClass.Kind.FOREIGN_KEY) {
        compareOption(model, field, old, "db_index", before.step());
        compareOption(model, field, old, "unique", before.step());
      }
    }
    if (withStateOnly) {
      STATE_OPTIONS.stream()
          .filter(option -> field.option(option).isPresent() || old.option(option).isPresent())
          .forEach(option -> compareOption(model, field, old, option, before.step()));
    }
  }

  private void compareOption(
      DjangoModel model, FieldDefinition field, FieldDefinition old, String option, Step step) {
    boolean isUnlimited = option.equals("max_length") && !LIMITED.contains(field.type().name());
    boolean isImplied = option.equals("primary_key") && field.isTrue("parent_link");
    if (isUnlimited || isImplied) {
      return;
    }
    Optional<Object> after = field.effective(option, constants);
    Optional<Object> before = old.effective(option, constants);
    if (after.isPresent() && before.isPresent() && !after.get().equals(before.get())) {
      addChange(Kind.OPTION, model, field, option, text(before.get()), text(after.get()), step);
    }
  }

  private static String text(Object value) {
    if (value instanceof java.math.BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    return value.toString();
  }

  private void compareTarget(DjangoModel model, FieldDefinition field, StateField before) {
    Optional<String> after = models.targetOf(field, model);
    Optional<String> old = before.target();
    boolean isKnown =
        after.isPresent()
            && old.isPresent()
            && !after.get().equals(ModelIndex.USER)
            && !old.get().equals(ModelIndex.USER);
    if (isKnown && !after.get().equals(old.get())) {
      addChange(Kind.OPTION, model, field, "to", old.get(), after.get(), before.step());
    }
  }

  private void compareMeta(DjangoModel model, StateModel known, MigrationState.App app) {
    if (known.isOpen() || models.isConditional(model)) {
      return;
    }
    if (app.isOpen()) {
      addMissingNames(model, known, "indexes", known.indexes(), app::mayHaveMade);
      addMissingNames(model, known, "constraints", known.constraints(), app::mayHaveMade);
      return;
    }
    if (!model.isOpen() && model.isMetaKnown()) {
      compareGroups(model, known);
    }
    compareNames(model, known, "indexes", known.indexes());
    compareNames(model, known, "constraints", known.constraints());
  }

  private void compareGroups(DjangoModel model, StateModel known) {
    for (String option : List.of("unique_together", "index_together")) {
      Optional<Set<List<String>>> after = groups(model, option);
      Optional<Set<List<String>>> before = groups(known, option);
      // Django has forgotten it in 5.1: who leaves it out has turned it into indexes.
      boolean isForgotten =
          option.equals("index_together") && after.filter(Set::isEmpty).isPresent();
      if (after.isPresent()
          && before.isPresent()
          && !isForgotten
          && !after.get().equals(before.get())) {
        add(Kind.TOGETHER, model, model.place(), option, last(known));
      }
    }
  }

  private void compareNames(
      DjangoModel model, StateModel known, String option, Set<String> before) {
    DeclaredNames declared = addMissingNames(model, known, option, before, name -> false);
    for (String name : declared.otherThanIn(known, constants)) {
      add(Kind.INDEX_CHANGED, model, model.place(), name, last(known));
    }
    for (String name : declared.goneFrom(before)) {
      add(Kind.INDEX_REMOVED, model, model.place(), name, last(known));
    }
    if (declared.differInNumber(before)) {
      add(Kind.TOGETHER, model, model.place(), option, last(known));
    }
  }

  private DeclaredNames addMissingNames(
      DjangoModel model,
      StateModel known,
      String option,
      Set<String> before,
      Predicate<String> mayExist) {
    DeclaredNames declared = DeclaredNames.of(model, option, code);
    for (String name : declared.missingIn(before)) {
      if (!mayExist.test(name)) {
        add(Kind.INDEX_ADDED, model, model.place(), name, last(known));
      }
    }
    return declared;
  }

  private Optional<Set<List<String>>> groups(DjangoModel model, String option) {
    Optional<Expr> written = model.meta(option);
    if (written.isEmpty()) {
      return Optional.of(Set.of());
    }
    return model
        .metaClass()
        .flatMap(meta -> meta.attribute(option))
        .flatMap(member -> constants.value(member.owner().module(), member.value()))
        .flatMap(SchemaDrift::groups);
  }

  private Optional<Set<List<String>>> groups(StateModel known, String option) {
    Optional<Expr> written = known.option(option);
    if (written.isEmpty()) {
      return Optional.of(Set.of());
    }
    Expr value = written.get();
    boolean isEmptySet = value instanceof Expr.Call call && call.arguments().isEmpty();
    if (isEmptySet || (value instanceof Expr.Constant none && none.text().equals("None"))) {
      return Optional.of(Set.of());
    }
    Expr literal =
        value instanceof Expr.Call call && call.name().equals("set") && !call.arguments().isEmpty()
            ? call.arguments().get(0).value()
            : value;
    return constants
        .value(known.last().migration().migration().module(), literal)
        .flatMap(SchemaDrift::groups)
        .map(
            groups -> {
              Set<List<String>> current = new HashSet<>();
              groups.forEach(
                  group ->
                      current.add(
                          group.stream().map(each -> known.currentName(each, option)).toList()));
              return current;
            });
  }

  /** {@code ("a", "b")} means {@code (("a", "b"),)}. */
  private static Optional<Set<List<String>>> groups(Object value) {
    if (!(value instanceof List<?> list)) {
      return Optional.empty();
    }
    Set<List<String>> groups = new HashSet<>();
    boolean isOne = !list.isEmpty() && list.stream().allMatch(String.class::isInstance);
    for (Object group : isOne ? List.of(list) : list) {
      if (!(group instanceof List<?> names)) {
        return Optional.empty();
      }
      groups.add(names.stream().map(Object::toString).toList());
    }
    return Optional.of(groups);
  }

  private void findRemovedModels(String label, MigrationState.App app) {
    if (app.isOpen()) {
      return;
    }
    Optional<ModuleCode> home =
        code.mainModules().stream()
            .filter(
                module -> module.file().path().toString().matches(".*/models(?:/__init__)?\\.py"))
            .filter(
                module ->
                    DjangoApps.of(project)
                        .containing(module.file())
                        .filter(each -> each.label().equals(label))
                        .isPresent())
            .findFirst();
    if (home.isEmpty()) {
      return;
    }
    for (StateModel known : app.models()) {
      boolean isManaged = known.option("managed").isEmpty() && known.option("proxy").isEmpty();
      if (isManaged && !known.isOpen() && !isNamedInCode(known.name(), label)) {
        List<Stmt> first = home.get().statements();
        differences.add(
            new Difference(
                Kind.MODEL_REMOVED,
                first.isEmpty() ? known.last().file() : home.get().file(),
                first.isEmpty() ? known.last().operation() : first.get(0).place(),
                known.name(),
                known.name(),
                "",
                "",
                "",
                Optional.of(known.last())));
      }
    }
  }

  /**
   * A class of that name, or a text of the app's own code or given to {@code type(…)}: something
   * may make the class.
   */
  private boolean isNamedInCode(String name, String label) {
    if (name.startsWith("Historical")) {
      return true;
    }
    if (namesInCode == null) {
      namesInCode = new HashMap<>();
      DjangoApps apps = DjangoApps.of(project);
      for (ModuleCode module : code.mainModules()) {
        if (!module.file().path().isBelow(Set.of("migrations"))) {
          String app = apps.containing(module.file()).map(DjangoApps.App::label).orElse("");
          module.classes().forEach(each -> addName(each.name(), ANY_APP));
          module.statements().stream()
              .flatMap(Stmt::everyExpression)
              .forEach(each -> addNames(each, app));
        }
      }
    }
    Set<String> places = namesInCode.getOrDefault(name, Set.of());
    return places.contains(ANY_APP) || places.contains(label);
  }

  private void addNames(Expr expression, String app) {
    if (expression instanceof Expr.Text text) {
      addName(text.value(), app);
    } else if (expression instanceof Expr.Call call
        && call.name().equals("type")
        && call.at(0, "name").orElse(null) instanceof Expr.Text name) {
      addName(name.value(), ANY_APP);
    }
  }

  private void addName(String name, String app) {
    namesInCode.computeIfAbsent(name, key -> new HashSet<>()).add(app);
  }

  private static Optional<Step> last(StateModel known) {
    return Optional.of(known.last());
  }

  /** Where a field stands, unless another file's abstract base brings it. */
  private static Place placeOf(FieldDefinition field, DjangoModel model) {
    return field.file() == model.file() ? field.place() : model.place();
  }

  private void add(Kind kind, DjangoModel model, Place place, String name, Optional<Step> last) {
    differences.add(
        new Difference(kind, model.file(), place, model.name(), name, "", "", "", last));
  }

  private void addChange(
      Kind kind,
      DjangoModel model,
      FieldDefinition field,
      String option,
      String before,
      String after,
      Step step) {
    differences.add(
        new Difference(
            kind,
            model.file(),
            placeOf(field, model),
            model.name(),
            field.name(),
            option,
            before,
            after,
            Optional.of(step)));
  }
}
