package org.pyreview.frameworks.django.rest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.ModelIndex.Relation;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** The relations that a serializer of Django REST framework reads from every object. */
public final class SerializerReads {

  private static final int DEEPEST = 3;

  /** What Django REST framework's serializers take. */
  private static final Set<String> OPTIONS =
      Set.of(
          "many",
          "source",
          "read_only",
          "write_only",
          "required",
          "default",
          "initial",
          "allow_null",
          "allow_empty",
          "min_length",
          "max_length",
          "instance",
          "data",
          "partial",
          "context",
          "label",
          "help_text",
          "style",
          "validators",
          "error_messages");

  private final ProjectCode code;
  private final ModelIndex models;
  private final Constants constants;

  /**
   * A relation that is read.
   *
   * @param path from the objects that are serialized
   * @param owner the class that {@code at} stands in: the serializer, or one it inherits from
   * @param at the field
   */
  public record Read(String path, ClassCode owner, Expr at) {}

  /**
   * A field that a method of the serializer computes.
   *
   * @param path of the object the method gets, from the objects that are serialized
   */
  public record Computed(String path, DjangoModel model, ClassCode serializer, String method) {}

  /**
   * A property or method of the model that a field shows.
   *
   * @param path of its object, from the objects that are serialized
   */
  public record Shown(String path, DjangoModel model, String name, ClassCode owner) {}

  /**
   * What a serializer reads itself, and what its methods and properties of the model may read.
   *
   * @param named the relations that any field names, also those of a nested serializer that is told
   *     to show only some of its fields
   */
  public record Reads(
      List<Read> relations, List<Computed> methods, List<Shown> properties, Set<String> named) {

    private Reads(Set<String> named) {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), named);
    }
  }

  public SerializerReads(Project project) {
    code = ProjectCode.of(project);
    models = ModelIndex.of(project);
    constants = new Constants(code);
  }

  /** The reads of a serializer on objects of a model, nested serializers included. */
  public Reads of(ClassCode serializer, DjangoModel model) {
    Reads reads = new Reads(new HashSet<>());
    collect(serializer, model, "", 0, reads);
    return reads;
  }

  private void collect(
      ClassCode serializer, DjangoModel model, String prefix, int depth, Reads reads) {
    if (depth > DEEPEST) {
      return;
    }
    Optional<ClassCode> meta = meta(serializer, code);
    Optional<List<?>> listed = listed(meta);
    Set<String> declared = new HashSet<>();
    for (ClassCode owner : serializer.lineage()) {
      owner
          .body()
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .filter(assign -> assign.name().isPresent() && assign.value().isPresent())
          .filter(assign -> declared.add(assign.name().get()))
          .filter(assign -> listed.isEmpty() || listed.get().contains(assign.name().get()))
          .forEach(
              assign ->
                  field(
                      assign.name().get(),
                      assign.value().get(),
                      owner,
                      serializer,
                      model,
                      prefix,
                      depth,
                      reads));
    }
    listed.ifPresent(names -> addListed(names, declared, meta.get(), model, prefix, reads));
  }

  /** The options of a serializer, its own or inherited. */
  static Optional<ClassCode> meta(ClassCode serializer, ProjectCode code) {
    return serializer.lineage().stream()
        .flatMap(
            owner ->
                owner
                    .definition()
                    .nested("Meta")
                    .map(meta -> code.classCode(owner.module(), meta))
                    .stream())
        .findFirst();
  }

  private Optional<List<?>> listed(Optional<ClassCode> meta) {
    return meta.flatMap(each -> each.attribute("fields"))
        .flatMap(member -> constants.value(member.owner().module(), member.value()))
        .filter(List.class::isInstance)
        .map(List.class::cast);
  }

  /** Names in Meta.fields without a field of their own: keys of what is many, rows with depth. */
  private void addListed(
      List<?> names,
      Set<String> declared,
      ClassCode meta,
      DjangoModel model,
      String prefix,
      Reads reads) {
    boolean isDeep =
        meta.attribute("depth")
            .filter(
                depth ->
                    depth.value() instanceof Expr.Constant number && !number.text().equals("0"))
            .isPresent();
    ClassCode.Member<Expr> fields = meta.attribute("fields").orElseThrow();
    for (Object each : names) {
      String name = each.toString();
      Optional<Relation> relation = models.relation(model, name);
      if (relation.isPresent()) {
        reads.named.add(join(prefix, name));
      }
      if (relation.isEmpty() && !declared.contains(name) && isComputed(model, name)) {
        reads.properties.add(new Shown(prefix, model, name, fields.owner()));
      }
      if (relation.isPresent() && !declared.contains(name) && (relation.get().isMany() || isDeep)) {
        reads.relations.add(new Read(join(prefix, name), fields.owner(), fields.value()));
      }
    }
  }

  private void field(
      String name,
      Expr value,
      ClassCode owner,
      ClassCode serializer,
      DjangoModel model,
      String prefix,
      int depth,
      Reads reads) {
    if (!(value instanceof Expr.Call call) || isTrue(call.named("write_only"))) {
      return;
    }
    String source =
        call.named("source")
            .filter(Expr.Text.class::isInstance)
            .map(text -> ((Expr.Text) text).value())
            .orElse(name);
    if (call.name().equals("SerializerMethodField")) {
      String method =
          call.at(0, "method_name")
              .filter(Expr.Text.class::isInstance)
              .map(text -> ((Expr.Text) text).value())
              .orElse("get_" + name);
      reads.methods.add(new Computed(prefix, model, serializer, method));
      return;
    }
    Optional<ClassCode> nested = nested(call, owner);
    String[] steps = source.split("\\.");
    // Of a plain field the last step is a column or property; a relation is read to get there.
    boolean readsLast = nested.isPresent() || loadsTarget(call);
    DjangoModel at = model;
    String path = prefix;
    for (int i = 0; i < steps.length; i++) {
      Optional<Relation> relation = models.relation(at, steps[i]);
      boolean isLast = i == steps.length - 1;
      if (relation.isEmpty() && isComputed(at, steps[i])) {
        reads.properties.add(new Shown(path, at, steps[i], owner));
      }
      if (relation.isEmpty()) {
        return;
      }
      path = join(path, steps[i]);
      reads.named.add(path);
      if (isLast && !readsLast) {
        return;
      }
      reads.relations.add(new Read(path, owner, call));
      if (relation.get().target().isEmpty()) {
        return;
      }
      at = relation.get().target().get();
    }
    if (nested.isPresent()) {
      Reads below = showsAll(call) ? reads : new Reads(reads.named);
      collect(nested.get(), at, path, depth + 1, below);
    }
  }

  private static boolean isComputed(DjangoModel model, String name) {
    return model.field(name).isEmpty() && model.method(name).isPresent();
  }

  /** Whether nothing but what every serializer takes is said: the rest chooses among its fields. */
  private static boolean showsAll(Expr.Call nested) {
    return nested.arguments().stream()
        .allMatch(each -> each.keyword().isEmpty() || OPTIONS.contains(each.keyword()));
  }

  /** The project's serializer that a field is. */
  private Optional<ClassCode> nested(Expr.Call call, ClassCode owner) {
    return code.meaning(owner.module(), call.callee()) instanceof Meaning.Class each
        ? Optional.of(code.classCode(each)).filter(SerializerReads::isSerializer)
        : Optional.empty();
  }

  static boolean isSerializer(ClassCode definition) {
    return definition.externalBases().stream().anyMatch(base -> base.endsWith("Serializer"));
  }

  /** Whether a related field shows more than the key that the object has already. */
  private static boolean loadsTarget(Expr.Call call) {
    return switch (call.name()) {
      case "StringRelatedField", "SlugRelatedField" -> true;
      case "PrimaryKeyRelatedField" -> isTrue(call.named("many"));
      case "HyperlinkedRelatedField" ->
          isTrue(call.named("many"))
              || call.named("lookup_field")
                  .filter(field -> !(field instanceof Expr.Text text && text.value().equals("pk")))
                  .isPresent();
      default -> false;
    };
  }

  private static boolean isTrue(Optional<Expr> value) {
    return value
        .filter(each -> each instanceof Expr.Constant flag && flag.text().equals("True"))
        .isPresent();
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "__" + name;
  }
}
