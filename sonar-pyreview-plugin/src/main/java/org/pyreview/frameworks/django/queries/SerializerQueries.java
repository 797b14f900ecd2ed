package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.frameworks.django.rest.ListViews.ListView;
import org.pyreview.frameworks.django.rest.SerializerReads;
import org.pyreview.project.Project;

/** What serializers query for every object of a list. */
public final class SerializerQueries {

  private final Project project;
  private final SerializerReads serializers;
  private final RelatedReads reads = new RelatedReads();

  public SerializerQueries(Project project) {
    this.project = project;
    this.serializers = new SerializerReads(project);
  }

  /**
   * What a list queries for every row.
   *
   * @param load what its queryset could load
   * @param counted relations of which only the number is wanted
   */
  public record RowQueries(MissingLoad load, Set<String> counted) {}

  /** What the serializer of a view reads that the view's queryset doesn't load. */
  public Optional<RowQueries> perRow(ListView list) {
    MissingLoads missing = new MissingLoads(project);
    MissingLoads counted = new MissingLoads(project);
    ListQueryset made = new ListQueryset(list);
    QueryReader reader = new QueryReader(project, worthLoading(missing, counted, made));
    Value given = given(list, reader);
    if (!(given instanceof Value.Rows rows) || rows.query().isOpen() || rows.isFew()) {
      return Optional.empty();
    }
    SerializerReads.Reads shown = serializers.of(list.serializer(), rows.model());
    Query query = rows.query();
    if (list.loadsFields()) {
      for (String path : shown.named()) {
        query = query.loading(path);
      }
    }
    Value.Loop loop = new Value.Loop(list.view().module(), list.at(), list.at().place(), 0);
    for (SerializerReads.Read read : shown.relations()) {
      boolean isMissing = !query.loads(read.path()) || made.areOfUser(first(read.path()));
      if (isMissing && !made.areOfOne(first(read.path()))) {
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
    for (SerializerReads.Computed computed : shown.methods()) {
      Value.Row row = new Value.Row(query, computed.path(), computed.model(), Optional.of(loop));
      reader.callMethod(
          computed.serializer(),
          computed.method(),
          new Value.Instance(computed.serializer()),
          List.of(row),
          Map.of(),
          List.of());
    }
    for (SerializerReads.Shown property : shown.properties()) {
      Value.Row row = new Value.Row(query, property.path(), property.model(), Optional.of(loop));
      reader.templateAttribute(
          row,
          property.name(),
          new Scope(property.owner().module(), Optional.empty(), Optional.empty(), List.of()));
    }
    return rowQueries(missing, counted, made);
  }

  private static Value given(ListView list, QueryReader reader) {
    if (list.ownRows().isPresent()) {
      return reader.rowsOf(list.view(), list.ownRows().get());
    }
    return list.loadsFields() ? reader.declaredQuerysetOf(list.view()) : reader.listOf(list.view());
  }

  /** Passes on what another queryset would spare: not what queries in spite of a prefetch. */
  private QueryObserver worthLoading(
      MissingLoads missing, MissingLoads counted, ListQueryset made) {
    return new QueryObserver() {
      @Override
      public void reads(Access access) {
        if (reads.isFallback(access) || made.areOfOne(first(access.path()))) {
          return;
        }
        switch (reads.wantedBy(access)) {
          case ROWS -> missing.add(access);
          case NUMBER -> {
            if (!access.path().contains("__") && !made.looksAt(access.path())) {
              counted.add(access);
            }
          }
          case OWN_QUERY -> {
            // Nothing that the queryset loads spares it.
          }
        }
      }
    };
  }

  private static Optional<RowQueries> rowQueries(
      MissingLoads missing, MissingLoads counted, ListQueryset made) {
    Optional<MissingLoad> loads = missing.all().stream().findFirst();
    Set<String> prefetched = loads.map(MissingLoad::prefetched).orElse(Set.of());
    // A prefetch that is needed anyway answers count() as well.
    Optional<MissingLoad> counts =
        counted.all().stream()
            .filter(each -> !prefetched.containsAll(each.prefetched()))
            .findFirst();
    boolean areJoinable =
        loads.stream()
            .flatMap(each -> Stream.concat(each.joined().stream(), each.prefetched().stream()))
            .allMatch(path -> made.hasColumn(first(path)));
    if (!areJoinable) {
      return Optional.empty();
    }
    if (counts.isEmpty()) {
      return loads.map(each -> new RowQueries(ListQueryset.atBase(each), Set.of()));
    }
    Set<String> numbers = new TreeSet<>(counts.get().prefetched());
    numbers.removeAll(prefetched);
    MissingLoad all = loads.map(each -> together(each, counts.get())).orElse(without(counts.get()));
    return Optional.of(new RowQueries(ListQueryset.atBase(all), numbers));
  }

  private static MissingLoad together(MissingLoad loads, MissingLoad counts) {
    List<Access> accesses = new ArrayList<>(loads.accesses());
    accesses.addAll(counts.accesses());
    return new MissingLoad(
        loads.module(), loads.origin(), accesses, loads.joined(), loads.prefetched(), Set.of());
  }

  private static MissingLoad without(MissingLoad counts) {
    return new MissingLoad(
        counts.module(), counts.origin(), counts.accesses(), Set.of(), Set.of(), Set.of());
  }

  private static String first(String path) {
    return path.split("__")[0];
  }
}
