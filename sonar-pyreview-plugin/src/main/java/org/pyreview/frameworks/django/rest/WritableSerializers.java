package org.pyreview.frameworks.django.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.FieldDefinition;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.model.PrivilegedColumns;
import org.pyreview.frameworks.web.AdminsOnly;
import org.pyreview.frameworks.web.HttpMethod;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Serializers of Django REST framework that let clients write every field of a model.
 *
 * @see <a href="https://www.django-rest-framework.org/api-guide/serializers/#modelserializer">
 *     ModelSerializer</a>
 */
public final class WritableSerializers {

  private static final String ALL = "__all__";
  private static final Pattern WRITING_VIEW =
      Pattern.compile(
          "(?:.*\\.)?(?:ModelViewSet|CreateModelMixin|UpdateModelMixin|\\w*(?:Create|Update)\\w*APIView)");

  private static final Map<String, Pattern> HOOKS =
      Map.of(
          "perform_create",
          Pattern.compile("(?:.*\\.)?(?:ModelViewSet|CreateModelMixin|\\w*Create\\w*APIView)"),
          "perform_update",
          Pattern.compile("(?:.*\\.)?(?:ModelViewSet|UpdateModelMixin|\\w*Update\\w*APIView)"));

  /**
   * Fields that say who did something, or that are what a client comes to write, unless the code
   * asks them who may.
   */
  private static final Set<String> ATTRIBUTING =
      Set.of(
          "user",
          "author",
          "account",
          "created_by",
          "organization",
          "organisation",
          "tenant",
          "price",
          "amount",
          "discount");

  /** Fields that only a user of the application has. */
  private static final Set<String> OF_ACCOUNTS =
      Set.of("password", "is_staff", "is_superuser", "last_login");

  private final ProjectCode code;
  private final ModelIndex models;
  private final Constants constants;
  private final Map<ClassCode, List<Writing>> written = new LinkedHashMap<>();

  /**
   * Where a serializer is written through.
   *
   * @param saving the functions that save what is written there; none if REST framework does
   */
  private record Writing(ProjectFile file, Place place, List<Optional<Stmt.Function>> saving) {

    /** Whether the code decides about a field, whatever a client says. */
    boolean overwrites(String field) {
      return !saving.isEmpty()
          && saving.stream()
              .allMatch(
                  each ->
                      each.filter(function -> WritableSerializers.saves(function, field))
                          .isPresent());
    }
  }

  /**
   * A serializer with {@code fields = "__all__"} that clients write through.
   *
   * @param fields names of the model's fields that a client should not decide
   * @param at the value of {@code Meta.fields}
   * @param view where it is written through
   */
  public record Open(
      DjangoModel model,
      List<String> fields,
      ProjectFile file,
      Place at,
      ProjectFile viewFile,
      Place view) {}

  private WritableSerializers(Project project) {
    code = ProjectCode.of(project);
    models = ModelIndex.of(project);
    constants = new Constants(code);
  }

  /** The serializers of a project whose model has a field that a client should not decide. */
  public static List<Open> of(Project project) {
    WritableSerializers serializers = new WritableSerializers(project);
    return serializers.open();
  }

  private List<Open> open() {
    for (ModuleCode module : code.mainModules()) {
      if (module.mentions("serializer", "Serializer")) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          if (AdminsOnly.reach(scope)) {
            continue;
          }
          scope.classCode().ifPresent(this::addView);
          scope
              .calls()
              .filter(each -> each.named("data").isPresent())
              .forEach(each -> add(each, scope));
        }
      }
    }
    List<Open> open = new ArrayList<>();
    written.forEach(
        (serializer, writings) ->
            writings.stream()
                .flatMap(writing -> open(serializer, writing).stream())
                .findFirst()
                .ifPresent(open::add));
    return open;
  }

  private void add(Expr.Call call, CodeScope scope) {
    if (scope.meaning(call.callee()) instanceof Meaning.Class type) {
      add(
          code.classCode(type),
          new Writing(scope.module().file(), call.callee().place(), List.of(scope.function())));
    }
  }

  private void addView(ClassCode view) {
    boolean writes =
        view.externalBases().stream().anyMatch(base -> WRITING_VIEW.matcher(base).matches())
            && !view.externalBases().stream()
                .anyMatch(base -> base.endsWith("ReadOnlyModelViewSet"));
    if (!writes || isLimitedToReading(view)) {
      return;
    }
    Stream<ClassCode.Member<Expr>> named = view.attribute("serializer_class").stream();
    Stream<ClassCode.Member<Expr>> chosen =
        view.method("get_serializer_class").stream()
            .flatMap(
                method ->
                    method
                        .value()
                        .statements()
                        .filter(Stmt.Return.class::isInstance)
                        .flatMap(each -> ((Stmt.Return) each).value().stream())
                        .map(each -> new ClassCode.Member<>(method.owner(), each)));
    Stream.concat(named, chosen)
        .forEach(
            each -> {
              if (code.meaning(each.owner().module(), each.value()) instanceof Meaning.Class type) {
                add(
                    code.classCode(type),
                    new Writing(each.owner().file(), each.value().place(), saving(view)));
              }
            });
  }

  private void add(ClassCode serializer, Writing writing) {
    written.computeIfAbsent(serializer, key -> new ArrayList<>()).add(writing);
  }

  /** The hooks in which a view saves what it creates and changes, as far as it does both. */
  private static List<Optional<Stmt.Function>> saving(ClassCode view) {
    List<Optional<Stmt.Function>> hooks = new ArrayList<>();
    for (Map.Entry<String, Pattern> each : HOOKS.entrySet()) {
      if (view.externalBases().stream().anyMatch(base -> each.getValue().matcher(base).matches())) {
        hooks.add(view.method(each.getKey()).map(ClassCode.Member::value));
      }
    }
    return hooks;
  }

  private static boolean saves(Stmt.Function function, String field) {
    return function
        .statements()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(
            each ->
                each instanceof Expr.Call call
                    && call.name().equals("save")
                    && (call.named(field).isPresent() || call.named(field + "_id").isPresent()));
  }

  /** Whether the model itself sets a field whenever it is saved. */
  private static boolean isSetBySaving(DjangoModel model, String field) {
    return model.definition().method("save").stream()
        .flatMap(method -> method.value().statements())
        .filter(Stmt.Assign.class::isInstance)
        .flatMap(each -> ((Stmt.Assign) each).targets().stream())
        .flatMap(target -> target.dotted().stream())
        .anyMatch(path -> path.equals("self." + field) || path.equals("self." + field + "_id"));
  }

  private boolean isLimitedToReading(ClassCode view) {
    return view.attribute("http_method_names")
        .flatMap(each -> constants.value(each.owner().module(), each.value()))
        .filter(List.class::isInstance)
        .filter(
            names ->
                ((List<?>) names)
                    .stream()
                        .flatMap(name -> HttpMethod.of(name.toString()).stream())
                        .noneMatch(HttpMethod::bringsContent))
        .isPresent();
  }

  private Optional<Open> open(ClassCode serializer, Writing writing) {
    if (!SerializerReads.isSerializer(serializer)) {
      return Optional.empty();
    }
    Optional<ClassCode> meta = SerializerReads.meta(serializer, code);
    Optional<ClassCode.Member<Expr>> fields = meta.flatMap(each -> each.attribute("fields"));
    boolean isAll =
        fields
            .filter(each -> each.value() instanceof Expr.Text text && text.value().equals(ALL))
            .isPresent();
    if (!isAll) {
      return Optional.empty();
    }
    return meta.get()
        .attribute("model")
        .flatMap(each -> models.of(each.owner().module(), each.value()))
        .map(
            model ->
                new Open(
                    model,
                    writable(serializer, meta.get(), model, writing),
                    fields.get().owner().file(),
                    fields.get().value().place(),
                    writing.file(),
                    writing.place()))
        .filter(each -> !each.fields().isEmpty());
  }

  /** Whether a model is that of people who log in; other things are switched off, too. */
  private static boolean isAccount(DjangoModel model) {
    return !model.isResolved()
        || OF_ACCOUNTS.stream().anyMatch(each -> model.field(each).isPresent());
  }

  /** Whether the file of a view compares the field with who is there: it decides who may. */
  private boolean isAskedFor(String field, Writing writing) {
    return code.module(writing.file()).stream()
        .flatMap(each -> each.statements().stream())
        .flatMap(Stmt::everyExpression)
        .anyMatch(each -> comparesWithUser(each, field));
  }

  private static boolean comparesWithUser(Expr expression, String field) {
    if (expression instanceof Expr.Call call) {
      return call.arguments().stream()
          .anyMatch(each -> each.keyword().matches(field + "(?:_id)?") && isUser(each.value()));
    }
    return expression instanceof Expr.Operation comparison
        && Set.of("==", "!=").contains(comparison.operator())
        && comparison.operands().stream().anyMatch(WritableSerializers::isUser)
        && comparison.operands().stream()
            .anyMatch(each -> each.dotted().filter(path -> path.endsWith("." + field)).isPresent());
  }

  private static boolean isUser(Expr value) {
    return value
        .dotted()
        .filter(each -> each.matches("(?:.*\\.)?request\\.user(?:\\.\\w+)?"))
        .isPresent();
  }

  private List<String> writable(
      ClassCode serializer, ClassCode meta, DjangoModel model, Writing writing) {
    // Framework and code write nested objects only where the serializer has a method for them.
    boolean isNested = meta.attribute("depth").isPresent();
    List<?> readOnly =
        meta.attribute("read_only_fields")
            .flatMap(each -> constants.value(each.owner().module(), each.value()))
            .filter(List.class::isInstance)
            .<List<?>>map(List.class::cast)
            .orElse(List.of());
    // What extra_kwargs says about a field is nearly always that it is read-only.
    List<String> special =
        meta.attribute("extra_kwargs").map(ClassCode.Member::value).stream()
            .flatMap(each -> each.children().stream())
            .filter(Expr.Text.class::isInstance)
            .map(each -> ((Expr.Text) each).value())
            .toList();
    return model.fields().values().stream()
        .filter(field -> PrivilegedColumns.isDeciding(field.name()))
        .filter(field -> !field.name().equals("is_active") || isAccount(model))
        .filter(field -> !ATTRIBUTING.contains(field.name()) || isAskedFor(field.name(), writing))
        .filter(field -> isEditable(field))
        .filter(field -> !writing.overwrites(field.name()) && !isSetBySaving(model, field.name()))
        .filter(field -> !(isNested && field.target().isPresent()))
        .map(FieldDefinition::name)
        .filter(name -> !readOnly.contains(name) && !special.contains(name))
        .filter(name -> serializer.attribute(name).isEmpty())
        .toList();
  }

  private static boolean isEditable(FieldDefinition field) {
    return field
        .option("editable")
        .filter(each -> each instanceof Expr.Constant no && no.text().equals("False"))
        .isEmpty();
  }
}
