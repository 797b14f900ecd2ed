package org.pyreview.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.checks.language.CircularModuleImportCheck;
import org.pyreview.checks.security.TemplatePostFormWithoutCsrfTokenCheck;
import org.pyreview.verify.AnalysedProject;
import org.pyreview.verify.AnalysedProject.Found;
import org.pyreview.verify.MemoryCache;
import org.slf4j.event.Level;
import org.sonar.api.testfixtures.log.LogTesterJUnit5;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.caching.CacheContext;

/** Facts of files that an analysis skips come from the previous one, and decide the same. */
class FactStoreTest {

  @RegisterExtension LogTesterJUnit5 log = new LogTesterJUnit5();
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
  }

  @Test
  void a_file_whose_cached_facts_are_broken_is_parsed() {
    AnalysedProject project = AnalysedProject.of(work, Map.of("a.py", "import b\n"));
    CircularModuleImportCheck rule = new CircularModuleImportCheck();
    MemoryCache whole = new MemoryCache(Map.of());
    rule.connect(new FactStore());
    project.visit("a.py", List.of(rule), whole);
    Map<String, byte[]> longer = new HashMap<>();
    whole
        .written()
        .forEach((key, facts) -> longer.put(key, Arrays.copyOf(facts, facts.length + 1)));
    assertThat(longer).hasSize(1);

    for (Map<String, byte[]> previous : List.of(whole.written(), longer)) {
      rule.connect(new FactStore());
      assertThat(rule.scanWithoutParsing(project.unparsed("a.py", new MemoryCache(previous))))
          .isEqualTo(previous != longer);
    }
  }

  /** What an older build meant by its facts, a newer one can't know. */
  @Test
  void facts_of_another_build_are_recorded_anew() throws IOException {
    AnalysedProject project =
        AnalysedProject.of(
            work.resolve("project"),
            Map.of("a.py", "import b\nx = b.x\n", "b.py", "import a\nx = a.x\n"));
    CircularModuleImportCheck rule = new CircularModuleImportCheck();
    MemoryCache old = new MemoryCache(Map.of());
    rule.connect(new FactStore(build("old")));
    pythonFiles(project).forEach(path -> project.visit(path, List.of(rule), old));

    MemoryCache cache = new MemoryCache(old.written());
    FactStore facts = new FactStore(build("new"));
    rule.connect(facts);
    for (String path : pythonFiles(project)) {
      assertThat(rule.scanWithoutParsing(project.unparsed(path, cache))).isFalse();
      project.visit(path, List.of(rule), cache);
    }
    assertThat(project.decide(rule, facts)).hasSize(1);
    assertThat(cache.written()).hasSize(2).doesNotContainKeys(keys(old));

    rule.connect(new FactStore(build("new")));
    MemoryCache next = new MemoryCache(cache.written());
    assertThat(pythonFiles(project))
        .allSatisfy(
            path -> assertThat(rule.scanWithoutParsing(project.unparsed(path, next))).isTrue());
  }

  private PluginBuild build(String code) throws IOException {
    return PluginBuild.of(Files.writeString(work.resolve(code + ".jar"), code));
  }

  private static String[] keys(MemoryCache cache) {
    return cache.written().keySet().toArray(String[]::new);
  }

  /** A cache that fails: the analysis records, and decides, as without one. */
  @Test
  void a_broken_cache_costs_only_the_cache() {
    AnalysedProject project =
        AnalysedProject.of(
            work, Map.of("a.py", "import b\nx = b.x\n", "b.py", "import a\nx = a.x\n"));
    CircularModuleImportCheck rule = new CircularModuleImportCheck();
    FactStore facts = new FactStore();
    rule.connect(facts);
    CacheContext broken =
        (CacheContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CacheContext.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("isCacheEnabled")) {
                    return true;
                  }
                  throw new IllegalStateException("broken on purpose");
                });
    for (String path : pythonFiles(project)) {
      assertThat(rule.scanWithoutParsing(project.unparsed(path, broken))).isFalse();
      assertThat(project.visit(path, List.of(rule), broken)).isEmpty();
    }
    assertThat(project.decide(rule, facts)).hasSize(1);
  }

  record Trap(String name) {
    static final FactKind<Trap> FACTS =
        FactKind.of(
            Trap.class,
            module -> {
              if (module.path().toString().equals("a.py")) {
                throw new IllegalStateException("on purpose");
              }
              return new Trap(module.path().toString());
            });
  }

  @Rule(key = "needs-the-trap")
  public static class NeedsTheTrap extends CrossFileCheck {
    @Override
    protected List<FactKind<?>> facts() {
      return List.of(Trap.FACTS, ModuleImport.FACTS);
    }

    @Override
    public void review(ProjectReview review) {
      review.project().everywhere(Trap.FACTS).forEach(each -> review.reportOnProject(each.name));
      review.reportOnProject("imports of " + review.project().facts(ModuleImport.FACTS).keySet());
    }
  }

  @Test
  void facts_that_can_not_be_recorded_are_missed_once_for_all_rules() {
    AnalysedProject project = AnalysedProject.of(work, Map.of("a.py", "", "b.py", ""));
    FactStore facts = new FactStore();
    List<NeedsTheTrap> rules = List.of(new NeedsTheTrap(), new NeedsTheTrap());
    MemoryCache cache = new MemoryCache(Map.of());
    rules.forEach(rule -> rule.connect(facts));
    pythonFiles(project).forEach(path -> project.visit(path, rules, cache));
    assertThat(log.logs(Level.WARN))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("Trap", "a.py", "on purpose"));
    assertThat(cache.written().keySet()).filteredOn(key -> key.contains("Trap")).hasSize(1);
    assertThat(project.decide(rules.get(0), facts))
        .extracting(Found::message)
        .containsExactly("b.py", "imports of [a.py, b.py]");
  }

  private static List<String> pythonFiles(AnalysedProject project) {
    return project.sources().keySet().stream().filter(path -> path.endsWith(".py")).toList();
  }
}
