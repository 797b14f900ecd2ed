package org.pyreview.project.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.project.Project;
import org.pyreview.python.CodeRole;
import org.pyreview.verify.AnalysedProject;

class CodeRolesTest {

  @TempDir Path work;

  @Test
  void what_production_code_imports_runs_where_that_code_runs() {
    Project project =
        project(
            Map.of(
                "shop/__init__.py", "",
                "shop/views.py", "from shop.tools.prices import price\nfrom shop import tasks\n",
                "shop/tools/__init__.py", "",
                "shop/tools/prices.py", "from shop.tools.round import cents\nprice = cents\n",
                "shop/tools/round.py", "cents = 1\n",
                "shop/tools/count.py", "print(1)\n",
                "shop/tasks.py", "def send():\n    pass\n",
                "shop/settings/__init__.py", "from shop.settings.dev import *\n",
                "shop/settings/dev.py", "DEBUG = True\n"));
    assertThat(role(project, "shop/tools/prices.py")).isEqualTo(CodeRole.SERVER);
    assertThat(role(project, "shop/tools/round.py")).isEqualTo(CodeRole.SERVER);
    assertThat(role(project, "shop/tasks.py")).isEqualTo(CodeRole.SERVER);
    assertThat(role(project, "shop/tools/count.py")).isEqualTo(CodeRole.SCRIPT);
    assertThat(role(project, "shop/settings/dev.py")).isEqualTo(CodeRole.DEVELOPMENT);
  }

  @Test
  void a_file_that_starts_by_itself_and_is_not_imported_is_a_script() {
    String program = "def main():\n    pass\n\n\nif __name__ == '__main__':\n    main()\n";
    Project project =
        project(
            Map.of(
                "import_orders.py", program,
                "main.py", program,
                "shop/__init__.py", "",
                "shop/report.py", program,
                "shop/views.py", "from . import report\n"));
    assertThat(role(project, "import_orders.py")).isEqualTo(CodeRole.SCRIPT);
    assertThat(role(project, "main.py")).isEqualTo(CodeRole.SERVER);
    assertThat(role(project, "shop/report.py")).isEqualTo(CodeRole.SERVER);
  }

  private Project project(Map<String, String> files) {
    return AnalysedProject.of(work, files).projectWithCode();
  }

  private static CodeRole role(Project project, String path) {
    return CodeRoles.of(project).of(project.file(path).orElseThrow());
  }
}
