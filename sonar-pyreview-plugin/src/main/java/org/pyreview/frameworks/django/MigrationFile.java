package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.Place;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.project.code.WrittenList;

/**
 * What a Django migration says about its place among the others, and what it does.
 *
 * @param module the file it is in
 * @param dependencies on other migrations, as far as they are written out
 * @param replaces the migrations that this one squashes
 * @param runBefore migrations that this one puts itself in front of
 * @param isOpen whether some of these are computed, so that not all are known
 * @param operations what it does, in order; empty if that is computed
 * @param alternatives where a condition decides what it does, all that it may do; empty if that is
 *     computed
 * @param isAtomic whether it runs in a transaction
 * @param place the class's name
 */
public record MigrationFile(
    ModuleCode module,
    List<Reference> dependencies,
    List<Reference> replaces,
    List<Reference> runBefore,
    boolean isOpen,
    Optional<List<Expr>> operations,
    Optional<List<Expr>> alternatives,
    boolean isAtomic,
    Place place) {

  private static final String OPERATIONS = "operations";
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

    private static Optional<Reference> of(Expr expression) {
      return expression instanceof Expr.Collection pair
              && pair.elements().size() == 2
              && pair.elements().get(0) instanceof Expr.Text app
              && pair.elements().get(1) instanceof Expr.Text name
          ? Optional.of(new Reference(app.value(), name.value(), pair.place()))
          : Optional.empty();
    }
  }

  /** The migration in a file, if it holds one. */
  public static Optional<MigrationFile> of(ModuleCode module, ProjectCode code) {
    if (!module.file().path().isBelow(FOLDER)) {
      return Optional.empty();
    }
    return definitionIn(module, code)
        .map(definition -> new Reader(code, module, definition).migration());
  }

  private static Optional<Stmt.ClassDef> definitionIn(ModuleCode module, ProjectCode code) {
    return module.statements().stream()
        .filter(Stmt.ClassDef.class::isInstance)
        .map(Stmt.ClassDef.class::cast)
        .filter(definition -> definition.name().equals("Migration"))
        .filter(
            definition ->
                code.classCode(module, definition).externalBases().stream()
                    .anyMatch(BASES::contains))
        .findFirst();
  }

  /** The operations that another one of this migration is given; empty if they are computed. */
  Optional<List<Expr>> operationsIn(Expr list, ProjectCode code) {
    return elements(list, module, code, definitionIn(module, code));
  }

  private static Optional<List<Expr>> elements(
      Expr list, ModuleCode module, ProjectCode code, Optional<Stmt.ClassDef> around) {
    WrittenList written = WrittenList.of(code, module, list, around);
    boolean isHere = written.elements().stream().allMatch(each -> each.module() == module);
    return written.isComplete() && isHere
        ? Optional.of(written.elements().stream().map(WrittenList.Element::value).toList())
        : Optional.empty();
  }

  /** Reads the class body. */
  private static final class Reader {
    private final ProjectCode code;
    private final ModuleCode module;
    private final Stmt.ClassDef definition;
    private boolean isOpen;

    Reader(ProjectCode code, ModuleCode module, Stmt.ClassDef definition) {
      this.code = code;
      this.module = module;
      this.definition = definition;
    }

    MigrationFile migration() {
      List<Reference> dependencies = references("dependencies");
      // It may work out its dependencies when it is made.
      isOpen |= definition.method("__init__").isPresent();
      List<Reference> replaces = references("replaces");
      List<Reference> runBefore = references("run_before");
      boolean isAtomic =
          definition
              .attribute("atomic")
              .filter(value -> value instanceof Expr.Constant flag && flag.text().equals("False"))
              .isEmpty();
      return new MigrationFile(
          module,
          dependencies,
          replaces,
          runBefore,
          isOpen,
          operations(),
          alternatives(),
          isAtomic,
          definition.place());
    }

    private Optional<List<Expr>> operations() {
      List<Stmt.Assign> bound = bound();
      if (bound.isEmpty()) {
        return Optional.of(List.of());
      }
      return bound.size() == 1 && definition.body().contains(bound.get(0)) && changing().isEmpty()
          ? listed(bound.get(0))
          : Optional.empty();
    }

    private Optional<List<Expr>> alternatives() {
      List<Expr> all = new ArrayList<>();
      for (Stmt.Assign each : bound()) {
        Optional<List<Expr>> listed = listed(each);
        if (listed.isEmpty()) {
          return Optional.empty();
        }
        all.addAll(listed.get());
      }
      for (Expr.Call each : changing()) {
        Optional<List<Expr>> added = added(each);
        if (added.isEmpty()) {
          return Optional.empty();
        }
        all.addAll(added.get());
      }
      return Optional.of(all);
    }

    /** Calls such as {@code operations.extend([…])}, be it under an if. */
    private List<Expr.Call> changing() {
      return definition.body().stream()
          .flatMap(Stmt::sameScope)
          .flatMap(each -> each.expressions().stream())
          .flatMap(Expr::all)
          .filter(Expr.Call.class::isInstance)
          .map(Expr.Call.class::cast)
          .filter(
              call -> call.receiver().flatMap(Expr::dotted).filter(OPERATIONS::equals).isPresent())
          .toList();
    }

    /** What such a call adds; empty if that is computed. */
    private Optional<List<Expr>> added(Expr.Call call) {
      List<Expr> given = call.positional();
      if (given.isEmpty() || !call.isWrittenOut()) {
        return Optional.empty();
      }
      Expr last = given.get(given.size() - 1);
      return switch (call.name()) {
        case "extend" -> elements(last, module, code, Optional.of(definition));
        case "append", "insert" -> Optional.of(List.of(last));
        default -> Optional.empty();
      };
    }

    /** Under an if as well: then it depends on something that runs. */
    private List<Stmt.Assign> bound() {
      return definition.body().stream()
          .flatMap(Stmt::sameScope)
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .filter(assign -> assign.name().filter(OPERATIONS::equals).isPresent())
          .toList();
    }

    private Optional<List<Expr>> listed(Stmt.Assign operations) {
      return operations
          .value()
          .flatMap(list -> elements(list, module, code, Optional.of(definition)));
    }

    private List<Reference> references(String attribute) {
      List<Reference> references = new ArrayList<>();
      definition.body().stream()
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .filter(assign -> assign.name().filter(attribute::equals).isPresent())
          .flatMap(assign -> assign.value().stream())
          .forEach(value -> collect(value, references));
      return references;
    }

    private void collect(Expr value, List<Reference> references) {
      if (!(value instanceof Expr.Collection list)) {
        isOpen = true;
        return;
      }
      for (Expr element : list.elements()) {
        Optional<Reference> reference = Reference.of(element);
        reference.ifPresent(references::add);
        // A call is migrations.swappable_dependency(…): another app's first migration.
        isOpen |= reference.isEmpty() && !(element instanceof Expr.Call);
      }
    }
  }
}
