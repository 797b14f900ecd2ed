package org.pyreview.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.python.ModulePath;
import org.pyreview.verify.AnalysedProject;

class RepositoryPartsTest {

  @TempDir Path work;

  @Test
  void folders_with_manifests_are_projects_of_their_own() {
    Project project =
        AnalysedProject.of(
                work,
                Map.of(
                    "README.md", "All",
                    "tool.py", "",
                    "shop/manage.py", "",
                    "shop/requirements/base.txt", "django\n",
                    "shop/orders/views.py", "",
                    "shop/README.md", "Shop",
                    "library/requirements-dev.txt", "flask\n",
                    "library/app.py", "",
                    "examples/first/pyproject.toml", "[project]\nname = 'first'\n"))
            .project();
    RepositoryParts parts = RepositoryParts.of(project);
    assertThat(parts.all())
        .extracting(RepositoryPart::folder)
        .containsExactly("", "examples/first/", "library/", "shop/");
    RepositoryPart shop = parts.of(project.file("shop/orders/views.py").orElseThrow());
    assertThat(shop.folder()).isEqualTo("shop/");
    assertThat(shop.files()).hasSize(4);
    assertThat(shop.enclosing()).contains(parts.of(project.file("tool.py").orElseThrow()));
    assertThat(shop.nearest(project, "README.md").map(ProjectFile::folder)).contains("shop/");
    assertThat(
            parts
                .of(ModulePath.of("library/app.py"))
                .nearest(project, "README.md")
                .map(ProjectFile::folder))
        .contains("");
    assertThat(parts.of(ModulePath.of("examples/first/a.py")).isExample()).isTrue();
    assertThat(shop.isExample()).isFalse();
  }
}
