package org.pyreview.frameworks.django.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/** The views of Django REST framework that answer with lists. */
public final class ListViews {

  private static final Pattern LISTING =
      Pattern.compile(
          "(?:.*\\.)?(?:ModelViewSet|ReadOnlyModelViewSet|ListModelMixin|ListAPIView|ListCreateAPIView)");
  private static final Set<String> LOADING = Set.of("select_related", "prefetch_related");
  private static final Set<String> ROWS = Set.of("queryset", "model");
  private static final Set<String> EAGER = Set.of("setup_eager_loading", "setup_prefetching");

  private static final Set<String> CACHE_READS =
      Set.of("cache.get", "cache.get_or_set", "cache.get_many");
  private static final Set<String> CACHING = Set.of("cache_page", "cache_response");

  private ListViews() {}

  /**
   * A view and the serializer of its objects.
   *
   * @param at where the view names it
   * @param ownRows what its list shows instead of its queryset
   * @param users the classes that inherit from a class that is no view by itself
   */
  public record ListView(
      ClassCode view,
      ClassCode serializer,
      Expr at,
      Optional<OwnRows> ownRows,
      Map<ClassCode, Set<ClassCode>> users) {

    /** Whether some code stands in a mixin that other classes inherit, too. */
    public boolean sharesWithOthers(ModuleCode module, Place place) {
      return view.lineage().stream()
          .filter(each -> each != view && each.module() == module)
          .filter(
              each ->
                  each.definition()
                      .everyExpression()
                      .anyMatch(expression -> expression.place().equals(place)))
          .anyMatch(each -> users.getOrDefault(each, Set.of()).size() > 1);
    }

    /**
     * Whether a base works out what to load from the serializer, and nothing else loads in the
     * view's methods: it can only know what fields name, not what methods read.
     */
    public boolean loadsFields() {
      List<Stmt.Function> giving =
          view.lineage().stream()
              .flatMap(each -> each.definition().method("get_queryset").stream())
              .filter(each -> calls(each).anyMatch(call -> LOADING.contains(call.name())))
              .toList();
      return !giving.isEmpty() && giving.stream().allMatch(ListView::worksOutLoads);
    }

    /** {@code paths = paths_of(serializer_class)}, {@code rows.prefetch_related(*paths)}. */
    private static boolean worksOutLoads(Stmt.Function function) {
      return calls(function)
              .filter(call -> LOADING.contains(call.name()))
              .allMatch(call -> call.arguments().size() == 1 && !call.isWrittenOut())
          && calls(function)
              .flatMap(call -> call.arguments().stream())
              .flatMap(argument -> argument.value().all())
              .anyMatch(ListView::isSerializerClass);
    }

    private static boolean isSerializerClass(Expr value) {
      return (value instanceof Expr.Name name && name.id().contains("serializer"))
          || (value instanceof Expr.Call call && call.name().equals("get_serializer_class"));
    }

    private static Stream<Expr.Call> calls(Stmt.Function function) {
      return function
          .statements()
          .flatMap(each -> each.expressions().stream())
          .flatMap(Expr::all)
          .filter(Expr.Call.class::isInstance)
          .map(Expr.Call.class::cast);
    }
  }

  /** The views whose one serializer can be told, and which don't prepare their queries for it. */
  public static List<ListView> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    List<ListView> views = new ArrayList<>();
    Map<ClassCode, Set<ClassCode>> users = new HashMap<>();
    for (ModuleCode module : code.mainModules()) {
      module
          .classes()
          .map(definition -> code.classCode(module, definition))
          .filter(ListViews::isListing)
          .peek(view -> addUser(view, users))
          .filter(ListViews::answersWithList)
          .filter(view -> !preparesQueries(view) && !isCached(view))
          .forEach(view -> serializer(view, code, users).ifPresent(views::add));
    }
    return views;
  }

  private static boolean isListing(ClassCode view) {
    return view.externalBases().stream().anyMatch(base -> LISTING.matcher(base).matches());
  }

  private static void addUser(ClassCode view, Map<ClassCode, Set<ClassCode>> users) {
    view.lineage().stream()
        .filter(each -> each != view && !(isListing(each) && isWhole(each)))
        .forEach(mixin -> users.computeIfAbsent(mixin, key -> new HashSet<>()).add(view));
  }

  /** Whether it can be a view by itself: a base leaves its rows or its serializer to others. */
  private static boolean isWhole(ClassCode view) {
    return (view.attribute("serializer_class").isPresent()
            || view.method("get_serializer_class").isPresent())
        && ROWS.stream().anyMatch(name -> view.attribute(name).isPresent());
  }

  /**
   * Whether somebody gets its list: not if {@code list()} refuses, or GET isn't one of its methods.
   */
  private static boolean answersWithList(ClassCode view) {
    boolean isRefused =
        view.method("list")
            .map(ClassCode.Member::value)
            .filter(list -> list.body().get(list.body().size() - 1) instanceof Stmt.Leave)
            .filter(list -> list.statements().noneMatch(Stmt.Return.class::isInstance))
            .isPresent();
    boolean isUnreachable =
        view.attribute("http_method_names")
            .filter(names -> names.value() instanceof Expr.Collection)
            .filter(
                names ->
                    names
                        .value()
                        .all()
                        .noneMatch(each -> each instanceof Expr.Text text && isGet(text.value())))
            .isPresent();
    return !isRefused && !isUnreachable;
  }

  private static boolean isGet(String method) {
    return method.equalsIgnoreCase("get");
  }

  private static boolean preparesQueries(ClassCode view) {
    return view.lineage().stream()
        .flatMap(ClassCode::body)
        .flatMap(Stmt::everyExpression)
        .anyMatch(each -> each instanceof Expr.Call call && EAGER.contains(call.name()));
  }

  /** Whether whole answers are kept: the queries of a list run once for many requests. */
  private static boolean isCached(ClassCode view) {
    boolean readsCache =
        view.method("list").stream()
            .flatMap(method -> method.value().everyExpression())
            .flatMap(Expr::all)
            .flatMap(each -> each.dotted().stream())
            .anyMatch(CACHE_READS::contains);
    return readsCache || isDecoratedForCaching(view);
  }

  private static boolean isDecoratedForCaching(ClassCode view) {
    return Stream.concat(
            view.definition().decorators().stream(),
            Stream.of("list", "dispatch", "get")
                .flatMap(name -> view.method(name).stream())
                .flatMap(method -> method.value().decorators().stream()))
        .flatMap(Expr::all)
        .flatMap(each -> each.dotted().stream())
        .anyMatch(name -> CACHING.contains(QualifiedName.of(name).lastName()));
  }

  private static Optional<ListView> serializer(
      ClassCode view, ProjectCode code, Map<ClassCode, Set<ClassCode>> users) {
    Optional<OwnRows> own = OwnRows.of(view);
    Optional<Expr> called = own.flatMap(OwnRows::serializer);
    if (called.isPresent()) {
      return serializer(view, called.get(), own.get().module(), own, code, users);
    }
    Optional<ClassCode.Member<Stmt.Function>> chosen = view.method("get_serializer_class");
    if (chosen.isPresent()) {
      List<Expr> returned =
          chosen
              .get()
              .value()
              .statements()
              .filter(Stmt.Return.class::isInstance)
              .flatMap(each -> ((Stmt.Return) each).value().stream())
              .toList();
      return returned.size() == 1
          ? serializer(view, returned.get(0), chosen.get().owner().module(), own, code, users)
          : Optional.empty();
    }
    return view.attribute("serializer_class")
        .flatMap(
            member -> serializer(view, member.value(), member.owner().module(), own, code, users));
  }

  private static Optional<ListView> serializer(
      ClassCode view,
      Expr named,
      ModuleCode module,
      Optional<OwnRows> own,
      ProjectCode code,
      Map<ClassCode, Set<ClassCode>> users) {
    return code.meaning(module, named) instanceof Meaning.Class each
            && SerializerReads.isSerializer(code.classCode(each))
        ? Optional.of(new ListView(view, code.classCode(each), named, own, users))
        : Optional.empty();
  }
}
