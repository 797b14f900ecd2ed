package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Mentions;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;
import org.pyreview.python.QualifiedName;

/**
 * A model whose files stay in the storage when its instances are deleted: Django deletes them never
 * since 1.3.
 *
 * @param field the model's first field with a file
 * @see <a
 *     href="https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.fields.files.FieldFile.delete">Django:
 *     FieldFile.delete()</a>
 */
public record KeptFiles(DjangoModel model, FieldDefinition field) {

  private static final String[] CLEANER = {"django_cleanup"};
  private static final Pattern EXPIRY =
      Pattern.compile(
          "lifecycle_rule|aws_s3_bucket_lifecycle|LifecycleConfiguration|google_storage_bucket.*lifecycle");
  private static final String[] DELETING_VIEWS = {
    "DeleteView", "DeletionMixin", "ModelViewSet", "DestroyAPIView", "DestroyModelMixin"
  };

  /** What has to be kept, or be looked up later, even when its row is gone. */
  private static final Pattern DOCUMENT =
      Pattern.compile(".*(?:Contract|Agreement|Consent|Receipt|Invoice)");

  /** Small pictures, one for each of what they belong to. */
  private static final Pattern PROFILE =
      Pattern.compile(
          "(?:.*_)?(?:logo|avatar|icon|photo|picture|thumbnail|thumb|cover|banner|favicon|hero|badge)(?:_.*)?");

  private static final Set<String> SIGNALS = Set.of("post_delete", "pre_delete");

  /** Those of a project. */
  public static List<KeptFiles> of(Project project) {
    List<KeptFiles> found = new ArrayList<>();
    Mentions mentions = Mentions.of(project);
    if (mentions.areInCode(CLEANER) || mentions.areInOperation(EXPIRY)) {
      return found;
    }
    Deletions deletions = null;
    for (DjangoModel model : ModelIndex.of(project).all()) {
      Optional<FieldDefinition> field = fileField(model, ProjectCode.of(project));
      if (field.isPresent() && !model.isProxy() && !model.file().path().isTest()) {
        deletions = deletions == null ? new Deletions(project) : deletions;
        if (model.method("delete").isEmpty()
            && !deletions.reach(model, field.get())
            && !DOCUMENT.matcher(model.name()).matches()
            && isDeletedByUsers(model, project)) {
          found.add(new KeptFiles(model, field.get()));
        }
      }
    }
    return found;
  }

  /**
   * Whether users delete instances, by a view that is made for it or by a function that names the
   * model. What only the admin or a command deletes hardly adds up.
   */
  private static boolean isDeletedByUsers(DjangoModel model, Project project) {
    ProjectCode code = ProjectCode.of(project);
    CodeRoles roles = CodeRoles.of(project);
    Set<String> names =
        ModelIndex.of(project).all().stream()
            .filter(each -> each == model || Deletions.isBelow(each, model))
            .map(DjangoModel::name)
            .collect(Collectors.toSet());
    return code.mainModules().stream()
        .filter(module -> names.stream().anyMatch(module::mentions))
        .filter(module -> isServing(module, roles))
        .anyMatch(
            module ->
                module.classes().anyMatch(each -> isViewThatDeletes(each, module, names, code))
                    || module.functions().anyMatch(each -> deletes(each, module, names, code)));
  }

  private static boolean isServing(ModuleCode module, CodeRoles roles) {
    CodeRole role = roles.of(module.file());
    return (role == CodeRole.SERVER || role == CodeRole.WORKER)
        && !module.file().name().matches("admin\\w*\\.py")
        && !module.file().path().isBelow(Set.of("admin"));
  }

  private static boolean isViewThatDeletes(
      Stmt.ClassDef definition, ModuleCode module, Set<String> names, ProjectCode code) {
    return code.classCode(new Meaning.Class(module, definition))
            .inheritsFromAnyEnding(DELETING_VIEWS)
        && Stream.of("model", "queryset")
            .flatMap(each -> definition.attribute(each).stream())
            .anyMatch(each -> namesOne(each, names));
  }

  private static boolean deletes(
      Stmt.Function function, ModuleCode module, Set<String> names, ProjectCode code) {
    Set<String> foreign = objectsOfLibraries(function, module, code);
    return function
            .everyExpression()
            .anyMatch(each -> isDeletion(each) && !foreign.contains(rootOf(each)))
        && function.everyExpression().anyMatch(each -> namesOne(each, names));
  }

  /** Variables that hold what a library other than Django made: {@code stripe.Customer.get(…)}. */
  private static Set<String> objectsOfLibraries(
      Stmt.Function function, ModuleCode module, ProjectCode code) {
    return function
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(each -> each.name().isPresent())
        .filter(
            each ->
                each.value().orElse(null) instanceof Expr.Call call
                    && isOfLibrary(code.meaning(module, call.callee()).external()))
        .map(each -> each.name().get())
        .collect(Collectors.toSet());
  }

  private static boolean isOfLibrary(String callee) {
    return !callee.isEmpty() && !callee.startsWith("django.");
  }

  /** The variable that a chain of calls begins with. */
  private static String rootOf(Expr expression) {
    Expr root = expression;
    while (true) {
      if (root instanceof Expr.Call call) {
        root = call.callee();
      } else if (root instanceof Expr.Attribute member) {
        root = member.value();
      } else {
        return root instanceof Expr.Name name ? name.id() : "";
      }
    }
  }

  private static boolean namesOne(Expr expression, Set<String> names) {
    return expression
        .all()
        .flatMap(each -> each.dotted().stream())
        .flatMap(dotted -> Stream.of(dotted.split("\\.")))
        .anyMatch(names::contains);
  }

  private static boolean isDeletion(Expr expression) {
    return expression instanceof Expr.Call call && QuerySetMethods.delete(call.name());
  }

  /** The first that the model itself defines. */
  private static Optional<FieldDefinition> fileField(DjangoModel model, ProjectCode code) {
    return model.fields().values().stream()
        .filter(each -> each.file() == model.file())
        .filter(each -> model.definition().definition().attribute(each.name()).isPresent())
        .filter(each -> each.type().isFile() || isOwnFile(each, code))
        .filter(each -> !PROFILE.matcher(each.name()).matches())
        .findFirst();
  }

  /** A field of the project's own class. */
  private static boolean isOwnFile(FieldDefinition field, ProjectCode code) {
    return code.meaning(field.module(), field.call().callee()) instanceof Meaning.Class own
        && code.classCode(own).inheritsFromAnyEnding("FileField", "ImageField");
  }

  /** What a project deletes from storages, and for which models. */
  private static final class Deletions {
    private final Set<String> fields = new HashSet<>();
    private final Set<String> senders = new HashSet<>();
    private final Set<String> helpers = new HashSet<>();
    private final List<ModuleCode> deleting = new ArrayList<>();
    private final ModelIndex models;
    private boolean forAll;

    Deletions(Project project) {
      models = ModelIndex.of(project);
      List<ModuleCode> modules = ProjectCode.of(project).mainModules();
      for (ModuleCode module : modules) {
        if (module.mentions("delete", "post_delete", "pre_delete")) {
          List<Stmt> all = module.statements().stream().flatMap(Stmt::everything).toList();
          all.stream()
              .flatMap(each -> each.expressions().stream())
              .flatMap(Expr::all)
              .forEach(each -> read(each, all));
          module
              .functions()
              .filter(Deletions::deletesFromStorage)
              .map(Stmt.Function::name)
              .forEach(helpers::add);
        }
      }
      modules.stream()
          .filter(
              module ->
                  module.functions().anyMatch(Deletions::deletesFromStorage)
                      || (!helpers.isEmpty() && module.mentions(helpers.toArray(String[]::new))))
          .forEach(deleting::add);
    }

    /**
     * @param file the statements of the file
     */
    private void read(Expr expression, List<Stmt> file) {
      if (!(expression instanceof Expr.Call call)) {
        return;
      }
      Optional<Expr> receiver = call.receiver();
      if (call.name().equals("delete") && receiver.isPresent()) {
        // instance.pdf.delete(save=False), storage.delete(instance.pdf.name)
        Stream.concat(
                receiver.stream(),
                isStorage(receiver.get())
                    ? call.arguments().stream().map(Expr.Argument::value)
                    : Stream.empty())
            .flatMap(Expr::all)
            .filter(Expr.Attribute.class::isInstance)
            .forEach(each -> fields.add(((Expr.Attribute) each).name()));
      }
      boolean isReceiver =
          call.name().equals("receiver")
              && call.arguments().stream()
                  .flatMap(each -> each.value().all())
                  .anyMatch(Deletions::isSignal);
      boolean isConnected =
          call.name().equals("connect") && receiver.filter(Deletions::isSignal).isPresent();
      if (isReceiver || isConnected) {
        Optional<Expr> sender = call.named("sender");
        sender.ifPresentOrElse(each -> addSenders(looped(each, file)), () -> forAll = true);
      }
    }

    /** What gives a sender: itself, or what the loops go over whose variable it is. */
    private static List<Expr> looped(Expr sender, List<Stmt> file) {
      if (!(sender instanceof Expr.Name variable)) {
        return List.of(sender);
      }
      List<Expr> iterated =
          file.stream()
              .filter(each -> each instanceof Stmt.For loop && isNamed(loop.target(), variable))
              .map(each -> ((Stmt.For) each).iterable())
              .toList();
      return iterated.isEmpty()
          ? List.of(sender)
          : iterated.stream().flatMap(each -> assigned(each, file)).toList();
    }

    private static Stream<Expr> assigned(Expr iterated, List<Stmt> file) {
      List<Expr> values =
          file.stream()
              .filter(Stmt.Assign.class::isInstance)
              .map(Stmt.Assign.class::cast)
              .filter(each -> each.targets().stream().anyMatch(to -> isNamed(to, iterated)))
              .flatMap(each -> each.value().stream())
              .toList();
      return values.isEmpty() ? Stream.of(iterated) : values.stream();
    }

    private static boolean isNamed(Expr one, Expr other) {
      return one instanceof Expr.Name a && other instanceof Expr.Name b && a.id().equals(b.id());
    }

    private void addSenders(List<Expr> named) {
      named.stream()
          .flatMap(Expr::all)
          .flatMap(
              one ->
                  Stream.concat(
                      one.dotted().stream(),
                      one instanceof Expr.Text text ? Stream.of(text.value()) : Stream.empty()))
          .map(name -> QualifiedName.of(name).lastName())
          .forEach(senders::add);
      // for model in apps.get_models(): any of them
      forAll |=
          named.stream()
              .anyMatch(each -> each instanceof Expr.Call call && call.name().equals("get_models"));
    }

    private static boolean isSignal(Expr expression) {
      return expression
          .dotted()
          .filter(name -> SIGNALS.contains(QualifiedName.of(name).lastName()))
          .isPresent();
    }

    private static boolean isStorage(Expr receiver) {
      return receiver
          .all()
          .flatMap(each -> each.dotted().stream())
          .anyMatch(name -> name.toLowerCase(Locale.ROOT).endsWith("storage"));
    }

    private static boolean deletesFromStorage(Stmt.Function function) {
      return function
          .everyExpression()
          .anyMatch(
              each ->
                  each instanceof Expr.Call call
                      && call.name().equals("delete")
                      && call.receiver().filter(Deletions::isStorage).isPresent());
    }

    boolean reach(DjangoModel model, FieldDefinition field) {
      List<DjangoModel> tables =
          models.concrete().stream().filter(each -> isBelow(each, model)).toList();
      boolean isSender =
          isSender(model) || (!tables.isEmpty() && tables.stream().allMatch(this::isSender));
      return forAll
          || isSender
          || fields.contains(field.name())
          || deleting.stream().anyMatch(module -> deletes(module, model));
    }

    /** Whether a model inherits the columns of an abstract one. */
    private static boolean isBelow(DjangoModel model, DjangoModel base) {
      return base.isAbstract() && model.definition().lineage().contains(base.definition());
    }

    private boolean isSender(DjangoModel model) {
      String name = model.name();
      return senders.contains(name)
          || senders.stream()
              .anyMatch(
                  sender ->
                      sender.matches("get_\\w+_model")
                          && name.toLowerCase(Locale.ROOT)
                              .contains(sender.substring(4, sender.length() - 6).replace("_", "")));
    }

    /** Whether a file that deletes from storages speaks of a model; its own one does anyhow. */
    private boolean deletes(ModuleCode module, DjangoModel model) {
      return module.file() == model.file()
          ? module
              .functions()
              .filter(each -> deletesFromStorage(each) || callsHelper(each))
              .flatMap(Stmt.Function::everyExpression)
              .flatMap(each -> each.dotted().stream())
              .anyMatch(name -> name.matches("(?:.*\\.)?" + model.name() + "(?:\\..*)?"))
          : module.mentions(model.name());
    }

    private boolean callsHelper(Stmt.Function function) {
      return function
          .everyExpression()
          .anyMatch(each -> each instanceof Expr.Call call && helpers.contains(call.name()));
    }
  }
}
