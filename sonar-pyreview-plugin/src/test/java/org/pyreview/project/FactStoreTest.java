package org.pyreview.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.checks.language.CircularModuleImportCheck;
import org.pyreview.checks.security.TemplatePostFormWithoutCsrfTokenCheck;
import org.pyreview.verify.AnalysedProject;
import org.pyreview.verify.AnalysedProject.Found;
import org.pyreview.verify.MemoryCache;

/** Facts of files that an analysis skips come from the previous one, and decide the same. */
class FactStoreTest {

  @TempDir Path work;

  @Test
  void an_analysis_that_skips_all_files_reports_the_same() {
    AnalysedProject project =
        AnalysedProject.of(
            work,
            Map.of(
                "shop/__init__.py", "",
                "shop/a.py", "from shop import b\n\n\ndef f():\n    return b\n",
                "shop/b.py", "from shop.a import f\n\nvalue = f\n",
                "shop/views.py",
                    "from django.shortcuts import render\n\n\ndef v(r):\n    return render(r, 'f.html')\n",
                "templates/f.html", "<form method=post><button>Go</button></form>\n"));
    for (CrossFileCheck rule :
        List.of(new CircularModuleImportCheck(), new TemplatePostFormWithoutCsrfTokenCheck())) {
      MemoryCache first = new MemoryCache(Map.of());
      FactStore recorded = new FactStore();
      rule.connect(recorded);
      pythonFiles(project).forEach(path -> project.visit(path, List.of(rule), first));
      List<Found> expected = project.decide(rule, recorded);
      assertThat(expected).hasSize(1);

      MemoryCache second = new MemoryCache(first.written());
      FactStore restored = new FactStore();
      rule.connect(restored);
      assertThat(pythonFiles(project))
          .allSatisfy(
              path -> assertThat(rule.scanWithoutParsing(project.unparsed(path, second))).isTrue());
      assertThat(project.decide(rule, restored)).isEqualTo(expected);
      assertThat(second.written()).isEqualTo(first.written());
    }
  }

  @Test
  void a_file_without_cached_facts_is_parsed() {
    AnalysedProject project = AnalysedProject.of(work, Map.of("a.py", "import b\n"));
    CircularModuleImportCheck rule = new CircularModuleImportCheck();
    rule.connect(new FactStore());
    assertThat(rule.scanWithoutParsing(project.unparsed("a.py", new MemoryCache(Map.of()))))
        .isFalse();
    MemoryCache broken =
        new MemoryCache(
            Map.of("pyreview:" + ModuleImport.FACTS.id() + ":project:a.py", new byte[] {0, 0, 1}));
    assertThat(rule.scanWithoutParsing(project.unparsed("a.py", broken))).isFalse();
  }

  private static List<String> pythonFiles(AnalysedProject project) {
    return project.sources().keySet().stream().filter(path -> path.endsWith(".py")).toList();
  }
}
