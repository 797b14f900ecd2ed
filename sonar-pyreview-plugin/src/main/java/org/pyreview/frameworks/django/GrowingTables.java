package org.pyreview.frameworks.django;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.model.LoopBody;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;

/**
 * Which models' tables grow while the project is used, and which hold a handful of rows.
 *
 * <p>Rows that belong to a user or to a row of a growing table grow with it. Rows of a model whose
 * name or shape says that it is configured are few. Of the others those grow that note the time at
 * which they are added, belong to somebody or are added by the code in bulk.
 */
public final class GrowingTables {

  /** A field that more models share than this says nothing about one of them. */
  private static final int SHARED_BY_MOST = 6;

  /** What refers to so many other tables is what the project is about, whatever its name. */
  private static final int TIED_TOGETHER = 3;

  private static final Set<String> LOOKUP_COLUMNS =
      Set.of(
          "CharField",
          "SlugField",
          "BooleanField",
          "NullBooleanField",
          "IntegerField",
          "SmallIntegerField",
          "PositiveIntegerField",
          "PositiveSmallIntegerField",
          "AutoField",
          "BigAutoField",
          "UUIDField",
          "TextField",
          "JSONField",
          "ColorField");

  private static final Set<String> CREATING =
      Set.of("create", "acreate", "get_or_create", "update_or_create", "aget_or_create");
  private static final Set<String> IN_BULK = Set.of("bulk_create", "abulk_create", "bulk_update");
  private static final Set<String> SITES_OF_MODELS =
      Set.of("form", "forms", "serializer", "serializers", "mutations", "views", "api", "viewsets");

  /** How the project's code adds rows. */
  private enum Writing {
    /** Through a form, a serializer or a call. */
    SOMEWHERE,
    /** In a loop, in bulk, in a worker or as a reaction to something that is saved. */
    OFTEN
  }

  private final ModelIndex models;
  private final Map<DjangoModel, Set<Writing>> written = new HashMap<>();
  private final Set<DjangoModel> paginated = new HashSet<>();
  private final Map<String, Integer> sharers = new HashMap<>();
  private final Map<DjangoModel, TableSize> sizes = new HashMap<>();
  private final int concrete;

  private GrowingTables(Project project) {
    models = ModelIndex.of(project);
    List<DjangoModel> all = models.concrete();
    concrete = all.size();
    if (all.isEmpty()) {
      return;
    }
    all.forEach(
        model ->
            model.fields().values().forEach(field -> sharers.merge(key(field), 1, Integer::sum)));
    ProjectCode code = ProjectCode.of(project);
    CodeRoles roles = CodeRoles.of(project);
    for (ModuleCode module : code.mainModules()) {
      CodeRole role = roleIn(module.file(), roles);
      if (role == CodeRole.SERVER || role == CodeRole.WORKER) {
        readUses(module, role, code);
      }
    }
    // What belongs to something that grows, grows: until nothing changes.
    for (boolean isChanging = true; isChanging; ) {
      isChanging = false;
      for (DjangoModel model : all) {
        if (sizes.get(model) != TableSize.GROWS && grows(model)) {
          sizes.put(model, TableSize.GROWS);
          isChanging = true;
        }
      }
    }
    all.forEach(
        model ->
            sizes.computeIfAbsent(
                model, each -> isConfigured(each) ? TableSize.FEW : TableSize.UNKNOWN));
  }

  /** The tables of a project; worked out once. */
  public static GrowingTables of(Project project) {
    return project.knowledge(GrowingTables.class, GrowingTables::new);
  }

  /** Where a file runs, if apps that Django's projects keep in {@code contrib} are no scripts. */
  public static CodeRole roleIn(ProjectFile file, CodeRoles roles) {
    CodeRole role = roles.of(file);
    return role == CodeRole.SCRIPT && file.path().isBelow(Set.of("contrib"))
        ? CodeRole.SERVER
        : role;
  }

  /** How many rows a model's table may get. */
  public TableSize sizeOf(DjangoModel model) {
    return sizes.getOrDefault(model, TableSize.UNKNOWN);
  }

  /** Whether there is evidence that a model's table grows. */
  public boolean grow(DjangoModel model) {
    return sizeOf(model) == TableSize.GROWS;
  }

  /** Whether the name of a model says that its rows are configured, and its relations don't. */
  public boolean isNamedForFew(DjangoModel model) {
    long relations = relations(model);
    boolean tiesTables =
        relations > TIED_TOGETHER || (relations == TIED_TOGETHER && written.containsKey(model));
    return TableSize.isConfigured(model.name()) && !tiesTables;
  }

  private static String key(FieldDefinition field) {
    return field.module() + " " + field.place();
  }

  private boolean isShared(FieldDefinition field) {
    int all = sharers.getOrDefault(key(field), 0);
    return all >= SHARED_BY_MOST && all * 2 > concrete;
  }

  private boolean grows(DjangoModel model) {
    if (isUser(model) || belongsToGrowing(model)) {
      return true;
    }
    return !isConfigured(model)
        && (TableSize.isHappening(model.name())
            || paginated.contains(model)
            || notesItsTime(model)
            || model.fields().values().stream().anyMatch(each -> isOfSomebody(each, model))
            || model.fields().values().stream()
                .anyMatch(each -> each.type().kind() == FieldClass.Kind.GENERIC_FOREIGN_KEY)
            || isWritten(model));
  }

  private boolean isUser(DjangoModel model) {
    return models.chosenUserModel().filter(model.label()::equals).isPresent()
        || model.definition().externalBases().stream()
            .anyMatch(
                base ->
                    base.startsWith("django.contrib.auth.")
                        && base.matches(".*\\.(?:User|AbstractUser|AbstractBaseUser)"));
  }

  /** Its rows go with those of another table: a foreign key that every row has. */
  private boolean belongsToGrowing(DjangoModel model) {
    return model.fields().values().stream()
        .filter(field -> field.type().isToOne() && !isShared(field))
        .filter(field -> !TableSize.isAudit(field.name()))
        .filter(GrowingTables::isWhole)
        .anyMatch(field -> pointsToGrowing(field, model));
  }

  private boolean pointsToGrowing(FieldDefinition field, DjangoModel model) {
    Optional<String> target = models.targetOf(field, model);
    return target.filter(GrowingTables::isDjangosUser).isPresent()
        || target
            .flatMap(models::byLabel)
            .filter(each -> each != model && sizes.get(each) == TableSize.GROWS)
            .isPresent();
  }

  private static boolean isDjangosUser(String label) {
    return label.equals(ModelIndex.USER) || label.equals("auth.user");
  }

  private static boolean isWhole(FieldDefinition field) {
    return field.type().kind() == FieldClass.Kind.ONE_TO_ONE
        || field.type().name().equals("ParentalKey")
        || (!field.isTrue("null")
            && field
                .call()
                .at(1, "on_delete")
                .flatMap(Expr::dotted)
                .filter(name -> name.endsWith("CASCADE"))
                .isPresent());
  }

  /** Whose it is, not who wrote it last. */
  private boolean isOfSomebody(FieldDefinition field, DjangoModel model) {
    return field.type().isToOne()
        && !TableSize.isAudit(field.name())
        && !isShared(field)
        && models
            .targetOf(field, model)
            .filter(
                label ->
                    isDjangosUser(label) || models.byLabel(label).filter(this::isUser).isPresent())
            .isPresent();
  }

  private boolean notesItsTime(DjangoModel model) {
    boolean isInherited =
        model.inheritedNames().contains("created") && !isInheritedByMost("created");
    return isInherited
        || model.fields().values().stream()
            .anyMatch(field -> field.isSetAtInsertion() && !isShared(field));
  }

  private boolean isInheritedByMost(String name) {
    long all =
        models.concrete().stream().filter(each -> each.inheritedNames().contains(name)).count();
    return all >= SHARED_BY_MOST && all * 2 > concrete;
  }

  private boolean isWritten(DjangoModel model) {
    Set<Writing> how = written.getOrDefault(model, Set.of());
    // What ties several tables together and is entered by hand is what the project is about.
    return how.contains(Writing.OFTEN) || (!how.isEmpty() && relations(model) >= 2);
  }

  /** How many other tables its rows refer to. */
  private long relations(DjangoModel model) {
    return model.fields().values().stream()
        .filter(field -> field.type().isToOne() && !isShared(field))
        .flatMap(field -> models.targetOf(field, model).stream())
        .filter(label -> !label.equals(model.label()))
        .distinct()
        .count();
  }

  /** A name for things that are configured, or a shape of a name, an order and no more. */
  private boolean isConfigured(DjangoModel model) {
    if (isNamedForFew(model)
        || model.definition().externalBases().stream()
            .anyMatch(b -> b.endsWith("SingletonModel"))) {
      return true;
    }
    return !model.isOpen()
        && !model.fields().isEmpty()
        && !written.getOrDefault(model, Set.of()).contains(Writing.OFTEN)
        && !TableSize.isHappening(model.name())
        && model.parents().stream().allMatch(DjangoModel::isAbstract)
        && model.fields().values().stream()
            .filter(field -> !isShared(field))
            .allMatch(field -> isOfLookup(field, model));
  }

  private boolean isOfLookup(FieldDefinition field, DjangoModel model) {
    return LOOKUP_COLUMNS.contains(field.type().name())
        || (field.type().isToOne()
            && models.targetOf(field, model).filter(model.label()::equals).isPresent());
  }

  private void readUses(ModuleCode module, CodeRole role, ProjectCode code) {
    if (isOfAdmin(module)) {
      return;
    }
    if (module.mentions("model", "paginate_by")) {
      module.classes().forEach(each -> readClass(module, each, code));
    }
    if (module.mentions("create", "bulk_create", "save", "get_or_create", "update_or_create")) {
      CodeScope.of(code, module).forEach(scope -> readCalls(scope, role));
    }
  }

  private static boolean isOfAdmin(ModuleCode module) {
    return module.file().name().equals("admin.py") || module.file().path().isBelow(Set.of("admin"));
  }

  private void readClass(ModuleCode module, Stmt.ClassDef definition, ProjectCode code) {
    ClassCode each = code.classCode(module, definition);
    boolean isOfUsers =
        SITES_OF_MODELS.contains(module.file().name().replace(".py", ""))
            || module.file().path().isBelow(SITES_OF_MODELS);
    definition
        .nested("Meta")
        .flatMap(meta -> meta.attribute("model"))
        .filter(model -> isOfUsers && !definition.name().matches(".*(?:Filter(?:Set)?|Table)"))
        .flatMap(model -> models.of(module, model))
        .ifPresent(model -> add(model, Writing.SOMEWHERE));
    if (each.attribute("paginate_by").isPresent()) {
      each.attribute("model")
          .flatMap(model -> models.of(model.owner().module(), model.value()))
          .ifPresent(paginated::add);
    }
  }

  private void readCalls(CodeScope scope, CodeRole role) {
    boolean isReaction =
        role == CodeRole.WORKER || scope.function().filter(GrowingTables::isReaction).isPresent();
    Set<Expr.Call> repeated = Collections.newSetFromMap(new IdentityHashMap<>());
    scope
        .statements()
        .filter(Stmt.For.class::isInstance)
        .filter(each -> LoopBody.of((Stmt.For) each).isOverRows())
        .flatMap(each -> each.inner().stream())
        .flatMap(Stmt::sameScope)
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .filter(Expr.Call.class::isInstance)
        .forEach(call -> repeated.add((Expr.Call) call));
    scope
        .calls()
        .forEach(
            call ->
                madeBy(call, scope)
                    .ifPresent(
                        model -> {
                          boolean isOften =
                              isReaction
                                  || IN_BULK.contains(call.name())
                                  || repeated.contains(call);
                          add(model, isOften ? Writing.OFTEN : Writing.SOMEWHERE);
                        }));
  }

  /** {@code Order.objects.create(…)}, {@code Order(…)}. */
  private Optional<DjangoModel> madeBy(Expr.Call call, CodeScope scope) {
    boolean isOfManager = CREATING.contains(call.name()) || IN_BULK.contains(call.name());
    if (!isOfManager) {
      return Character.isUpperCase((call.name() + "a").charAt(0))
          ? models.of(scope.meaning(call.callee()))
          : Optional.empty();
    }
    return call.receiver()
        .filter(Expr.Attribute.class::isInstance)
        .flatMap(manager -> models.of(scope.meaning(((Expr.Attribute) manager).value())));
  }

  private static boolean isReaction(Stmt.Function function) {
    return function.decorators().stream()
        .map(each -> each instanceof Expr.Call call ? call.callee() : each)
        .flatMap(each -> each.dotted().stream())
        .anyMatch(
            name -> name.matches("(?:.*\\.)?(?:receiver|shared_task|task|job|periodic_task)"));
  }

  private void add(DjangoModel model, Writing how) {
    written.computeIfAbsent(model, key -> EnumSet.noneOf(Writing.class)).add(how);
  }
}
