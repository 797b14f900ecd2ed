package org.pyreview.frameworks.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pyreview.project.Place;
import org.pyreview.project.code.Expr;

class RouteDecoratorTest {

  private static final Place HERE = new Place(1, 0, 1, 1);

  @Test
  void sorts_the_decorators_by_framework() {
    assertThat(those(RouteDecorator::isOfFlask))
        .containsExactlyInAnyOrder("route", "get", "post", "put", "patch", "delete");
    assertThat(those(RouteDecorator::isOfFastApi))
        .containsExactlyInAnyOrder(
            "get",
            "post",
            "put",
            "patch",
            "delete",
            "head",
            "options",
            "trace",
            "api_route",
            "websocket");
  }

  @Test
  void knows_those_that_are_called_like_others_and_those_that_keep_a_connection() {
    assertThat(those(each -> !each.isUnmistakable())).containsExactly("trace");
    assertThat(those(each -> !each.answersRequests())).containsExactly("websocket");
    assertThat(RouteDecorator.named("websocket")).contains(RouteDecorator.WEBSOCKET);
    assertThat(RouteDecorator.named("Route")).isEmpty();
    assertThat(RouteDecorator.names()).contains("api_route").hasSize(11);
  }

  @Test
  void asks_a_general_decorator_for_its_methods() {
    assertThat(RouteDecorator.POST.changesState(use("post"))).isTrue();
    assertThat(RouteDecorator.GET.changesState(use("get", "POST"))).isFalse();
    assertThat(RouteDecorator.ROUTE.changesState(use("route"))).isFalse();
    assertThat(RouteDecorator.ROUTE.changesState(use("route", "GET", "put"))).isTrue();
    assertThat(RouteDecorator.API_ROUTE.changesState(use("api_route", "GET", "HEAD"))).isFalse();
  }

  private static Expr.Call use(String name, String... methods) {
    List<Expr> texts = Stream.of(methods).map(each -> (Expr) new Expr.Text(each, HERE)).toList();
    List<Expr.Argument> arguments =
        methods.length == 0
            ? List.of()
            : List.of(
                new Expr.Argument("methods", new Expr.Collection(Expr.Bracket.LIST, texts, HERE)));
    return new Expr.Call(new Expr.Name(name, HERE), arguments, HERE);
  }

  private static List<String> those(Predicate<RouteDecorator> question) {
    return Stream.of(RouteDecorator.values()).filter(question).map(RouteDecorator::text).toList();
  }
}
