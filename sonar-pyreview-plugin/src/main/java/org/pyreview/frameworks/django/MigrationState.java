package org.pyreview.frameworks.django;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.MigrationFile.Reference;
import org.pyreview.frameworks.django.MigrationGraph.Node;
import org.pyreview.project.Completeness;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

/**
 * The models that the migrations of a project build: Django's project state, worked out without
 * running anything.
 */
public final class MigrationState {

  private static final Set<String> NEUTRAL =
      Set.of("CreateCollation", "RemoveCollation", "ValidateConstraint");

  private static final Set<String> KNOWN =
      Set.of(
          "AddField",
          "AlterField",
          "RemoveField",
          "RenameField",
          "AlterUniqueTogether",
          "AlterIndexTogether",
          "AlterModelTable",
          "AlterModelOptions",
          "AlterModelManagers",
          "AlterModelTableComment",
          "AlterOrderWithRespectTo",
          "AddIndex",
          "AddIndexConcurrently",
          "AddConstraint",
          "AddConstraintNotValid",
          "RemoveIndex",
          "RemoveIndexConcurrently",
          "RemoveConstraint",
          "AlterConstraint",
          "RenameIndex");

  private final ProjectCode code;
  private final ModelIndex models;
  private final Map<String, App> apps = new LinkedHashMap<>();
  private final List<Node> order;
  private final List<FieldChange> changes = new ArrayList<>();
  private final List<AppliedOperation> operations = new ArrayList<>();

  /** What the migrations of one app build. */
  public static final class App {
    private final Map<String, StateModel> models = new LinkedHashMap<>();
    private Completeness known;
    private boolean isOpen;
    private boolean isComputed;
    private final Set<String> namedThere = new HashSet<>();
    private final Set<ModuleCode> usedThere = new HashSet<>();

    App(String label) {
      known = Completeness.of("migrations of the app " + label);
    }

    /** Whether some migration does something that can't be told. */
    public boolean isOpen() {
      return isOpen;
    }

    /**
     * Whether what can't be told may have made a model, index or constraint of a name: something is
     * computed, or the name stands in the operations concerned or the modules of their classes.
     */
    public boolean mayHaveMade(String name) {
      return isComputed
          || namedThere.stream().anyMatch(text -> lower(text).contains(lower(name)))
          || usedThere.stream().anyMatch(module -> module.mentions(name, lower(name)));
    }

    /** How many of the migrations do nothing but what can be told. */
    public Completeness known() {
      return known;
    }

    /** Something happens that can't be told: what was built before may be different now. */
    private void open() {
      isComputed = true;
      openFields();
    }

    /** The same, by an operation that is written out and whose class isn't known. */
    private void openBy(Expr operation, ModuleCode module, ProjectCode code) {
      if (!(operation instanceof Expr.Call call) || !isOfClass(call, module, code)) {
        open();
        return;
      }
      openFields();
      for (Expr each : call.all().toList()) {
        if (each instanceof Expr.Text text) {
          namedThere.add(text.value());
        } else if (each instanceof Expr.Name || each instanceof Expr.Attribute) {
          Meaning meaning = code.meaning(module, each);
          if (meaning instanceof Meaning.Class known) {
            usedThere.add(known.module());
          } else if (meaning instanceof Meaning.Function known) {
            usedThere.add(known.module());
          } else if (meaning instanceof Meaning.Value known) {
            usedThere.add(known.module());
          }
        }
      }
    }

    private static boolean isOfClass(Expr.Call call, ModuleCode module, ProjectCode code) {
      Meaning callee = code.meaning(module, call.callee());
      return call.isWrittenOut()
          && (callee instanceof Meaning.Class || callee instanceof Meaning.External);
    }

    private void openFields() {
      isOpen = true;
      models.values().forEach(model -> model.uncertain.addAll(model.fields.keySet()));
    }

    /** The model with a name, in any case. */
    public Optional<StateModel> model(String name) {
      return Optional.ofNullable(models.get(lower(name)));
    }

    public Collection<StateModel> models() {
      return models.values();
    }
  }

  /** A model as the migrations build it. */
  public static final class StateModel {
    private String name;
    private final Map<String, StateField> fields = new LinkedHashMap<>();
    private final Map<String, Expr> options = new HashMap<>();
    private final Set<String> indexes = new HashSet<>();
    private final Set<String> constraints = new HashSet<>();
    private final Map<String, Named> definitions = new HashMap<>();
    private final List<Rename> renames = new ArrayList<>();
    private final Map<String, Integer> renamesBefore = new HashMap<>();
    private final Set<String> uncertain = new HashSet<>();
    private boolean isOpen;
    private Step last;

    private record Rename(String old, String now) {}

    /**
     * How a migration wrote an index or a constraint.
     *
     * @param renamesBefore how many fields of the model had other names before
     */
    public record Named(Expr call, ModuleCode module, int renamesBefore) {}

    /** What the migrations made of a name, if there is an index or a constraint of it. */
    public Optional<Named> definition(String named) {
      return indexes.contains(named) || constraints.contains(named)
          ? Optional.ofNullable(definitions.get(named))
          : Optional.empty();
    }

    StateModel(String name) {
      this.name = name;
    }

    public String name() {
      return name;
    }

    public Map<String, StateField> fields() {
      return fields;
    }

    private void setOption(String option, Expr value) {
      options.put(option, value);
      renamesBefore.put(option, renames.size());
    }

    /** An option of Meta, as the last operation on it wrote it. */
    public Optional<Expr> option(String option) {
      return Optional.ofNullable(options.get(option));
    }

    /** The name that a field has now, by the one that it had when an option was written. */
    public String currentName(String field, String option) {
      return currentName(field, renamesBefore.getOrDefault(option, 0));
    }

    /** The name that a field has now, by the one that it had when an index was written. */
    public String currentName(String field, Named writtenIn) {
      return currentName(field, writtenIn.renamesBefore);
    }

    /** Django rewrites what names a field with it; what is written later means what it says. */
    private String currentName(String field, int renamesBefore) {
      String current = field;
      for (Rename each : renames.subList(renamesBefore, renames.size())) {
        current = each.old.equals(current) ? each.now : current;
      }
      return current;
    }

    /** Whether nothing that can't be told happened since the field was written. */
    public boolean isCertain(String field) {
      return !uncertain.contains(field);
    }

    public Set<String> indexes() {
      return indexes;
    }

    public Set<String> constraints() {
      return constraints;
    }

    /** Whether some field, index or constraint can't be told. */
    public boolean isOpen() {
      return isOpen;
    }

    /** The last operation that touched the model. */
    public Step last() {
      return last;
    }
  }

  /**
   * A field as the migrations build it.
   *
   * @param definition empty if its class is none that is known as a field
   * @param target label of the model that a relation points to, in lower case
   * @param step the last operation that touched it
   */
  public record StateField(
      Optional<FieldDefinition> definition, Optional<String> target, Expr written, Step step) {}

  /**
   * One operation of one migration.
   *
   * @param operation where it stands
   * @param isStateOnly whether it leaves the database to others
   */
  public record Step(Node migration, Place operation, boolean isStateOnly) {
    public ProjectFile file() {
      return migration.file();
    }
  }

  /**
   * A field that an operation added or altered.
   *
   * @param before the field as it was; empty if it is new
   */
  public record FieldChange(
      String app,
      String model,
      String field,
      Optional<StateField> before,
      StateField after,
      Step step) {

    /** Whether the column stays as it was: only what Python knows about the field changes. */
    public boolean leavesColumn(ProjectCode code) {
      return before.isPresent()
          && before.get().target.equals(after.target)
          && before
              .get()
              .definition
              .filter(old -> after.definition.filter(now -> now.hasColumnOf(old, code)).isPresent())
              .isPresent();
    }

    /** Whether the column gets an index by {@code db_index} that it didn't have. */
    public boolean introducesIndex() {
      return after.definition.filter(field -> field.isTrue("db_index")).isPresent()
          && before.flatMap(StateField::definition).filter(FieldDefinition::isIndexed).isEmpty();
    }
  }

  /**
   * An operation that was applied.
   *
   * @param name of Django's class; empty for any other
   */
  public record AppliedOperation(String name, Expr.Call call, Step step) {

    /** The model it is about, where that is written out; in lower case. */
    public Optional<String> model() {
      boolean isAboutWhole =
          name.endsWith("Model")
              || (name.startsWith("Alter")
                  && !Set.of("AlterField", "AlterConstraint").contains(name));
      return call.at(0, isAboutWhole ? "name" : "model_name")
          .filter(Expr.Text.class::isInstance)
          .map(text -> lower(((Expr.Text) text).value()));
    }
  }

  private MigrationState(Project project) {
    code = ProjectCode.of(project);
    models = ModelIndex.of(project);
    MigrationGraph graph = MigrationGraph.of(project);
    for (MigrationGraph.App app : graph.apps()) {
      App state = new App(app.label());
      state.isOpen = !app.isKnown();
      state.isComputed = state.isOpen;
      apps.put(app.label(), state);
    }
    order = order(graph);
    for (Node node : order) {
      apply(node);
    }
  }

  /** The state after all migrations; worked out once. */
  public static MigrationState of(Project project) {
    return project.knowledge(MigrationState.class, MigrationState::new);
  }

  /** The state of an app; empty if it has no migrations. */
  public Optional<App> app(String label) {
    return Optional.ofNullable(apps.get(label));
  }

  public Map<String, App> apps() {
    return apps;
  }

  /** The migrations in an order in which Django may run them, without those that are squashed. */
  public List<Node> order() {
    return order;
  }

  /** All additions and alterations of fields of existing models, in the order they run. */
  public List<FieldChange> changes() {
    return changes;
  }

  /** Whether a migration creates the table of a model, so that it has no rows there. */
  public boolean creates(Node migration, String model) {
    return operations.stream()
        .filter(each -> each.name().equals("CreateModel"))
        .filter(each -> each.step().migration().equals(migration))
        .anyMatch(each -> each.model().filter(lower(model)::equals).isPresent());
  }

  /** All operations in the order they run. */
  public List<AppliedOperation> operations() {
    return operations;
  }

  /** Depth-first, dependencies first; apps and names in their own order. */
  private static List<Node> order(MigrationGraph graph) {
    Map<String, Node> all = new LinkedHashMap<>();
    Map<String, String> survivors = new HashMap<>();
    for (MigrationGraph.App app : graph.apps()) {
      for (Node node : app.migrations().values()) {
        all.put(key(node.app(), node.name()), node);
        for (Reference replaced : node.migration().replaces()) {
          survivors.put(key(replaced.app(), replaced.name()), key(node.app(), node.name()));
        }
      }
    }
    Map<String, List<Node>> before = new HashMap<>();
    for (Node node : all.values()) {
      for (Reference later : node.migration().runBefore()) {
        before.computeIfAbsent(key(later.app(), later.name()), x -> new ArrayList<>()).add(node);
      }
    }
    List<Node> order = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Node start : all.values()) {
      if (!survivors.containsKey(key(start.app(), start.name()))) {
        visit(start, all, survivors, before, seen, order);
      }
    }
    return order;
  }

  private static void visit(
      Node start,
      Map<String, Node> all,
      Map<String, String> survivors,
      Map<String, List<Node>> before,
      Set<String> seen,
      List<Node> order) {
    Deque<Node> stack = new ArrayDeque<>(List.of(start));
    while (!stack.isEmpty()) {
      Node node = stack.peek();
      String key = key(node.app(), node.name());
      List<Node> waiting = new ArrayList<>();
      if (seen.add(key)) {
        for (Reference dependency : node.migration().dependencies()) {
          String wanted = key(dependency.app(), dependency.name());
          String survivor = wanted;
          for (int hops = 0; survivors.containsKey(survivor) && hops < 10; hops++) {
            survivor = survivors.get(survivor);
          }
          Optional.ofNullable(all.get(survivor)).ifPresent(waiting::add);
        }
        waiting.addAll(before.getOrDefault(key, List.of()));
        waiting.removeIf(each -> seen.contains(key(each.app(), each.name())));
      }
      if (waiting.isEmpty()) {
        stack.pop();
        if (!order.contains(node)) {
          order.add(node);
        }
      } else {
        waiting.forEach(stack::push);
      }
    }
  }

  private static String key(String app, String name) {
    return app + "." + name;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void apply(Node node) {
    App app = apps.get(node.app());
    Optional<List<Expr>> operations = node.migration().operations();
    boolean wasOpen = app.isOpen;
    app.isOpen = false;
    operations.ifPresentOrElse(
        all -> all.forEach(operation -> new Operation(node, app, operation, false).apply()),
        () ->
            node.migration()
                .alternatives()
                .ifPresentOrElse(
                    all -> all.forEach(each -> app.openBy(each, node.migration().module(), code)),
                    app::open));
    app.known = app.known.with(!app.isOpen);
    app.isOpen |= wasOpen;
  }

  /** One operation that changes the state. */
  private final class Operation {
    private final Node node;
    private final ModuleCode module;
    private final App app;
    private final Expr expression;
    private final Step step;

    Operation(Node node, App app, Expr expression, boolean isStateOnly) {
      this.node = node;
      this.module = node.migration().module();
      this.app = app;
      this.expression = expression;
      this.step =
          new Step(
              node,
              expression instanceof Expr.Call call ? call.callee().place() : expression.place(),
              isStateOnly);
    }

    void apply() {
      if (!(expression instanceof Expr.Call call)) {
        app.open();
        return;
      }
      String name = operationName(call);
      operations.add(new AppliedOperation(name, call, step));
      if (NEUTRAL.contains(name)
          || name.endsWith("Extension")
          || MigrationOperations.leavesState(call, module, code)) {
        return;
      }
      if (name.isEmpty() || !call.isWrittenOut()) {
        app.openBy(call, module, code);
        return;
      }
      switch (name) {
        case "RunPython", "RunSQL" -> applyAll(call.named("state_operations"));
        case "SeparateDatabaseAndState" -> applyAll(call.at(1, "state_operations"));
        case "CreateModel" -> createModel(call);
        case "DeleteModel" ->
            text(call, 0, "name").ifPresent(each -> app.models.remove(lower(each)));
        case "RenameModel" -> renameModel(call);
        default -> applyToModel(name, call);
      }
    }

    /** The operation's class; of a project's class the one it is derived from. */
    private String operationName(Expr.Call call) {
      return MigrationOperations.name(call, module, code);
    }

    private void applyAll(Optional<Expr> operations) {
      operations.ifPresent(
          given ->
              node.migration()
                  .operationsIn(given, code)
                  .ifPresentOrElse(
                      all -> all.forEach(each -> new Operation(node, app, each, true).apply()),
                      app::open));
    }

    private Optional<String> text(Expr.Call call, int position, String name) {
      Optional<String> text =
          call.at(position, name)
              .filter(Expr.Text.class::isInstance)
              .map(each -> ((Expr.Text) each).value());
      if (text.isEmpty()) {
        app.open();
      }
      return text;
    }

    private void createModel(Expr.Call call) {
      Optional<String> name = text(call, 0, "name");
      if (name.isEmpty()) {
        return;
      }
      StateModel model = new StateModel(name.get());
      model.last = step;
      app.models.put(lower(name.get()), model);
      if (call.at(1, "fields").orElse(null) instanceof Expr.Collection fields) {
        for (Expr field : fields.elements()) {
          if (field instanceof Expr.Collection pair
              && pair.elements().size() == 2
              && pair.elements().get(0) instanceof Expr.Text fieldName) {
            model.fields.put(
                fieldName.value(), field(fieldName.value(), pair.elements().get(1), model));
          } else {
            model.isOpen = true;
          }
        }
      } else {
        model.isOpen = true;
      }
      call.at(2, "options").ifPresent(options -> addOptions(options, model));
    }

    private void addOptions(Expr options, StateModel model) {
      if (!(options instanceof Expr.Mapping mapping)) {
        model.isOpen = true;
        return;
      }
      for (Expr.Entry entry : mapping.entries()) {
        if (entry.key().orElse(null) instanceof Expr.Text key) {
          model.setOption(key.value(), entry.value());
          if (key.value().equals("indexes")) {
            addNames(entry.value(), model.indexes, model);
          } else if (key.value().equals("constraints")) {
            addNames(entry.value(), model.constraints, model);
          }
        } else {
          model.isOpen = true;
        }
      }
    }

    private void addNames(Expr list, Set<String> to, StateModel model) {
      if (list instanceof Expr.Collection collection) {
        collection.elements().forEach(each -> addName(each, to, model));
      } else {
        model.isOpen = true;
      }
    }

    private void addName(Expr named, Set<String> to, StateModel model) {
      Optional<String> name = MigrationOperations.nameOf(named);
      name.ifPresent(
          each -> {
            to.add(each);
            model.definitions.put(each, new StateModel.Named(named, module, model.renames.size()));
          });
      model.isOpen |= name.isEmpty();
    }

    private StateField field(String name, Expr value, StateModel model) {
      Optional<FieldDefinition> definition = FieldDefinition.of(name, value, module, code);
      Optional<String> target =
          definition
              .flatMap(FieldDefinition::target)
              .flatMap(
                  to ->
                      models.target(to, module, node.app(), node.app() + "." + lower(model.name)));
      return new StateField(definition, target, value, step);
    }

    private void renameModel(Expr.Call call) {
      Optional<String> old = text(call, 0, "old_name");
      Optional<String> renamed = text(call, 1, "new_name");
      if (old.isEmpty() || renamed.isEmpty()) {
        return;
      }
      StateModel model = app.models.remove(lower(old.get()));
      if (model == null) {
        return;
      }
      model.name = renamed.get();
      model.last = step;
      app.models.put(lower(renamed.get()), model);
      String from = node.app() + "." + lower(old.get());
      String to = node.app() + "." + lower(renamed.get());
      apps.values().stream()
          .flatMap(each -> each.models.values().stream())
          .forEach(each -> each.fields.replaceAll((name, field) -> retarget(field, from, to)));
    }

    private StateField retarget(StateField field, String from, String to) {
      return field.target.filter(from::equals).isPresent()
          ? new StateField(field.definition, Optional.of(to), field.written, field.step)
          : field;
    }

    private void applyToModel(String name, Expr.Call call) {
      boolean isAboutOptions = name.startsWith("Alter") && !name.equals("AlterField");
      Optional<String> modelName =
          text(call, 0, isAboutOptions && !name.equals("AlterConstraint") ? "name" : "model_name");
      StateModel model = modelName.map(each -> app.models.get(lower(each))).orElse(null);
      if (model == null) {
        if (!KNOWN.contains(name)) {
          app.open();
        }
        return;
      }
      model.last = step;
      switch (name) {
        case "AddField", "AlterField" -> setField(call, model);
        case "RemoveField" -> text(call, 1, "name").ifPresent(model.fields::remove);
        case "RenameField" -> renameField(call, model);
        case "AlterUniqueTogether" ->
            setOption("unique_together", call.at(1, "unique_together"), model);
        case "AlterIndexTogether" ->
            setOption("index_together", call.at(1, "index_together"), model);
        case "AlterModelTable" -> setOption("db_table", call.at(1, "table"), model);
        case "AlterModelOptions" ->
            call.at(1, "options").ifPresent(each -> addOptions(each, model));
        case "AlterOrderWithRespectTo" -> model.isOpen = true;
        case "AlterModelManagers", "AlterModelTableComment" -> {
          // Nothing that is compared.
        }
        case "AddIndex", "AddIndexConcurrently" ->
            call.at(1, "index").ifPresent(each -> addName(each, model.indexes, model));
        case "AddConstraint", "AddConstraintNotValid" ->
            call.at(1, "constraint").ifPresent(each -> addName(each, model.constraints, model));
        case "RemoveIndex", "RemoveIndexConcurrently" ->
            text(call, 1, "name").ifPresent(model.indexes::remove);
        case "RemoveConstraint" -> text(call, 1, "name").ifPresent(model.constraints::remove);
        case "AlterConstraint" ->
            text(call, 1, "name")
                .ifPresent(
                    each -> {
                      model.constraints.add(each);
                      model.definitions.remove(each);
                    });
        case "RenameIndex" -> renameIndex(call, model);
        default -> app.open();
      }
    }

    private void setOption(String option, Optional<Expr> value, StateModel model) {
      value.ifPresent(each -> model.setOption(option, each));
    }

    private void setField(Expr.Call call, StateModel model) {
      Optional<String> name = text(call, 1, "name");
      Optional<Expr> written = call.at(2, "field");
      if (name.isPresent() && written.isPresent()) {
        StateField field = field(name.get(), written.get(), model);
        Optional<StateField> before = Optional.ofNullable(model.fields.put(name.get(), field));
        model.uncertain.remove(name.get());
        changes.add(new FieldChange(node.app(), model.name, name.get(), before, field, step));
      }
    }

    private void renameField(Expr.Call call, StateModel model) {
      Optional<String> old = text(call, 1, "old_name");
      Optional<String> renamed = text(call, 2, "new_name");
      if (old.isPresent() && renamed.isPresent()) {
        StateField field = model.fields.remove(old.get());
        if (field != null) {
          model.fields.put(renamed.get(), field);
          if (model.uncertain.remove(old.get())) {
            model.uncertain.add(renamed.get());
          }
        }
        model.renames.add(new StateModel.Rename(old.get(), renamed.get()));
      }
    }

    private void renameIndex(Expr.Call call, StateModel model) {
      Optional<String> renamed = text(call, 1, "new_name");
      call.named("old_name")
          .filter(Expr.Text.class::isInstance)
          .map(old -> ((Expr.Text) old).value())
          .ifPresent(
              old -> {
                model.indexes.remove(old);
                StateModel.Named definition = model.definitions.remove(old);
                if (definition != null && renamed.isPresent()) {
                  model.definitions.put(renamed.get(), definition);
                }
              });
      renamed.ifPresent(model.indexes::add);
      if (call.named("old_fields").isPresent()) {
        model.options.remove("index_together");
      }
    }
  }
}
