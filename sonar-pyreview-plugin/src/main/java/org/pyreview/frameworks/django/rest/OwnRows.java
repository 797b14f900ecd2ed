package org.pyreview.frameworks.django.rest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.Stmt;

/**
 * The rows of a {@code list()} that doesn't ask for the view's queryset, but makes one itself.
 *
 * @param module the file of the method
 * @param made the method, up to the rows that it serializes, which it returns; returns what the
 *     method returns where no serializer for many is called
 * @param serializer the class that is called for them; empty for the view's own
 */
public record OwnRows(ModuleCode module, Stmt.Function made, Optional<Expr> serializer) {

  private static final Set<String> OF_VIEW = Set.of("get_queryset", "queryset");

  static Optional<OwnRows> of(ClassCode view) {
    return view.method("list")
        .filter(list -> !asksForQueryset(list.value(), view, new HashSet<>()))
        .map(list -> of(list.owner().module(), list.value()));
  }

  /** Whether a method, or one of the view's that it calls, takes the view's queryset. */
  private static boolean asksForQueryset(
      Stmt.Function method, ClassCode view, Set<String> followed) {
    return method
        .statements()
        .flatMap(each -> each.expressions().stream())
        .flatMap(Expr::all)
        .anyMatch(
            each ->
                (each instanceof Expr.Attribute attribute && OF_VIEW.contains(attribute.name()))
                    || (each instanceof Expr.Call call && isOfBase(call, method))
                    || (each instanceof Expr.Call call
                        && isOwn(call, method)
                        && followed.add(call.name())
                        && view.method(call.name())
                            .filter(own -> asksForQueryset(own.value(), view, followed))
                            .isPresent()));
  }

  /** {@code super().list(…)}. */
  private static boolean isOfBase(Expr.Call call, Stmt.Function method) {
    return call.name().equals(method.name()) && call.receiver().isPresent();
  }

  /** {@code self.rows_of(…)}. */
  private static boolean isOwn(Expr.Call call, Stmt.Function method) {
    return !method.parameters().isEmpty()
        && call.receiver()
            .flatMap(Expr::dotted)
            .filter(method.parameters().get(0).name()::equals)
            .isPresent();
  }

  private static OwnRows of(ModuleCode module, Stmt.Function list) {
    List<Stmt> body = list.body();
    for (int i = body.size() - 1; i >= 0; i--) {
      Optional<Expr.Call> call = serialized(body.get(i));
      if (call.isPresent()) {
        List<Stmt> steps = new ArrayList<>(withoutAnswers(body.subList(0, i)));
        steps.add(new Stmt.Return(call.get().at(0, "instance"), body.get(i).place()));
        return new OwnRows(
            module,
            with(steps, list),
            Optional.of(call.get().callee()).filter(each -> !isOfView(call.get())));
      }
    }
    return new OwnRows(module, list, Optional.empty());
  }

  /** A serializer for many that a statement calls in any case. */
  private static Optional<Expr.Call> serialized(Stmt statement) {
    return statement.expressions().stream()
        .flatMap(Expr::all)
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .filter(call -> call.named("many").isPresent())
        .findFirst();
  }

  /** The statements without those that refuse somebody, or have an answer for a few. */
  private static List<Stmt> withoutAnswers(List<Stmt> statements) {
    return statements.stream()
        .filter(each -> each.everything().noneMatch(Stmt.Return.class::isInstance))
        .toList();
  }

  private static boolean isOfView(Expr.Call serializer) {
    return serializer.name().equals("get_serializer");
  }

  private static Stmt.Function with(List<Stmt> body, Stmt.Function function) {
    return new Stmt.Function(
        function.name(),
        function.parameters(),
        function.returns(),
        function.decorators(),
        body,
        function.isAsync(),
        function.place());
  }
}
