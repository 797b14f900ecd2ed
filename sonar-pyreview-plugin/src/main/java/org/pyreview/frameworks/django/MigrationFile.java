package org.pyreview.frameworks.django;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.FactKind;
import org.pyreview.project.Place;
import org.pyreview.python.ClassAttribute;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ListLiteral;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tuple;

/**
 * What a Django migration says about its place among the others.
 *
 * @param dependencies on other migrations, as far as they are written out
 * @param replaces the migrations that this one squashes
 * @param runBefore migrations that this one puts itself in front of
 * @param isOpen whether some of these are computed, so that not all are known
 * @param place the class's name
 */
public record MigrationFile(
    List<Reference> dependencies,
    List<Reference> replaces,
    List<Reference> runBefore,
    boolean isOpen,
    Place place) {

  /** The migration of each file, if it is one. */
  public static final FactKind<Optional<MigrationFile>> FACTS = new Facts();

  private static final Set<String> FOLDER = Set.of("migrations");
  private static final Set<String> BASES =
      Set.of("django.db.migrations.Migration", "django.db.migrations.migration.Migration");

  /**
   * A migration by the label of its app and its name.
   *
   * @param place where it is written
   */
  public record Reference(String app, String name, Place place) {

    /** Whether it stands for whatever comes first or last, rather than for one migration. */
    public boolean isSymbolic() {
      return name.equals("__first__") || name.equals("__latest__");
    }

    private static Optional<Reference> of(Expression expression) {
      if (expression instanceof Tuple pair && pair.elements().size() == 2) {
        Optional<String> app = Literal.string(pair.elements().get(0));
        Optional<String> name = Literal.string(pair.elements().get(1));
        if (app.isPresent() && name.isPresent()) {
          return Optional.of(new Reference(app.get(), name.get(), Place.of(expression)));
        }
      }
      return Optional.empty();
    }
  }

  private static final class Facts implements FactKind<Optional<MigrationFile>> {
    @Override
    public String id() {
      return "django-migration-1";
    }

    @Override
    public Optional<MigrationFile> record(PythonModule module) {
      if (!module.path().isBelow(FOLDER) || module.tree().statements() == null) {
        return Optional.empty();
      }
      return module.tree().statements().statements().stream()
          .filter(ClassDef.class::isInstance)
          .map(ClassDef.class::cast)
          .filter(definition -> definition.name().name().equals("Migration"))
          .filter(definition -> module.inheritsFrom(definition, BASES))
          .findFirst()
          .map(definition -> new Parser(definition).migration());
    }

    @Override
    public void write(Optional<MigrationFile> facts, DataOutput out) throws IOException {
      out.writeBoolean(facts.isPresent());
      if (facts.isPresent()) {
        MigrationFile migration = facts.get();
        write(migration.dependencies, out);
        write(migration.replaces, out);
        write(migration.runBefore, out);
        out.writeBoolean(migration.isOpen);
        migration.place.write(out);
      }
    }

    private static void write(List<Reference> references, DataOutput out) throws IOException {
      out.writeInt(references.size());
      for (Reference reference : references) {
        out.writeUTF(reference.app);
        out.writeUTF(reference.name);
        reference.place.write(out);
      }
    }

    @Override
    public Optional<MigrationFile> read(DataInput in) throws IOException {
      if (!in.readBoolean()) {
        return Optional.empty();
      }
      return Optional.of(
          new MigrationFile(
              readReferences(in),
              readReferences(in),
              readReferences(in),
              in.readBoolean(),
              Place.read(in)));
    }

    private static List<Reference> readReferences(DataInput in) throws IOException {
      List<Reference> references = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        references.add(new Reference(in.readUTF(), in.readUTF(), Place.read(in)));
      }
      return references;
    }
  }

  /** Reads the class body. */
  private static final class Parser {
    private final ClassDef definition;
    private boolean isOpen;

    Parser(ClassDef definition) {
      this.definition = definition;
    }

    MigrationFile migration() {
      List<Reference> dependencies = references("dependencies");
      List<Reference> replaces = references("replaces");
      List<Reference> runBefore = references("run_before");
      return new MigrationFile(
          dependencies, replaces, runBefore, isOpen, Place.of(definition.name()));
    }

    private List<Reference> references(String attribute) {
      List<Reference> references = new ArrayList<>();
      for (Statement statement : definition.body().statements()) {
        if (statement instanceof AssignmentStatement assignment) {
          ClassAttribute.of(assignment)
              .filter(candidate -> candidate.name().name().equals(attribute))
              .flatMap(ClassAttribute::value)
              .ifPresent(value -> collect(value, references));
        }
      }
      return references;
    }

    private void collect(Expression value, List<Reference> references) {
      List<Expression> elements =
          switch (value.getKind()) {
            case LIST_LITERAL -> ((ListLiteral) value).elements().expressions();
            case TUPLE -> ((Tuple) value).elements();
            default -> {
              isOpen = true;
              yield List.of();
            }
          };
      for (Expression element : elements) {
        Optional<Reference> reference = Reference.of(element);
        reference.ifPresent(references::add);
        // A call is migrations.swappable_dependency(…): another app's first migration.
        isOpen |= reference.isEmpty() && !(element instanceof CallExpression);
      }
    }
  }
}
