package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.frameworks.django.AdminList;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;

/** What the lists of Django's admin query for every row. */
public final class AdminQueries {

  private final Project project;

  public AdminQueries(Project project) {
    this.project = project;
  }

  /** What the columns of a list read that its queryset doesn't load; empty if that is nothing. */
  public Optional<MissingLoad> perRow(AdminList list) {
    MissingLoads missing = new MissingLoads(project);
    QueryReader reader = missing.reader(project);
    ModuleCode module = list.admin().module();
    if (list.entries().isEmpty()) {
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
    return missing.all().stream().findFirst();
  }
}
