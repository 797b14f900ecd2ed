package org.pyreview.frameworks.django;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** The Django models of a project and the relations between them. */
public final class ModelIndex {

  /** Stands for the model that AUTH_USER_MODEL names, where that isn't known. */
  public static final String USER = "the user model";

  private static final Set<String> GET_USER_MODEL = Set.of("django.contrib.auth.get_user_model");

  private final ProjectCode code;
  private final Map<ClassCode, DjangoModel> models = new LinkedHashMap<>();
  private final Map<String, DjangoModel> byLabel = new HashMap<>();
  private final Map<DjangoModel, Map<String, Relation>> relations = new HashMap<>();
  private final Set<ClassCode> conditional = new HashSet<>();
  private final String userModel;
  private Map<String, Relation> ofUser;

  private ModelIndex(Project project) {
    code = ProjectCode.of(project);
    DjangoApps apps = DjangoApps.of(project);
    for (ModuleCode module : code.mainModules()) {
      if (!module.file().path().isBelow(Set.of("migrations"))) {
        module.topLevel().forEach(statement -> add(module, statement, apps));
      }
    }
    userModel = userModel();
    models.values().forEach(model -> model.connect(this));
    for (DjangoModel model : models.values()) {
      if (!model.isAbstract()) {
        byLabel.putIfAbsent(model.label(), model);
      }
    }
    connectRelations();
  }

  /** The models of the project; worked out once. */
  public static ModelIndex of(Project project) {
    return project.knowledge(ModelIndex.class, ModelIndex::new);
  }

  private void add(ModuleCode module, Stmt statement, DjangoApps apps) {
    if (statement instanceof Stmt.ClassDef definition && !definition.bases().isEmpty()) {
      ClassCode each = code.classCode(module, definition);
      if (each.externalBases().stream().anyMatch(KnownBases::isModel)) {
        String app = apps.containing(module.file()).map(DjangoApps.App::label).orElse("");
        models.put(each, new DjangoModel(code, each, app));
      }
    } else if (statement instanceof Stmt.If branch && !isRegistrationTest(branch.test())) {
      branch.inner().stream()
          .filter(Stmt.ClassDef.class::isInstance)
          .map(each -> code.classCode(module, (Stmt.ClassDef) each))
          .forEach(conditional::add);
    }
  }

  /** {@code if not is_model_registered("app", "Model")}: true unless somebody forks the app. */
  private static boolean isRegistrationTest(Expr test) {
    return test.all()
        .anyMatch(each -> each instanceof Expr.Call call && call.name().contains("registered"));
  }

  /** All models, abstract ones included, sorted by file. */
  public Collection<DjangoModel> all() {
    return models.values();
  }

  /** The models that have, or share, a table. */
  public List<DjangoModel> concrete() {
    return models.values().stream().filter(model -> !model.isAbstract()).toList();
  }

  /** The model that a class is. */
  public Optional<DjangoModel> of(ClassCode definition) {
    return Optional.ofNullable(models.get(definition));
  }

  /** The model that something stands for. */
  public Optional<DjangoModel> of(Meaning meaning) {
    if (meaning instanceof Meaning.Class each) {
      return of(code.classCode(each));
    }
    return meaning instanceof Meaning.Value value
        ? of(value.module(), value.value())
        : Optional.empty();
  }

  /** The model that an expression of a file names, calls such as get_user_model() included. */
  public Optional<DjangoModel> of(ModuleCode module, Expr expression) {
    if (expression instanceof Expr.Call call) {
      if (GET_USER_MODEL.contains(code.meaning(module, call.callee()).external())) {
        return byLabel(userModel);
      }
      if (Set.of("get_model", "get_registered_model", "load_model").contains(call.name())) {
        List<Expr> arguments = call.positional();
        if (arguments.size() == 2
            && arguments.get(0) instanceof Expr.Text app
            && arguments.get(1) instanceof Expr.Text model) {
          return byLabel(app.value() + "." + model.value());
        }
        return arguments.size() == 1 && arguments.get(0) instanceof Expr.Text label
            ? byLabel(label.value())
            : Optional.empty();
      }
      return call.arguments().isEmpty()
          ? SwappableModels.given(call, module, code, this)
          : Optional.empty();
    }
    return of(code.meaning(module, expression));
  }

  /** The model with a label such as {@code shop.Order}. */
  public Optional<DjangoModel> byLabel(String label) {
    return Optional.ofNullable(byLabel.get(label.toLowerCase(Locale.ROOT)));
  }

  /** Whether a condition decides if the class exists. */
  public boolean isConditional(DjangoModel model) {
    return conditional.contains(model.definition());
  }

  /** The user model of the settings, if that is not Django's own. */
  Optional<String> chosenUserModel() {
    return Optional.of(userModel())
        .filter(label -> !label.equals(USER) && !label.equals("auth.user"));
  }

  private String userModel() {
    List<String> settings =
        code.mainModules().stream()
            .flatMap(module -> module.onlyAssignment("AUTH_USER_MODEL").stream())
            .filter(Expr.Text.class::isInstance)
            .map(each -> ((Expr.Text) each).value().toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
    return settings.size() == 1 ? settings.get(0) : USER;
  }

  /**
   * The label of the model that a relation points to.
   *
   * @param owner the model whose field it is
   * @return empty if it can't be told; {@link #USER} for a user model that isn't known
   */
  public Optional<String> targetOf(FieldDefinition field, DjangoModel owner) {
    return field.target().flatMap(to -> target(to, field.module(), owner.app(), owner.label()));
  }

  /**
   * @param app label of the app that a name without one belongs to
   * @param self label of the model that {@code "self"} means
   */
  Optional<String> target(Expr to, ModuleCode module, String app, String self) {
    if (to instanceof Expr.Text text) {
      String name = text.value().toLowerCase(Locale.ROOT);
      return Optional.of(name.equals("self") ? self : name.contains(".") ? name : app + "." + name);
    }
    boolean isUserSetting =
        to instanceof Expr.Attribute each && each.name().equals("AUTH_USER_MODEL");
    boolean isUserCall =
        to instanceof Expr.Call call
            && GET_USER_MODEL.contains(code.meaning(module, call.callee()).external());
    if (isUserSetting || isUserCall) {
      return Optional.of(userModel);
    }
    if (to instanceof Expr.Call call && call.name().equals("get_model_name")) {
      return swappable(call);
    }
    Meaning meaning = code.meaning(module, to);
    if (meaning instanceof Meaning.Value value && value.value() != to) {
      return target(value.value(), value.module(), app, self);
    }
    if (meaning.external().matches("django\\.contrib\\.\\w+\\.models\\.\\w+")) {
      String[] parts = meaning.external().split("\\.");
      return Optional.of((parts[2] + "." + parts[4]).toLowerCase(Locale.ROOT));
    }
    return of(meaning).map(DjangoModel::label);
  }

  /**
   * {@code swapper.get_model_name("shop", "Order")}: the one that a setting may replace; of a model
   * outside the project nobody knows whether it has.
   */
  private Optional<String> swappable(Expr.Call call) {
    List<Expr> names = call.positional();
    return names.size() == 2
            && names.get(0) instanceof Expr.Text app
            && names.get(1) instanceof Expr.Text model
        ? byLabel(app.value() + "." + model.value()).map(DjangoModel::label)
        : Optional.empty();
  }

  /**
   * One end of a relation, as instances of a model see it.
   *
   * @param name the attribute
   * @param target the model of what it gives; empty if that is outside the project
   * @param isMany whether it gives a manager
   * @param isReverse whether the other model declares it
   * @param inverse the attribute of the target that leads back; empty if there is none
   * @param field the declaration
   */
  public record Relation(
      String name,
      Optional<DjangoModel> target,
      boolean isMany,
      boolean isReverse,
      String inverse,
      FieldDefinition field) {

    /** Whether {@code select_related} can load it. */
    public boolean isJoinable() {
      return !isMany && field.type().kind() != FieldClass.Kind.GENERIC_FOREIGN_KEY;
    }

    /** The attribute that Django fills in the rows it gives, with the row it was asked of. */
    String filled() {
      boolean isOfMany = field.type().kind() == FieldClass.Kind.MANY_TO_MANY;
      return isReverse && !isOfMany ? inverse : "";
    }
  }

  /**
   * Whether the last step of a path leads back to the row before the one it is read of: whatever
   * loads that one fills it.
   */
  public boolean leadsBack(DjangoModel model, String path) {
    Optional<DjangoModel> at = Optional.of(model);
    String filled = "";
    boolean leadsBack = false;
    for (String name : path.split("__")) {
      leadsBack = name.equals(filled);
      Optional<Relation> relation = at.flatMap(each -> relation(each, name));
      filled = relation.map(Relation::filled).orElse("");
      at = relation.flatMap(Relation::target);
    }
    return leadsBack;
  }

  private void connectRelations() {
    for (DjangoModel model : concrete()) {
      for (FieldDefinition field : model.fields().values()) {
        FieldClass type = field.type();
        if (type.kind() == FieldClass.Kind.COLUMN) {
          continue;
        }
        Optional<DjangoModel> target =
            type.isRelation() ? targetOf(field, model).flatMap(this::byLabel) : Optional.empty();
        String accessor = type.isRelation() ? accessor(field, model) : "";
        add(
            model,
            new Relation(
                field.name(),
                target,
                type.kind() == FieldClass.Kind.MANY_TO_MANY
                    || type.kind() == FieldClass.Kind.GENERIC_RELATION,
                false,
                accessor,
                field));
        if (target.isPresent() && !accessor.isEmpty()) {
          add(
              target.get(),
              new Relation(
                  accessor,
                  Optional.of(model),
                  type.kind() != FieldClass.Kind.ONE_TO_ONE,
                  true,
                  field.name(),
                  field));
        }
      }
    }
  }

  private void add(DjangoModel model, Relation relation) {
    relations.computeIfAbsent(model, key -> new TreeMap<>()).putIfAbsent(relation.name(), relation);
  }

  /** The attribute that leads back from the target; empty if there is none or it is computed. */
  private static String accessor(FieldDefinition field, DjangoModel model) {
    Optional<Expr> written = field.option("related_name");
    String lower = model.name().toLowerCase(Locale.ROOT);
    if (written.isEmpty()) {
      return field.type().kind() == FieldClass.Kind.ONE_TO_ONE ? lower : lower + "_set";
    }
    if (!(written.get() instanceof Expr.Text text) || text.value().endsWith("+")) {
      return "";
    }
    return text.value()
        .replace("%(class)s", lower)
        .replace("%(model_name)s", lower)
        .replace("%(app_label)s", model.app());
  }

  /** The relation that instances of a model have under a name, inherited ones included. */
  public Optional<Relation> relation(DjangoModel model, String name) {
    Optional<Relation> own = ownRelation(model, name);
    return own.or(
        () ->
            model.parents().stream()
                .flatMap(parent -> ownRelation(parent, name).stream())
                .findFirst());
  }

  private Optional<Relation> ownRelation(DjangoModel model, String name) {
    return Optional.ofNullable(relations.getOrDefault(model, Map.of()).get(name));
  }

  /** Whether a relation leads to Django's own user model. */
  public boolean leadsToUser(Relation relation, DjangoModel owner) {
    return relation.target().isEmpty()
        && !relation.isReverse()
        && relation.field().type().isToOne()
        && isDjangosUser(relation.field(), owner);
  }

  private boolean isDjangosUser(FieldDefinition field, DjangoModel owner) {
    return targetOf(field, owner)
        .filter(label -> label.equals(USER) || label.equals("auth.user"))
        .isPresent();
  }

  /** What leads from Django's own user model to a model of the project. */
  public Optional<Relation> relationOfUser(String name) {
    if (ofUser == null) {
      ofUser = new HashMap<>();
      for (DjangoModel model : concrete()) {
        for (FieldDefinition field : model.fields().values()) {
          FieldClass.Kind kind = field.type().kind();
          if (field.type().isToOne() && isDjangosUser(field, model)) {
            ofUser.putIfAbsent(
                accessor(field, model),
                new Relation(
                    accessor(field, model),
                    Optional.of(model),
                    kind != FieldClass.Kind.ONE_TO_ONE,
                    true,
                    field.name(),
                    field));
          }
        }
      }
    }
    return Optional.ofNullable(ofUser.get(name));
  }

  /** The relations of a model that it declares or that lead to it. */
  public Collection<Relation> relations(DjangoModel model) {
    return relations.getOrDefault(model, Map.of()).values();
  }
}
