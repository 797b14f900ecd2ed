package org.pyreview.frameworks.django.queries;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.Place;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;

/**
 * How code goes on with the related rows of a row: a prefetch answers {@code row.lines.all()}, but
 * {@code row.lines.all().values_list("id")} queries in spite of it.
 *
 * @see <a
 *     href="https://docs.djangoproject.com/en/stable/ref/models/querysets/#prefetch-related">Django:
 *     prefetch_related()</a>
 */
final class RelatedReads {

  /** What a read is after. */
  enum Wanted {
    /** The rows themselves, which can be loaded for all at once. */
    ROWS,
    /** How many there are. */
    NUMBER,
    /** The result of a query of its own, whatever is loaded. */
    OWN_QUERY
  }

  /** What a related manager, and {@code all()} of it, answers from what is prefetched. */
  private static final Set<String> ANSWERED = Set.of("all", "exists", "contains");

  private final Map<ModuleCode, InModule> known = new HashMap<>();

  /** The reads of a file, by the place of the relation's name. */
  private record InModule(Map<Place, Set<Wanted>> wanted, Set<Place> fallbacks) {}

  /** What an access is after. */
  Wanted wantedBy(Access access) {
    if (access.kind() == Access.Kind.REFINED) {
      return Wanted.OWN_QUERY;
    }
    Set<Wanted> all = of(access.module()).wanted.getOrDefault(access.place(), Set.of());
    return all.size() == 1 ? all.iterator().next() : Wanted.ROWS;
  }

  /** Whether an access is for rows without something better: few of them get there. */
  boolean isFallback(Access access) {
    return of(access.module()).fallbacks.contains(access.place());
  }

  private InModule of(ModuleCode module) {
    return known.computeIfAbsent(module, RelatedReads::read);
  }

  private static InModule read(ModuleCode module) {
    InModule reads = new InModule(new HashMap<>(), new HashSet<>());
    module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .forEach(each -> follow(each, reads.wanted));
    module.functions().forEach(function -> readVariables(function, reads.wanted));
    new Fallbacks(reads.fallbacks).read(module.statements());
    return reads;
  }

  private static void follow(Expr expression, Map<Place, Set<Wanted>> wanted) {
    if (expression instanceof Expr.Call call) {
      relation(call.receiver())
          .filter(relation -> !isAll(call))
          .ifPresent(relation -> add(relation, wantedBy(call), wanted));
    }
  }

  /** {@code row.lines} of itself or of {@code row.lines.all()}. */
  private static Optional<Place> relation(Optional<Expr> rows) {
    Expr at = rows.orElse(null);
    if (at instanceof Expr.Call call && isAll(call)) {
      at = call.receiver().orElse(null);
    }
    return at instanceof Expr.Attribute attribute
        ? Optional.of(attribute.namePlace())
        : Optional.empty();
  }

  private static boolean isAll(Expr.Call call) {
    return call.name().equals("all") && call.arguments().isEmpty();
  }

  private static Wanted wantedBy(Expr.Call call) {
    if (call.name().equals("count")) {
      return Wanted.NUMBER;
    }
    return ANSWERED.contains(call.name()) ? Wanted.ROWS : Wanted.OWN_QUERY;
  }

  private static void add(Place relation, Wanted what, Map<Place, Set<Wanted>> wanted) {
    wanted.computeIfAbsent(relation, key -> EnumSet.noneOf(Wanted.class)).add(what);
  }

  /** {@code lines = row.lines.all()}, and what the function asks of that. */
  private static void readVariables(Stmt.Function function, Map<Place, Set<Wanted>> wanted) {
    Map<String, Place> held = new HashMap<>();
    function
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(assign -> assign.name().isPresent())
        .forEach(
            assign ->
                relation(assign.value())
                    .ifPresent(relation -> held.put(assign.name().get(), relation)));
    if (held.isEmpty()) {
      return;
    }
    function
        .statements()
        .forEach(
            statement -> {
              if (statement instanceof Stmt.For loop && loop.iterable() instanceof Expr.Name rows) {
                goOn(rows, Wanted.ROWS, held, wanted);
              }
              statement.expressions().stream()
                  .flatMap(Expr::all)
                  .forEach(each -> followVariable(each, held, wanted));
            });
  }

  private static void followVariable(
      Expr expression, Map<String, Place> held, Map<Place, Set<Wanted>> wanted) {
    if (expression instanceof Expr.Call call
        && call.receiver().orElse(null) instanceof Expr.Name n) {
      goOn(n, wantedBy(call), held, wanted);
    } else if (expression instanceof Expr.Comprehension comprehension) {
      comprehension.clauses().stream()
          .map(Expr.Clause::iterable)
          .filter(Expr.Name.class::isInstance)
          .forEach(each -> goOn((Expr.Name) each, Wanted.ROWS, held, wanted));
    }
  }

  private static void goOn(
      Expr.Name name, Wanted what, Map<String, Place> held, Map<Place, Set<Wanted>> wanted) {
    Optional.ofNullable(held.get(name.id())).ifPresent(relation -> add(relation, what, wanted));
  }

  /**
   * Code for rows that lack a value of their own: {@code if row.cover: return row.cover.url} and
   * what follows.
   */
  private record Fallbacks(Set<Place> places) {

    void read(List<Stmt> statements) {
      read(statements, false, Set.of());
    }

    private void read(List<Stmt> statements, boolean isFallback, Set<String> held) {
      boolean isRest = isFallback;
      for (int i = 0; i < statements.size(); i++) {
        Stmt each = statements.get(i);
        if (each instanceof Stmt.Function function) {
          read(function.body(), false, held(function));
        } else if (each instanceof Stmt.ClassDef) {
          read(each.inner(), false, Set.of());
        } else {
          boolean isMarked = isRest;
          each.expressions().forEach(expression -> read(expression, isMarked));
          isRest |=
              readBodies(
                  each,
                  i + 1 < statements.size() ? List.of(statements.get(i + 1)) : List.of(),
                  isRest,
                  held);
        }
      }
    }

    /** Whether what follows is a fallback. */
    private boolean readBodies(Stmt statement, List<Stmt> next, boolean isRest, Set<String> held) {
      if (!(statement instanceof Stmt.If branch)) {
        read(statement.inner(), isRest, held);
        return false;
      }
      Optional<String> own = asked(branch.test(), held);
      Optional<String> lacking =
          branch.test() instanceof Expr.Operation not && not.operator().equals("not")
              ? asked(not.operands().get(0), held)
              : Optional.empty();
      boolean isOwn = own.filter(value -> shows(branch.body(), value)).isPresent();
      boolean lacks =
          lacking.filter(v -> shows(branch.otherwise(), v) || shows(next, v)).isPresent();
      read(branch.body(), isRest || lacks, held);
      read(branch.otherwise(), isRest || isOwn, held);
      return isOwn && QueryReader.leaves(branch.body());
    }

    private void read(Expr expression, boolean isFallback) {
      if (isFallback) {
        places.add(
            expression instanceof Expr.Attribute attribute
                ? attribute.namePlace()
                : expression.place());
      }
      if (expression instanceof Expr.Conditional choice) {
        boolean isOwn =
            asked(choice.test(), Set.of())
                .filter(value -> choice.then().all().anyMatch(each -> isOf(each, value)))
                .isPresent();
        read(choice.test(), isFallback);
        read(choice.then(), isFallback);
        read(choice.otherwise(), isFallback || isOwn);
      } else {
        expression.children().forEach(each -> read(each, isFallback));
      }
    }

    /** Names that hold an attribute: {@code cover = row.cover}, {@code getattr(row, "cover")}. */
    private static Set<String> held(Stmt.Function function) {
      Set<String> names = new HashSet<>();
      function
          .statements()
          .filter(Stmt.Assign.class::isInstance)
          .map(Stmt.Assign.class::cast)
          .filter(
              assign ->
                  assign.value().orElse(null) instanceof Expr.Attribute
                      || (assign.value().orElse(null) instanceof Expr.Call call
                          && call.name().equals("getattr")))
          .forEach(assign -> assign.name().ifPresent(names::add));
      return names;
    }

    /** {@code row.cover}, {@code row.cover is not None}. */
    private static Optional<String> asked(Expr test, Set<String> held) {
      if (test instanceof Expr.Operation is
          && is.operator().equals("is not")
          && is.operands().get(1) instanceof Expr.Constant none
          && none.text().equals("None")) {
        return asked(is.operands().get(0), held);
      }
      return test instanceof Expr.Attribute ? test.dotted() : test.dotted().filter(held::contains);
    }

    private static boolean shows(List<Stmt> body, String value) {
      return body.stream().flatMap(Stmt::everyExpression).anyMatch(each -> isOf(each, value));
    }

    private static boolean isOf(Expr expression, String value) {
      return expression.dotted().filter(value::equals).isPresent();
    }
  }
}
