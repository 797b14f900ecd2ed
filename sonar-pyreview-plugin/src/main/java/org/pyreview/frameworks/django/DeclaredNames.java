package org.pyreview.frameworks.django;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.WrittenList;

/**
 * The indexes or the constraints that a model's Meta declares.
 *
 * @param names those that are written out
 * @param unnamed number of those whose names Django makes up from hashes, or the code computes
 * @param isComplete whether there are no others
 */
record DeclaredNames(Set<String> names, int unnamed, boolean isComplete) {

  /**
   * @param option {@code indexes} or {@code constraints}
   */
  static DeclaredNames of(DjangoModel model, String option, ProjectCode code) {
    boolean isClosed = model.isMetaKnown() && !model.mayHaveOtherIndexes() && !model.isOpen();
    Optional<ClassCode.Member<Expr>> written =
        model.isMetaPlain()
            ? model.metaClass().flatMap(meta -> meta.attribute(option))
            : Optional.empty();
    if (written.isEmpty()) {
      return new DeclaredNames(Set.of(), 0, isClosed);
    }
    WrittenList list =
        WrittenList.of(
            code, written.get().owner().module(), written.get().value(), Optional.empty());
    Set<String> names = new LinkedHashSet<>();
    int unnamed = 0;
    for (WrittenList.Element each : list.elements()) {
      Optional<String> name = MigrationOperations.nameOf(each.value());
      name.ifPresent(
          text ->
              names.add(
                  text.replace("%(class)s", model.name().toLowerCase(Locale.ROOT))
                      .replace("%(app_label)s", model.app().toLowerCase(Locale.ROOT))));
      unnamed += name.isEmpty() ? 1 : 0;
    }
    return new DeclaredNames(names, unnamed, isClosed && list.isComplete());
  }

  /** Names that the migrations don't know. */
  Set<String> missingIn(Set<String> migrated) {
    Set<String> missing = new LinkedHashSet<>(names);
    missing.removeAll(migrated);
    return missing;
  }

  /** Names that only the migrations know, and none of which may belong to an unnamed one. */
  Set<String> goneFrom(Set<String> migrated) {
    return isComplete && unnamed == 0 ? othersIn(migrated) : Set.of();
  }

  /** Whether there are more or fewer unnamed ones than names in the migrations that are left. */
  boolean differInNumber(Set<String> migrated) {
    int left = othersIn(migrated).size();
    return unnamed > left || (isComplete && unnamed > 0 && unnamed < left);
  }

  private Set<String> othersIn(Set<String> migrated) {
    Set<String> others = new TreeSet<>(migrated);
    others.removeAll(names);
    return others;
  }
}
