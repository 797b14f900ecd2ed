package org.pyreview.frameworks.django;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.python.QualifiedName;

/**
 * The class of a model field.
 *
 * @param name without its package
 * @param kind what the field is in the database
 * @param origin who wrote the class
 */
public record FieldClass(String name, Kind kind, Origin origin) {

  /** What a field is in the database. */
  public enum Kind {
    COLUMN,
    FOREIGN_KEY,
    ONE_TO_ONE,
    MANY_TO_MANY,
    /** Reads two other columns. */
    GENERIC_FOREIGN_KEY,
    /** The other end of a generic foreign key: nothing in this table. */
    GENERIC_RELATION
  }

  /** Who wrote the field's class. */
  public enum Origin {
    DJANGO,
    PROJECT,
    /** A project's class that puts more than itself into the model. */
    PROJECT_CONTRIBUTING,
    LIBRARY
  }

  private static final Map<String, Kind> RELATIONS =
      Map.ofEntries(
          Map.entry("ForeignKey", Kind.FOREIGN_KEY),
          Map.entry("OneToOneField", Kind.ONE_TO_ONE),
          Map.entry("ManyToManyField", Kind.MANY_TO_MANY),
          Map.entry("GenericForeignKey", Kind.GENERIC_FOREIGN_KEY),
          Map.entry("GenericRelation", Kind.GENERIC_RELATION),
          Map.entry("ParentalKey", Kind.FOREIGN_KEY),
          Map.entry("TreeForeignKey", Kind.FOREIGN_KEY),
          Map.entry("TranslationsForeignKey", Kind.FOREIGN_KEY),
          Map.entry("TreeOneToOneField", Kind.ONE_TO_ONE),
          Map.entry("AutoOneToOneField", Kind.ONE_TO_ONE),
          Map.entry("ParentalManyToManyField", Kind.MANY_TO_MANY),
          Map.entry("TreeManyToManyField", Kind.MANY_TO_MANY),
          Map.entry("SortedManyToManyField", Kind.MANY_TO_MANY));

  private static final Set<String> DJANGO_PACKAGES = Set.of("django.db.models.", "django.contrib.");

  /** The field class that an expression names; empty if it names something else. */
  public static Optional<FieldClass> of(Expr callee, ModuleCode module, ProjectCode code) {
    Meaning meaning = code.meaning(module, callee);
    if (meaning instanceof Meaning.Class each) {
      return ofProject(code.classCode(each));
    }
    return ofExternal(meaning.external());
  }

  private static Optional<FieldClass> ofExternal(String qualified) {
    String name = QualifiedName.of(qualified).lastName();
    boolean isDjango = DJANGO_PACKAGES.stream().anyMatch(qualified::startsWith);
    Kind kind = RELATIONS.getOrDefault(name, Kind.COLUMN);
    boolean isField =
        (name.endsWith("Field") || RELATIONS.containsKey(name))
            && !qualified.contains("forms.")
            && !qualified.contains("serializers.");
    if (!isField) {
      return Optional.empty();
    }
    return Optional.of(new FieldClass(name, kind, isDjango ? Origin.DJANGO : Origin.LIBRARY));
  }

  private static Optional<FieldClass> ofProject(ClassCode definition) {
    boolean contributes =
        definition.method("contribute_to_class").isPresent()
            || definition.method("contribute_to_related_class").isPresent();
    return definition.externalBases().stream()
        .flatMap(base -> ofExternal(base).stream())
        .findFirst()
        .map(
            base ->
                new FieldClass(
                    definition.name(),
                    base.kind,
                    base.origin == Origin.LIBRARY
                        ? Origin.LIBRARY
                        : contributes ? Origin.PROJECT_CONTRIBUTING : Origin.PROJECT));
  }

  public boolean isDjangos() {
    return origin == Origin.DJANGO;
  }

  /** Whether the field is a row of another table. */
  public boolean isToOne() {
    return kind == Kind.FOREIGN_KEY || kind == Kind.ONE_TO_ONE;
  }

  /** Whether the field points to another model by its class. */
  public boolean isRelation() {
    return isToOne() || kind == Kind.MANY_TO_MANY;
  }

  /** Whether the field is in no migration. */
  public boolean isPrivate() {
    return kind == Kind.GENERIC_FOREIGN_KEY || kind == Kind.GENERIC_RELATION;
  }

  /** Whether it refers to a file in a storage. */
  public boolean isFile() {
    return name.endsWith("FileField") || name.endsWith("ImageField");
  }
}
