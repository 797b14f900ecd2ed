package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.ModelIndex.Relation;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;

/** Querysets whose loops query related rows one by one. */
public final class MissingLoads {

  private final ModelIndex models;
  private final NamedPaths named;
  private final Map<String, List<Access>> byQuery = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();

  /**
   * A queryset and the reads it should spare.
   *
   * @param module the file of the queryset
   * @param accesses the reads, at least one
   * @param joined paths for {@code select_related}
   * @param prefetched paths for {@code prefetch_related}
   * @param refined paths that are queried with conditions of their own
   */
  public record MissingLoad(
      ModuleCode module,
      Expr origin,
      List<Access> accesses,
      Set<String> joined,
      Set<String> prefetched,
      Set<String> refined) {

    /** The calls to add, such as {@code select_related("customer")}. */
    public String calls() {
      List<String> calls = new ArrayList<>();
      if (!joined.isEmpty()) {
        calls.add("select_related(" + quoted(joined) + ")");
      }
      if (!prefetched.isEmpty()) {
        calls.add("prefetch_related(" + quoted(prefetched) + ")");
      }
      return String.join(".", calls);
    }

    /** The same without what a join can't load. */
    public MissingLoad onlyJoined() {
      return new MissingLoad(
          module,
          origin,
          accesses.stream()
              .filter(each -> joined.stream().anyMatch(path -> isOn(path, each.path())))
              .toList(),
          joined,
          Set.of(),
          Set.of());
    }

    private static boolean isOn(String path, String read) {
      return (path + "__").startsWith(read + "__");
    }

    /** Where functions of the project make the queryset, apart from the place to add to. */
    public List<Query.Source> sources() {
      return accesses.stream()
          .flatMap(each -> each.query().sources().stream())
          .filter(each -> each.module() != module || !each.made().place().equals(origin.place()))
          .distinct()
          .toList();
    }

    /** All missing paths, in quotes. */
    public String paths() {
      Set<String> all = new TreeSet<>(joined);
      all.addAll(prefetched);
      return quoted(all);
    }

    /** All missing paths, those that are queried with conditions included, in quotes. */
    public String everyPath() {
      Set<String> all = new TreeSet<>(joined);
      all.addAll(prefetched);
      all.addAll(refined);
      return quoted(all);
    }

    /** What is queried with conditions beside what a call can add; empty if there is none. */
    public String besides() {
      return refined.isEmpty() || calls().isEmpty()
          ? ""
          : " Load %s for all rows at once, too.".formatted(refinedPaths());
    }

    /** The paths that are queried with conditions, in quotes. */
    public String refinedPaths() {
      return quoted(refined);
    }

    private static String quoted(Set<String> paths) {
      return paths.stream().map(path -> '"' + path + '"').collect(Collectors.joining(", "));
    }
  }

  public MissingLoads(Project project) {
    models = ModelIndex.of(project);
    named = NamedPaths.of(project);
  }

  /** A reader of code that counts every read it sees here. */
  QueryReader reader(Project project) {
    return new QueryReader(
        project,
        new QueryObserver() {
          @Override
          public void reads(Access access) {
            add(access);
          }
        });
  }

  /** Counts a read. */
  public void add(Access access) {
    Query query = access.query();
    boolean isNew =
        seen.add(
            String.join(
                " ",
                query.module().toString(),
                query.origin().place().toString(),
                access.module().toString(),
                access.place().toString(),
                access.path()));
    boolean isFilled = models.leadsBack(query.model(), access.path());
    if (isNew && !isFilled && !mayBeLoadedByCaller(access)) {
      byQuery
          .computeIfAbsent(query.module() + " " + query.origin().place(), key -> new ArrayList<>())
          .add(access);
    }
  }

  /** What was collected, in the order of the code. */
  public List<MissingLoad> all() {
    return byQuery.values().stream().filter(MissingLoads::isOfOneModel).map(this::missing).toList();
  }

  /** A helper that gets querysets of several models can't load what only one of them has. */
  private static boolean isOfOneModel(List<Access> accesses) {
    return accesses.stream().map(each -> each.query().model()).distinct().count() == 1;
  }

  /**
   * Where the rows come from an instance that somebody else loaded, any text such as {@code
   * lines__product} may be what loads them.
   */
  private boolean mayBeLoadedByCaller(Access access) {
    String relation = access.query().relation();
    return !relation.isEmpty()
        && (named.hasPrefetchObject(relation)
            || named.contains(relation + "__" + access.path().split("__")[0]));
  }

  private MissingLoad missing(List<Access> accesses) {
    Set<String> joined = new LinkedHashSet<>();
    Set<String> prefetched = new LinkedHashSet<>();
    Set<String> refined = new LinkedHashSet<>();
    Query query = accesses.get(0).query();
    Set<String> paths = new TreeSet<>();
    for (Access access : accesses) {
      (access.kind() == Access.Kind.REFINED ? refined : paths).add(access.path());
    }
    for (String path : paths) {
      boolean isCovered = paths.stream().anyMatch(other -> other.startsWith(path + "__"));
      // What is asked with conditions, too, isn't served by rows that are prefetched without them.
      if (!isCovered && !refined.contains(path)) {
        (isJoinable(query.model(), path) ? joined : prefetched).add(path);
      }
    }
    refined.removeAll(prefetched);
    return new MissingLoad(
        query.module(), query.origin(), List.copyOf(accesses), joined, prefetched, refined);
  }

  private boolean isJoinable(DjangoModel model, String path) {
    Optional<DjangoModel> at = Optional.of(model);
    boolean isOfUser = false;
    for (String name : path.split("__")) {
      Optional<Relation> relation =
          isOfUser ? models.relationOfUser(name) : at.flatMap(each -> models.relation(each, name));
      if (relation.isEmpty() || !relation.get().isJoinable()) {
        return false;
      }
      Optional<DjangoModel> owner = at;
      isOfUser = owner.filter(each -> models.leadsToUser(relation.get(), each)).isPresent();
      at = relation.get().target();
    }
    return true;
  }
}
