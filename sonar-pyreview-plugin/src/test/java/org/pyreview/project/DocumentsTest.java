package org.pyreview.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.project.documents.Document;
import org.pyreview.verify.AnalysedProject;

class DocumentsTest {

  @TempDir Path work;

  @Test
  void a_link_to_a_document_is_read_where_the_document_lies() throws IOException {
    Files.createDirectories(work.resolve("docs"));
    Files.createSymbolicLink(work.resolve("docs/server.md"), Path.of("parts/server.md"));
    Project project =
        AnalysedProject.of(
                work,
                Map.of(
                    "docs/parts/server.md", "[Settings](settings.md)\n",
                    "docs/parts/settings.md", "None\n",
                    "docs/index.md", "[Server](server.md)\n"))
            .project();
    assertThat(Document.guides(project))
        .extracting(each -> each.file().toString())
        .contains("docs/index.md", "docs/parts/server.md")
        .doesNotContain("docs/server.md");
  }
}
