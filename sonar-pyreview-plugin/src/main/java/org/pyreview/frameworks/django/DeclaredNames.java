package org.pyreview.frameworks.django;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pyreview.frameworks.django.MigrationState.StateModel;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.WrittenList;

/**
 * The indexes or the constraints that a model's Meta declares.
 *
 * @param written those whose names are written out, by their names
 * @param unnamed number of those whose names Django makes up from hashes, or the code computes
 * @param isComplete whether there are no others
 */
record DeclaredNames(Map<String, WrittenList.Element> written, int unnamed, boolean isComplete) {

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
      return new DeclaredNames(Map.of(), 0, isClosed);
    }
    WrittenList list =
        WrittenList.of(
            code, written.get().owner().module(), written.get().value(), Optional.empty());
    Map<String, WrittenList.Element> named = new LinkedHashMap<>();
    int unnamed = 0;
    for (WrittenList.Element each : list.elements()) {
      Optional<String> name = MigrationOperations.nameOf(each.value());
      name.ifPresent(
          text ->
              named.put(
                  text.replace("%(class)s", model.name().toLowerCase(Locale.ROOT))
                      .replace("%(app_label)s", model.app().toLowerCase(Locale.ROOT)),
                  each));
      unnamed += name.isEmpty() ? 1 : 0;
    }
    return new DeclaredNames(named, unnamed, isClosed && list.isComplete());
  }

  /** Names that the migrations don't know. */
  Set<String> missingIn(Set<String> migrated) {
    Set<String> missing = new LinkedHashSet<>(written.keySet());
    missing.removeAll(migrated);
    return missing;
  }

  /** Names of those that are about other columns than what the migrations made of that name. */
  Set<String> otherThanIn(StateModel migrated, Constants constants) {
    Set<String> others = new LinkedHashSet<>();
    written.forEach(
        (name, now) ->
            migrated
                .definition(name)
                .filter(before -> isOther(now, before, migrated, constants))
                .ifPresent(before -> others.add(name)));
    return others;
  }

  private static boolean isOther(
      WrittenList.Element now, StateModel.Named before, StateModel migrated, Constants constants) {
    if (!(now.value() instanceof Expr.Call after) || !(before.call() instanceof Expr.Call old)) {
      return false;
    }
    if (!after.isWrittenOut() || !old.isWrittenOut()) {
      return false;
    }
    Optional<List<?>> columns = columns(after, now.module(), constants);
    Optional<List<?>> oldColumns = columns(old, before.module(), constants);
    boolean areOther =
        columns.isPresent()
            && oldColumns.isPresent()
            && !columns.equals(oldColumns)
            && !columns
                .get()
                .equals(
                    oldColumns.get().stream()
                        .map(each -> migrated.currentName(each.toString(), before))
                        .toList());
    // F("a").desc() is written in another way in a migration, but it stays one.
    return areOther || after.positional().size() != old.positional().size();
  }

  private static Optional<List<?>> columns(
      Expr.Call index, ModuleCode module, Constants constants) {
    return index
        .named("fields")
        .flatMap(fields -> constants.value(module, fields))
        .filter(List.class::isInstance)
        .map(fields -> (List<?>) fields);
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
    others.removeAll(written.keySet());
    return others;
  }
}
