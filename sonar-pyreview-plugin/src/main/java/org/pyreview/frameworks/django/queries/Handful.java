package org.pyreview.frameworks.django.queries;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.FieldDefinition;
import org.pyreview.frameworks.django.GrowingTables;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.ModelIndex.Relation;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.project.Project;

/**
 * Rows that a page lists and that are so few that a query for each of them costs nothing: those of
 * a configured table, and what one object has of its own, such as the payments of an order. The
 * lines of an order are more: each of them ties the order to another table.
 */
final class Handful {

  /** What a person has one or a few of, however often it is used. */
  private static final Pattern PERSONAL =
      Pattern.compile(".*(?:Address|Phone|PhoneNumber|Card|BankCard|Device|Passkey|Profile)");

  private final ModelIndex models;
  private final GrowingTables tables;

  Handful(Project project) {
    models = ModelIndex.of(project);
    tables = GrowingTables.of(project);
  }

  /** Whether there is evidence that the table of some rows grows. */
  boolean grows(Value.Rows rows) {
    return tables.grow(rows.model());
  }

  boolean is(Value.Rows rows) {
    boolean isConfigured = tables.isNamedForFew(rows.model());
    return isOnPages(rows) || (isConfigured && (isOfOne(rows) || rows.query().isRefined()));
  }

  /** Whether rows are few that somebody cuts into pages, who expects many. */
  boolean isOnPages(Value.Rows rows) {
    return tables.sizeOf(rows.model()) == TableSize.FEW
        || isOwnOfVisitor(rows)
        || (isOfOne(rows)
            && rows.via()
                .filter(each -> isOwn(each, rows.owner().get().query().model()))
                .isPresent());
  }

  private static boolean isOfOne(Value.Rows rows) {
    return rows.owner().filter(owner -> owner.loop().isEmpty()).isPresent();
  }

  /** {@code Address.objects.filter(user=request.user)}: what one person entered about oneself. */
  private boolean isOwnOfVisitor(Value.Rows rows) {
    DjangoModel model = rows.model();
    return rows.path().isEmpty()
        && FewRows.conditions(rows.query().origin())
            .filter(each -> each.value().dotted().filter(Handful::isVisitor).isPresent())
            .flatMap(each -> model.field(each.keyword()).stream())
            .filter(field -> field.type().isToOne())
            .anyMatch(owner -> tiesNobodyElse(model, owner));
  }

  private static boolean isVisitor(String name) {
    return name.equals("request.user") || name.equals("self.request.user");
  }

  private boolean tiesNobodyElse(DjangoModel model, FieldDefinition owner) {
    boolean goesOn =
        TableSize.isHappening(model.name())
            || model.fields().values().stream().anyMatch(each -> each.isTrue("auto_now_add"));
    return (PERSONAL.matcher(model.name()).matches() || !goesOn)
        && model.fields().values().stream()
            .filter(field -> field.type().isRelation() && !field.name().equals(owner.name()))
            .allMatch(
                field ->
                    models
                        .targetOf(field, model)
                        .flatMap(models::byLabel)
                        .filter(target -> tables.sizeOf(target) == TableSize.FEW)
                        .isPresent());
  }

  private boolean isOwn(Relation relation, DjangoModel root) {
    Optional<DjangoModel> target = relation.target();
    return target.isPresent()
        && (!relation.isReverse()
            || target.get().fields().values().stream()
                .filter(field -> !field.place().equals(relation.field().place()))
                .noneMatch(field -> tiesToMany(field, target.get(), root)));
  }

  private boolean tiesToMany(FieldDefinition field, DjangoModel owner, DjangoModel root) {
    Optional<String> target =
        field.type().isToOne() && !TableSize.isAudit(field.name())
            ? models.targetOf(field, owner).filter(label -> !label.equals(owner.label()))
            : Optional.empty();
    return target.isPresent()
        && target
            .flatMap(models::byLabel)
            .filter(each -> tables.sizeOf(each) == TableSize.FEW || belongsTo(each, root))
            .isEmpty();
  }

  /** An event of an order that belongs to a line of it: both are the order's own. */
  private boolean belongsTo(DjangoModel model, DjangoModel root) {
    return model.fields().values().stream()
        .filter(field -> field.type().isRelation())
        .flatMap(field -> models.targetOf(field, model).stream())
        .anyMatch(root.label()::equals);
  }
}
