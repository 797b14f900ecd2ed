package org.pyreview.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.checks.security.RequestDataInOsCommandCheck;
import org.pyreview.verify.AnalysedProject;
import org.pyreview.verify.AnalysedProject.Found;
import org.sonar.python.caching.CacheContextImpl;

/** An issue shows the way of the value, over files on the server and within one in the IDE. */
class FlowPathTest {

  private static final String VIEWS =
      """
      import os
      from flask import Blueprint, request
      from library.names import Names

      bp = Blueprint("tools", __name__)


      def trimmed(text):
          return text.strip()


      @bp.route("/a")
      def first():
          name = trimmed(request.args["name"])
          os.system("ls " + name)


      @bp.route("/b")
      def second():
          os.system("ls " + Names(request).wanted())
      """;

  private static final String NAMES =
      """
      class Names:
          def __init__(self, request):
              self.request = request

          def wanted(self):
              return self.request.form["name"]
      """;

  @TempDir Path work;

  private final RequestDataInOsCommandCheck rule = new RequestDataInOsCommandCheck();

  private static List<String> ways(List<Found> issues) {
    return issues.stream()
        .map(
            issue ->
                issue.range().line()
                    + ":"
                    + issue.range().column()
                    + "-"
                    + issue.range().endColumn()
                    + issue.causes().stream()
                        .map(
                            step ->
                                "\n%s:%d:%d %s"
                                    .formatted(
                                        step.path(),
                                        step.range().line(),
                                        step.range().column(),
                                        step.message()))
                        .collect(Collectors.joining()))
        .toList();
  }

  private static final String WITHIN_THE_FILE =
      """
      15:14-26
      library/views.py:14:19 The client sends `request.args`.
      library/views.py:14:19 This is passed to `trimmed()`.
      library/views.py:14:11 `trimmed()` gives it back here.
      library/views.py:14:4 It is kept in `name`.
      library/views.py:15:14 This is where it arrives.""";

  @Test
  void the_server_follows_data_through_all_files() {
    AnalysedProject project =
        AnalysedProject.of(
            work,
            Map.of(
                "library/__init__.py", "", "library/views.py", VIEWS, "library/names.py", NAMES));
    assertThat(ways(project.issues(rule)))
        .containsExactly(
            WITHIN_THE_FILE,
            """
            20:14-45
            library/names.py:6:15 The client sends `self.request.form`.
            library/views.py:20:22 `wanted()` gives it back here.
            library/views.py:20:14 This is where it arrives.""");
  }

  @Test
  void the_ide_follows_data_through_the_open_file() {
    AnalysedProject project =
        AnalysedProject.of(work, Map.of("library/__init__.py", "", "library/views.py", VIEWS));
    // Nobody has connected the rule to a store: it is on its own, as in an IDE.
    assertThat(
            ways(project.visit("library/views.py", List.of(rule), CacheContextImpl.dummyCache())))
        .containsExactly(WITHIN_THE_FILE);
  }

  /** The analyzer's own type inference is what takes long here: few names keep it short. */
  @Test
  void a_long_function_is_followed_to_its_end() {
    String branches =
        IntStream.range(0, 200)
            .mapToObj(
                number ->
                    "    if request.args['%d']:\n".formatted(number)
                        + "        held = name + 'x'\n".repeat(12)
                        + "    else:\n        name = name + str(held)\n")
            .collect(Collectors.joining());
    String source =
        """
        import os
        from flask import request

        def view():
            name = request.args['name']
        """
            + branches
            + "    os.system(name)\n";
    AnalysedProject project = AnalysedProject.of(work, Map.of("views.py", source));
    assertThat(project.issues(rule)).hasSize(1);
  }
}
