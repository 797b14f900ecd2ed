package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A project with broken files is scanned; the log names each once, the rest is reviewed. */
@ParameterizedClass
@MethodSource("org.pyreview.its.Servers#versions")
class BadInputIT {

  private static final String FLAG = "import os\n\nDEBUG = bool(os.environ.get(\"DEBUG\"))\n";

  @Parameter String version;

  @Test
  void survives_broken_files_without_git() throws IOException {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("bad-input");
    project.write("Procfile", "web: gunicorn app");
    project.write("app/settings.py", FLAG);
    project.write("app/broken.py", "def broken(:\n  retrun\n");
    project.write(
        "app/views.py",
        "from django.shortcuts import render\n\n\ndef form(request):\n    return render(request, 'form.html')\n");
    project.write("requirements.txt", new byte[10_000]);
    project.write("requirements/more.txt", "Django\n");
    project.write("pyproject.toml", "[project\nname = ");
    project.write("templates/huge.html", "<p>{{ x }}</p>".repeat(380_000));
    project.write("templates/junk.html", new byte[] {(byte) 0x80, 0, 1, 2, 60});
    project.write("templates/form.html", "<form method=\"post\"><button>Go</button></form>\n");
    project.write("app/locale/de/LC_MESSAGES/django.mo", new byte[] {(byte) 0xde, 0x12, 4, 0, 0});
    project.write("app/static/logo.png", new byte[] {(byte) 0x89, 80, 78, 71, 0, 0});
    project.write("Dockerfile", new byte[] {0, 1, 2, 3, (byte) 0xff});
    Files.createSymbolicLink(project.folder().resolve("loop"), Path.of("."));

    Scan scan = project.scan(server, Map.of());

    assertThat(scan.exitCode()).as(scan.log()).isZero();
    assertThat(project.ourIssues(server))
        .containsExactly(
            "(project) monitoring-not-configured",
            "(project) readme-section-missing",
            "app/settings.py:3 environment-flag-read-as-string",
            "requirements/more.txt:1 dependency-not-pinned",
            "templates/form.html:1 template-post-form-without-csrf-token");
    for (String broken :
        new String[] {
          "requirements.txt", "templates/huge.html", "templates/junk.html", "Dockerfile"
        }) {
      assertThat(scan.log().lines())
          .as(broken)
          .filteredOn(line -> line.contains(broken + " is not reviewed"))
          .hasSize(1);
    }
    assertThat(scan.log()).doesNotContain("django.mo", "logo.png");
    assertThat(scan.log()).contains("No git repository");
  }

  @Test
  void names_a_toml_file_with_a_syntax_error_once() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.empty("bad-toml");
    project.write("manage.py", "print('manage')\n");
    project.write("pyproject.toml", "[project\nname = ");
    project.write("requirements.txt", "Django\n");
    Scan scan = project.scan(server, Map.of());
    assertThat(scan.exitCode()).as(scan.log()).isZero();
    assertThat(project.ourIssues(server))
        .containsExactly(
            "(project) readme-section-missing", "requirements.txt:1 dependency-not-pinned");
    assertThat(scan.log().lines())
        .filteredOn(line -> line.contains("pyproject.toml is not reviewed"))
        .hasSize(1);
  }

  @Test
  void reads_the_tree_of_a_shallow_clone() {
    SonarServer server = Servers.of(version);
    TestProject origin = TestProject.empty("origin");
    origin.write("app.py", FLAG);
    origin.commit();
    origin.write("app.pyc", "bytecode");
    origin.commit();
    TestProject clone = TestProject.empty("shallow-clone");
    clone.git("clone", "--quiet", "--depth=1", "file://" + origin.folder(), ".");
    Scan scan = clone.scan(server, Map.of());
    assertThat(scan.exitCode()).as(scan.log()).isZero();
    assertThat(clone.ourIssues(server))
        .containsExactly(
            "(project) committed-bytecode-file",
            "(project) gitignore-python-artifacts-missing",
            "(project) readme-section-missing",
            "app.py:3 environment-flag-read-as-string");
  }
}
