package org.pyreview.frameworks.django.queries;

import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.GrowingTables;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.ModelIndex.Relation;
import org.pyreview.frameworks.model.HeavyPass;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;

/** Tells the reads that many rows repeat from those of a handful. */
public final class RepeatedReads {

  private final ModelIndex models;
  private final GrowingTables tables;
  private final CodeRoles roles;

  public RepeatedReads(Project project) {
    models = ModelIndex.of(project);
    tables = GrowingTables.of(project);
    roles = CodeRoles.of(project);
  }

  /** Whether there is evidence that the rows that a read belongs to are many. */
  public boolean areMany(Access access) {
    if (tables.grow(access.query().model()) || isTuned(access.query())) {
      return true;
    }
    // Few rows, but each of them has many others whose related rows are read.
    Optional<DjangoModel> at = Optional.of(access.query().model());
    String[] path = access.path().split("__");
    for (int i = 0; i < path.length - 1; i++) {
      String name = path[i];
      Optional<Relation> relation = at.flatMap(each -> models.relation(each, name));
      at = relation.flatMap(Relation::target);
      if (relation.filter(Relation::isMany).isPresent() && at.filter(tables::grow).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Whether somebody counted the queries of a loop over rows that may be many. */
  private boolean isTuned(Query query) {
    return query.isTuned() && tables.sizeOf(query.model()) != TableSize.FEW;
  }

  /** Where the rows are read or their query is written: the lesser of the two. */
  public boolean areIn(Access access, Set<CodeRole> wanted) {
    return wanted.contains(GrowingTables.roleIn(access.loop().module().file(), roles))
        && wanted.contains(GrowingTables.roleIn(access.query().module().file(), roles));
  }

  /** Whether the loop gets its rows in portions that nothing is prefetched for. */
  public boolean isStreamed(Access access) {
    return access
        .loop()
        .iterable()
        .all()
        .anyMatch(
            each ->
                each instanceof Expr.Call call
                    && Set.of("iterator", "aiterator").contains(call.name())
                    && call.arguments().isEmpty());
  }

  /** Whether every pass of a job waits for another machine anyway. */
  public boolean isBesideHeavyWork(Access access) {
    ModuleCode module = access.loop().module();
    return HeavyPass.isJob(module, roles.of(module.file()))
        && module.statements().stream()
            .flatMap(Stmt::everything)
            .filter(
                each ->
                    each instanceof Stmt.For loop
                        && loop.iterable().place().equals(access.loop().place()))
            .anyMatch(each -> HeavyPass.of(each.inner()));
  }

  /**
   * The column that has what is read of the related row, where that is only its key and the rows
   * are those of the whole table.
   */
  public Optional<String> column(Access access) {
    boolean isOfRow = access.kind() == Access.Kind.KEY && !access.path().contains("__");
    return isOfRow
        ? models
            .relation(access.query().model(), access.path())
            .filter(relation -> !relation.isReverse() && relation.isJoinable())
            .filter(relation -> relation.field().option("to_field").isEmpty())
            .filter(relation -> relation.target().filter(RepeatedReads::hasOrdinaryKey).isPresent())
            .map(relation -> relation.field().name() + "_id")
        : Optional.empty();
  }

  private static boolean hasOrdinaryKey(DjangoModel model) {
    return model.fields().values().stream()
        .noneMatch(field -> field.isTrue("primary_key") && !field.name().equals("id"));
  }

  /** Whether the rows are those of one parent: there the key of another one isn't worth a line. */
  public boolean isOfOneParent(Access access) {
    return !access.query().relation().isEmpty()
        || access
            .query()
            .origin()
            .all()
            .filter(each -> each instanceof Expr.Call call && call.name().equals("filter"))
            .flatMap(each -> ((Expr.Call) each).arguments().stream())
            .anyMatch(
                argument ->
                    models
                        .relation(access.query().model(), argument.keyword().replaceAll("_id$", ""))
                        .filter(Relation::isJoinable)
                        .filter(relation -> !isOfContentType(relation))
                        .isPresent());
  }

  /** A kind of rows, and no parent. */
  private static boolean isOfContentType(Relation relation) {
    return relation.field().name().endsWith("_type");
  }
}
