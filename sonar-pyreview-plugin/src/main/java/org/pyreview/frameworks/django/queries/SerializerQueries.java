package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.frameworks.django.rest.ListViews.ListView;
import org.pyreview.frameworks.django.rest.SerializerReads;
import org.pyreview.project.Project;

/** What serializers query for every object of a list. */
public final class SerializerQueries {

  private final Project project;
  private final SerializerReads serializers;

  public SerializerQueries(Project project) {
    this.project = project;
    this.serializers = new SerializerReads(project);
  }

  /** What the serializer of a view reads that the view's queryset doesn't load. */
  public Optional<MissingLoad> perRow(ListView list) {
    MissingLoads missing = new MissingLoads(project);
    QueryReader reader = missing.reader(project);
    Value given =
        list.loadsFields()
            ? reader.declaredQuerysetOf(list.view())
            : reader.querysetOf(list.view());
    if (!(given instanceof Value.Rows rows) || rows.query().isOpen()) {
      return Optional.empty();
    }
    SerializerReads.Reads reads = serializers.of(list.serializer(), rows.model());
    Query query = rows.query();
    if (list.loadsFields()) {
      for (String path : reads.named()) {
        query = query.loading(path);
      }
    }
    Value.Loop loop = new Value.Loop(list.view().module(), list.at(), list.at().place(), 0);
    for (SerializerReads.Read read : reads.relations()) {
      if (!query.loads(read.path())) {
        missing.add(
            new Access(
                query,
                read.path(),
                Access.Kind.ONE,
                loop,
                read.owner().module(),
                read.at().place(),
                List.of()));
      }
    }
    for (SerializerReads.Computed computed : reads.methods()) {
      Value.Row row = new Value.Row(query, computed.path(), computed.model(), Optional.of(loop));
      reader.callMethod(
          computed.serializer(),
          computed.method(),
          new Value.Instance(computed.serializer()),
          List.of(row),
          Map.of(),
          List.of());
    }
    for (SerializerReads.Shown shown : reads.properties()) {
      Value.Row row = new Value.Row(query, shown.path(), shown.model(), Optional.of(loop));
      reader.templateAttribute(
          row,
          shown.name(),
          new Scope(shown.owner().module(), Optional.empty(), Optional.empty(), List.of()));
    }
    return missing.all().stream().findFirst();
  }
}
