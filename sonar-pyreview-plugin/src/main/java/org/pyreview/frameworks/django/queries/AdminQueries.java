package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.pyreview.frameworks.django.AdminList;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;

/** What the lists of Django's admin query for every row. */
public final class AdminQueries {

  private final Project project;
  private final RelatedReads reads = new RelatedReads();

  public AdminQueries(Project project) {
    this.project = project;
  }

  /** What the columns of a list read that its queryset doesn't load; empty if that is nothing. */
  public Optional<MissingLoad> perRow(AdminList list) {
    MissingLoads missing = new MissingLoads(project);
    Set<String> needed = new TreeSet<>(list.loaded());
    List<Access> lasting = new ArrayList<>();
    QueryReader reader = new QueryReader(project, unless(list, missing, needed, lasting));
    ModuleCode module = list.admin().module();
    if (list.entries().isEmpty() || list.entries().stream().anyMatch(e -> isGeneric(e, list))) {
      return Optional.empty();
    }
    // All columns share the one queryset of the list.
    Query query = Query.of(list.model(), Optional.empty(), module, list.entries().get(0).at(), 0);
    for (String path : list.loaded()) {
      query = query.loading(path);
    }
    for (AdminList.Entry entry : list.entries()) {
      Value.Loop loop = new Value.Loop(module, entry.at(), entry.at().place(), 0);
      Value.Row row = new Value.Row(query, "", list.model(), Optional.of(loop));
      List<Access.Call> calls = List.of(new Access.Call(module, entry.at().place(), entry.name()));
      Optional<ClassCode.Member<Stmt.Function>> method = list.admin().method(entry.name());
      if (method.filter(each -> looksUpRow(each.value())).isPresent()) {
        // What it reads of the row itself is for a row that is missing there.
        continue;
      }
      if (method.isPresent()) {
        reader.callMethod(
            list.admin(),
            entry.name(),
            new Value.Instance(list.admin()),
            List.of(row),
            Map.of(),
            calls);
      } else if (list.model().field(entry.name()).isEmpty()) {
        reader.callMethod(list.model().definition(), entry.name(), row, List.of(), Map.of(), calls);
      }
    }
    if (!lasting.isEmpty()) {
      // A row would query all the same.
      return Optional.empty();
    }
    addNamesOfColumns(list, query, needed);
    return missing.all().stream().findFirst().map(each -> with(needed, each));
  }

  /**
   * Whether a column looks its row up in what the admin class has read for all of them: {@code
   * self.orders.get(obj.order_id)}, {@code self.orders[obj.order_id]}.
   */
  private static boolean looksUpRow(Stmt.Function column) {
    if (column.parameters().size() < 2) {
      return false;
    }
    String self = column.parameters().get(0).name();
    String row = column.parameters().get(1).name();
    return column
        .everyExpression()
        .flatMap(Expr::all)
        .anyMatch(
            each ->
                each instanceof Expr.Item item
                    ? isOwn(item.value(), self) && mentions(item.index(), row)
                    : each instanceof Expr.Call call
                        && call.name().equals("get")
                        && call.receiver().filter(held -> isOwn(held, self)).isPresent()
                        && call.positional().stream().limit(1).anyMatch(key -> mentions(key, row)));
  }

  private static boolean isOwn(Expr expression, String self) {
    return expression instanceof Expr.Attribute member && isNamed(member.value(), self);
  }

  private static boolean mentions(Expr expression, String name) {
    return expression.all().anyMatch(each -> isNamed(each, name));
  }

  private static boolean isNamed(Expr expression, String name) {
    return expression instanceof Expr.Name variable && variable.id().equals(name);
  }

  /** A column that leads to rows of any table: nothing of the list loads them. */
  private static boolean isGeneric(AdminList.Entry entry, AdminList list) {
    return list.model()
        .definition()
        .attribute(entry.name())
        .filter(
            each ->
                each.value() instanceof Expr.Call call && call.name().equals("GenericForeignKey"))
        .isPresent();
  }

  /**
   * What the texts of related rows in columns read: Django's own joins go that deep, and what
   * replaces them has to.
   */
  private void addNamesOfColumns(AdminList list, Query query, Set<String> needed) {
    ModelIndex models = ModelIndex.of(project);
    QueryReader reader =
        new QueryReader(
            project,
            new QueryObserver() {
              @Override
              public void reads(Access access) {
                if (list.joins(access.path(), models)) {
                  needed.add(access.path());
                }
              }
            });
    for (AdminList.Entry entry : list.entries()) {
      Optional<DjangoModel> target =
          models
              .relation(list.model(), entry.name())
              .filter(each -> each.isJoinable() && !each.isReverse())
              .flatMap(ModelIndex.Relation::target);
      if (target.isPresent()) {
        Value.Loop loop = new Value.Loop(list.admin().module(), entry.at(), entry.at().place(), 0);
        reader.callMethod(
            target.get().definition(),
            "__str__",
            new Value.Row(query, entry.name(), target.get(), Optional.of(loop)),
            List.of(),
            Map.of(),
            List.of());
      }
    }
  }

  private QueryObserver unless(
      AdminList list, MissingLoads missing, Set<String> needed, List<Access> lasting) {
    ModelIndex models = ModelIndex.of(project);
    return new QueryObserver() {
      @Override
      public void reads(Access access) {
        if (list.joins(access.path(), models)) {
          needed.add(access.path());
        } else if (reads.wantedBy(access) == RelatedReads.Wanted.OWN_QUERY) {
          lasting.add(access);
        } else {
          missing.add(access);
        }
      }
    };
  }

  /** What replaces what Django joins by itself has to name that as well. */
  private static MissingLoad with(Set<String> needed, MissingLoad missing) {
    if (missing.joined().isEmpty()) {
      return missing;
    }
    Set<String> all = new TreeSet<>(missing.joined());
    all.addAll(needed);
    Set<String> joined = new LinkedHashSet<>(all);
    joined.removeIf(path -> all.stream().anyMatch(each -> each.startsWith(path + "__")));
    return new MissingLoad(
        missing.module(),
        missing.origin(),
        missing.accesses(),
        joined,
        missing.prefetched(),
        missing.refined());
  }
}
