package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./review} says when it can't do its work. */
class ReviewCommandTest {

  @TempDir Path work;

  private record Outcome(int code, String output) {}

  @Test
  void explains_its_options() throws Exception {
    assertThat(review("--help"))
        .satisfies(
            outcome -> {
              assertThat(outcome.code).isZero();
              assertThat(outcome.output).contains("--stop-after", "--docker", "--port");
            });
  }

  @Test
  void refuses_what_is_no_folder() throws Exception {
    Path file = Files.writeString(work.resolve("file.py"), "");
    assertThat(review(file.toString()))
        .isEqualTo(new Outcome(1, "review: " + file + " is not a folder\n"));
  }

  @Test
  void refuses_unknown_options() throws Exception {
    Outcome outcome = review("--fast");
    assertThat(outcome.code).isEqualTo(2);
    assertThat(outcome.output).startsWith("unknown option --fast").contains("Usage:");
  }

  @Test
  void says_that_a_port_is_taken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> ProcessServer.requireFree(port))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("Port " + port + " is taken");
    }
  }

  /** A runtime has no jlink, and an old JDK can't run the server: both are passed over. */
  @Test
  void says_where_it_looked_for_a_jdk() throws IOException {
    Path runtime = jdk("runtime", "25.0.1", "java.base");
    Path old = jdk("old", "17.0.15", "java.base jdk.jlink");
    Path fit = jdk("fit", "21.0.2", "java.base jdk.jlink");
    assertThat(Jdk.among(List.of(runtime, old, fit)).home()).isEqualTo(fit);
    assertThatThrownBy(() -> Jdk.among(List.of(runtime, old)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("JDK 21 or newer with jlink")
        .hasMessageContaining(old.toString());
  }

  private Path jdk(String name, String version, String modules) throws IOException {
    Path home = Files.createDirectories(work.resolve(name));
    Files.writeString(
        home.resolve("release"),
        "JAVA_VERSION=\"%s\"\nMODULES=\"%s\"\n".formatted(version, modules));
    return home;
  }

  @Test
  void gives_the_scanners_own_reason() {
    String log =
        """
        12:00:00.000 INFO  Scanner configuration file: NONE
        12:00:01.000 ERROR Error during SonarScanner CLI execution
        12:00:01.000 ERROR You're not authorized to analyze this project.
        12:00:01.000 ERROR Re-run SonarScanner CLI using the -X switch to enable full debug logging.
        """;
    assertThat(new Scan(2, log).reason())
        .isEqualTo("You're not authorized to analyze this project.");
  }

  private Outcome review(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dpyreview.root=" + work,
                "-cp",
                System.getProperty("java.class.path"),
                ReviewCommand.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
