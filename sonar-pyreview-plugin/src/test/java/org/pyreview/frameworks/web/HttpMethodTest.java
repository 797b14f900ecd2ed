package org.pyreview.frameworks.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HttpMethodTest {

  @Test
  void reads_a_text_in_any_case() {
    assertThat(HttpMethod.of("PATCH")).contains(HttpMethod.PATCH);
    assertThat(HttpMethod.of("patch")).contains(HttpMethod.PATCH);
    assertThat(HttpMethod.of("")).isEmpty();
    assertThat(HttpMethod.of("list")).isEmpty();
  }

  @Test
  void knows_the_functions_that_answer_its_requests() {
    assertThat(HttpMethod.handledBy("head")).contains(HttpMethod.HEAD);
    assertThat(HttpMethod.handledBy("HEAD")).isEmpty();
    assertThat(HttpMethod.handledBy("trace")).isEmpty();
    assertThat(HttpMethod.DELETE.handler()).isEqualTo("delete");
  }

  @Test
  void sorts_the_methods_by_what_their_requests_do() {
    assertThat(those(HttpMethod::isSafe)).containsExactly("get", "head", "options", "trace");
    assertThat(those(HttpMethod::changesState)).containsExactly("post", "put", "patch", "delete");
    assertThat(those(HttpMethod::bringsContent)).containsExactly("post", "put", "patch");
    assertThat(those(HttpMethod::actsOnResource))
        .containsExactly("get", "post", "put", "patch", "delete");
  }

  private static List<String> those(Predicate<HttpMethod> question) {
    return Stream.of(HttpMethod.values()).filter(question).map(HttpMethod::handler).toList();
  }
}
