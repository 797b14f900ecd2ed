package org.pyreview.frameworks.django.queries;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.code.Bindings;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** Rows that somebody picks by hand: ticked in a list, or named in a filter of a page. */
public final class ChosenRows {

  private static final Set<String> OF_REQUEST = Set.of("POST", "GET", "data", "query_params");

  private ChosenRows() {}

  /** Whether a queryset is restricted to what a request, a filter or an action names. */
  public static boolean are(Query query) {
    boolean mayBe =
        query.isRefined()
            && values(query.origin()).findAny().isPresent()
            && query.module().mentions("request", "queryset", "initial");
    if (!mayBe) {
      return false;
    }
    Set<String> chosen =
        query
            .module()
            .functionWith(query.origin().place())
            .map(ChosenRows::chosenIn)
            .orElse(Set.of());
    return values(query.origin()).anyMatch(each -> isChosen(each, chosen));
  }

  /** What {@code name__in=value} and {@code **conditions} restrict to. */
  private static Stream<Expr> values(Expr origin) {
    return origin
        .all()
        .filter(each -> each instanceof Expr.Call call && call.name().equals("filter"))
        .flatMap(each -> ((Expr.Call) each).arguments().stream())
        .filter(each -> each.keyword().endsWith("__in") || each.keyword().equals("**"))
        .map(Expr.Argument::value);
  }

  private static Set<String> chosenIn(Stmt.Function function) {
    Set<String> parameters = new HashSet<>();
    function.parameters().forEach(each -> parameters.add(each.name()));
    Set<String> chosen = new HashSet<>();
    if (parameters.contains("queryset")) {
      // A method of a filter set, and an action of the admin.
      chosen.add(parameters.contains("value") ? "value" : "queryset");
    }
    function
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(each -> each.value().filter(value -> isChosen(value, chosen)).isPresent())
        .forEach(each -> each.targets().stream().flatMap(Bindings::names).forEach(chosen::add));
    return chosen;
  }

  private static boolean isChosen(Expr value, Set<String> chosen) {
    return value
        .all()
        .anyMatch(
            each ->
                (each instanceof Expr.Name name && chosen.contains(name.id()))
                    || (each instanceof Expr.Attribute attribute && isOfRequest(attribute)));
  }

  private static boolean isOfRequest(Expr.Attribute attribute) {
    String owner = attribute.value().dotted().orElse("");
    return (OF_REQUEST.contains(attribute.name()) && owner.matches("(?:.*\\.)?request"))
        || (attribute.name().equals("initial") && owner.equals("self"));
  }
}
