package org.pyreview.frameworks.django.queries;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.DjangoModel;
import org.pyreview.frameworks.django.ModelIndex;
import org.pyreview.frameworks.django.ModelIndex.Relation;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.project.Project;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** Reads of related rows that a load up front would hardly make cheaper. */
public final class SparedLoads {

  /** What a row of the database does for itself: how it does that depends on its state. */
  private static final Set<String> OF_STATE =
      Set.of("save", "delete", "clean", "full_clean", "clean_fields", "validate_unique");

  private static final Set<String> LOOKUPS = Set.of("Q", "filter", "exclude", "get");

  /** Names that say nothing about which function is meant. */
  private static final Set<String> COMMON =
      Set.of(
          "save",
          "delete",
          "clean",
          "full_clean",
          "get",
          "post",
          "put",
          "patch",
          "update",
          "create",
          "run",
          "process",
          "handle",
          "filter",
          "all");

  /** Ten rows with so many queries each are dozens. */
  private static final int SEVERAL = 3;

  private final Project project;
  private final ProjectCode code;
  private final ModelIndex models;
  private final RepeatedReads reads;
  private QueryingFunctions querying;
  private Set<String> repeated;
  private Map<String, Set<String>> paths;

  public SparedLoads(Project project, RepeatedReads reads) {
    this.project = project;
    code = ProjectCode.of(project);
    models = ModelIndex.of(project);
    this.reads = reads;
  }

  /** Whether a load wouldn't be noticed, or isn't what is missing. */
  public boolean contains(Access access) {
    return access.calls().stream().anyMatch(call -> OF_STATE.contains(call.name()))
        || isOfOneParent(access)
        || ChosenRows.are(access.query())
        || FewPeople.are(access.query())
        || isInPortions(access)
        || isAtHand(access)
        || isBesideQueries(access)
        || isLookedUp(access)
        || isOfSiblings(access);
  }

  /** Whether the path leads up to a parent and down to all its rows of a table it came by. */
  private boolean isOfSiblings(Access access) {
    Optional<DjangoModel> at = Optional.of(access.query().model());
    Set<DjangoModel> passed = new HashSet<>();
    boolean isUp = false;
    for (String name : access.path().split("__")) {
      Optional<Relation> relation = at.flatMap(each -> models.relation(each, name));
      at.ifPresent(passed::add);
      at = relation.flatMap(Relation::target);
      boolean isMany = relation.filter(Relation::isMany).isPresent();
      if (isUp && isMany && at.filter(passed::contains).isPresent()) {
        return true;
      }
      isUp = relation.isPresent() && !isMany;
    }
    return false;
  }

  /**
   * Whether the rows are those of one parent that is at hand: few, unless each of them is something
   * that happened, or a function runs for many parents; and unless their other related rows are
   * loaded along, since somebody counted the queries there, or each of them costs several queries.
   */
  private boolean isOfOneParent(Access access) {
    return reads.isOfOneParent(access)
        && !TableSize.isHappening(access.query().model().name())
        && !access.query().isTuned()
        && pathsBeside(access).size() < SEVERAL
        && functionOf(access)
            .filter(function -> !COMMON.contains(function.name()))
            .filter(function -> repeated().contains(function.name()))
            .isEmpty();
  }

  /** All that is read of the rows of a queryset, one query each for every row. */
  private Set<String> pathsBeside(Access access) {
    if (paths == null) {
      paths = new HashMap<>();
      for (Access each : QueryUses.of(project).accesses()) {
        if (each.kind() != Access.Kind.KEY
            && !models.leadsBack(each.query().model(), each.path())) {
          paths.computeIfAbsent(key(each.query()), key -> new HashSet<>()).add(each.path());
        }
      }
    }
    return paths.getOrDefault(key(access.query()), Set.of());
  }

  private static String key(Query query) {
    return query.module() + " " + query.origin().place();
  }

  /**
   * The function that has the parent: the one that loops, or the one that hands it the queryset.
   */
  private static Optional<Stmt.Function> functionOf(Access access) {
    Query query = access.query();
    return query.depth() < access.loop().depth()
        ? query.module().functionWith(query.origin().place())
        : access.loop().module().functionWith(access.loop().place());
  }

  /**
   * Whether filtered rows come in portions on purpose, those of the loop or those of each of its
   * rows: loading all of them up front would defeat that.
   */
  private boolean isInPortions(Access access) {
    return access.kind() == Access.Kind.REFINED && (reads.isStreamed(access) || isCut(access));
  }

  /** {@code row.lines.filter(…)[:limit]}, {@code row.lines.filter(…).iterator()}. */
  private static boolean isCut(Access access) {
    return access.module().statements().stream()
        .flatMap(Stmt::everyExpression)
        .map(SparedLoads::whole)
        .flatMap(Optional::stream)
        .anyMatch(rows -> beginsWith(access, rows));
  }

  /** What is cut or streamed by an expression. */
  private static Optional<Expr> whole(Expr expression) {
    if (expression instanceof Expr.Slice slice) {
      return Optional.of(slice.value());
    }
    return expression instanceof Expr.Call call
            && Set.of("iterator", "aiterator").contains(call.name())
        ? call.receiver()
        : Optional.empty();
  }

  private static boolean beginsWith(Access access, Expr rows) {
    Optional<Expr> at = Optional.of(rows);
    while (at.isPresent() && at.get() instanceof Expr.Call call) {
      at = call.receiver();
    }
    return at.filter(
            each -> each instanceof Expr.Attribute read && read.namePlace().equals(access.place()))
        .isPresent();
  }

  /**
   * {@code filter(order_id__in=[order.pk for order in orders])}: the orders are there, and a
   * dictionary of them would save what a join loads again.
   */
  private static boolean isAtHand(Access access) {
    String related = Pattern.quote(access.path());
    Pattern restricted = Pattern.compile(related + "(?:_id|__id|__pk)?__in");
    return FewRows.conditions(access.query().origin())
        .filter(condition -> restricted.matcher(condition.keyword()).matches())
        .anyMatch(condition -> areKeys(condition.value()));
  }

  private static boolean areKeys(Expr value) {
    return value instanceof Expr.Comprehension comprehension
        && comprehension.element() instanceof Expr.Attribute key
        && Set.of("pk", "id").contains(key.name())
        && comprehension.clauses().stream()
            .anyMatch(
                clause ->
                    clause.target() instanceof Expr.Name row
                        && key.value().dotted().filter(row.id()::equals).isPresent());
  }

  /** Whether each pass asks the database for something that no load can give. */
  private boolean isBesideQueries(Access access) {
    boolean isRefined = access.kind() == Access.Kind.REFINED;
    return passOf(access.loop())
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .anyMatch(
            call ->
                QueryingFunctions.isQuery(call)
                    || (!isRefined && isOfMethod(call))
                    || callsQuery(call, isRefined));
  }

  /** The expressions of the body of a loop, or of the element of a comprehension. */
  private static Stream<Expr> passOf(Value.Loop loop) {
    return loop.module().statements().stream()
        .flatMap(Stmt::everything)
        .flatMap(
            each ->
                each instanceof Stmt.For statement
                        && statement.iterable().place().equals(loop.place())
                    ? statement.body().stream().flatMap(Stmt::everyExpression)
                    : each.expressions().stream()
                        .flatMap(Expr::all)
                        .flatMap(inner -> elementOf(inner, loop)));
  }

  private static Stream<Expr> elementOf(Expr expression, Value.Loop loop) {
    return expression instanceof Expr.Comprehension comprehension
            && comprehension.clauses().stream()
                .anyMatch(clause -> clause.iterable().place().equals(loop.place()))
        ? comprehension.element().all()
        : Stream.empty();
  }

  /** {@code row.open_tickets().values_list("id")}: what a method asks for stays a query. */
  private static boolean isOfMethod(Expr.Call call) {
    return Set.of("values_list", "values").contains(call.name())
        && call.receiver().filter(Expr.Call.class::isInstance).isPresent();
  }

  /** Whether a call runs a query of its own; a method's filtered rows may be what is missing. */
  private boolean callsQuery(Expr.Call call, boolean isRefined) {
    boolean mayBeRead = isRefined && !(call.callee() instanceof Expr.Name);
    return !mayBeRead && querying().areCalled(call);
  }

  private QueryingFunctions querying() {
    if (querying == null) {
      querying = new QueryingFunctions(project);
    }
    return querying;
  }

  /** Functions and methods that some loop calls. */
  private Set<String> repeated() {
    if (repeated == null) {
      repeated = new HashSet<>();
      for (ModuleCode module : code.mainModules()) {
        for (Stmt each : module.statements().stream().flatMap(Stmt::everything).toList()) {
          if (each instanceof Stmt.For loop) {
            loop.body().stream().flatMap(Stmt::everyExpression).forEach(this::addCall);
          }
          each.expressions().stream()
              .flatMap(Expr::all)
              .filter(Expr.Comprehension.class::isInstance)
              .flatMap(inner -> ((Expr.Comprehension) inner).element().all())
              .forEach(this::addCall);
        }
      }
    }
    return repeated;
  }

  private void addCall(Expr expression) {
    if (expression instanceof Expr.Call call) {
      repeated.add(call.name());
    }
  }

  /** {@code Q(cable=row.cable)}: the key would do, which the row has. */
  private static boolean isLookedUp(Access access) {
    List<Expr> values =
        access.module().statements().stream()
            .flatMap(Stmt::everyExpression)
            .filter(each -> each instanceof Expr.Call call && LOOKUPS.contains(call.name()))
            .flatMap(each -> ((Expr.Call) each).arguments().stream())
            .filter(argument -> !argument.keyword().isEmpty())
            .map(Expr.Argument::value)
            .toList();
    return values.stream()
        .anyMatch(
            each ->
                each instanceof Expr.Attribute attribute
                    && attribute.namePlace().equals(access.place()));
  }
}
