package org.pyreview.project.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.FactStore;
import org.pyreview.project.ProjectReview;
import org.pyreview.verify.AnalysedProject;
import org.pyreview.verify.MemoryCache;
import org.sonar.check.Rule;

/** What a file's syntax still tells when its tree is gone. */
class ProjectCodeTest {

  private static final String EVERYTHING =
      """
      import a.b, c as d
      from . import e
      from .f import g as h, i
      from j import *

      @decorated(1, *args, key=value, **more)
      class K(Base[int], metaclass=Meta):
          '''Text'''
          x: int = 1
          y: str

          async def m(self, one, /, two: int = 2, *rest, three=3, **others) -> None:
              async with open(one) as file, lock:
                  async for line, *tail in file[1:2]:
                      yield line
              await self.n()
              return [p async for p in q if p if not p]

      if (n := len(x)) > 1 and y is not None or z not in w:
          x += -1
      elif x if y else z:
          del x[0], y
      else:
          assert x, "no"
      while True:
          break
      else:
          pass
      for i in range(3): continue
      try:
          raise ValueError("x") from error
      except (A, B) as error:
          global q
      else:
          lambda u, v=1: u
      finally:
          print(f"{a!r:>{width}} {{b}}" "c", b"bytes", r"raw", ..., 1.5, 0x1F)
      try:
          pass
      except* C:
          pass
      match command:
          case [first, *_] if first: pass
          case {"k": v}: pass
          case _: pass
      t = s = {1, 2}, {"a": 1, **u}, {k: v for k, v in w}, (x for x in y), a[1, ::2]
      type Alias = int
      """;

  @TempDir Path work;

  /** Keeps what it sees. */
  @Rule(key = "keeps-the-code")
  public static final class KeepsTheCode extends CrossFileCheck {
    private ProjectCode code;

    @Override
    protected List<FactKind<?>> facts() {
      return List.of(SourceCode.FACTS);
    }

    @Override
    public void review(ProjectReview review) {
      code = ProjectCode.of(review.project());
    }
  }

  private ProjectCode code(Map<String, String> files) {
    AnalysedProject project = AnalysedProject.of(work, files);
    KeepsTheCode rule = new KeepsTheCode();
    rule.connect(new FactStore());
    MemoryCache written = new MemoryCache(Map.of());
    project.pythonFiles().forEach(path -> project.visit(path, List.of(rule), written));
    // The next analysis skips every file.
    FactStore restored = new FactStore();
    rule.connect(restored);
    MemoryCache next = new MemoryCache(written.written());
    project
        .pythonFiles()
        .forEach(
            path ->
                assertThat(rule.scanWithoutParsing(project.unparsed(path, next)))
                    .as(path)
                    .isTrue());
    project.decide(rule, restored);
    return rule.code;
  }

  private static ModuleCode module(ProjectCode code, String path) {
    return code.modules().stream()
        .filter(module -> module.file().toString().equals(path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void every_kind_of_statement_and_expression_survives() {
    ModuleCode module = module(code(Map.of("all.py", EVERYTHING)), "all.py");
    Set<String> kinds =
        module.statements().stream()
            .flatMap(Stmt::everything)
            .map(each -> each.getClass().getSimpleName())
            .collect(Collectors.toSet());
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "Import",
            "ClassDef",
            "Assign",
            "Evaluate",
            "Function",
            "With",
            "For",
            "Return",
            "If",
            "Plain",
            "While",
            "Leave",
            "Try",
            "Match");
    Set<String> expressions =
        module.statements().stream()
            .flatMap(Stmt::everyExpression)
            .map(each -> each.getClass().getSimpleName())
            .collect(Collectors.toSet());
    assertThat(expressions)
        .contains(
            "Name",
            "Attribute",
            "Call",
            "Text",
            "Format",
            "Constant",
            "Collection",
            "Mapping",
            "Item",
            "Slice",
            "Operation",
            "Conditional",
            "Lambda",
            "Comprehension",
            "Await",
            "Walrus",
            "Star",
            "Other");
    Expr.Format text =
        module.statements().stream()
            .flatMap(Stmt::everyExpression)
            .filter(Expr.Format.class::isInstance)
            .map(Expr.Format.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(text.template()).isEqualTo(Expr.Format.HOLE + " {b}c");
  }

  @Test
  void names_are_followed_through_files() {
    Map<String, String> files = new HashMap<>();
    files.put("shop/__init__.py", "from .models import Order as Renamed\n");
    files.put("shop/models.py", "class Order:\n    class Meta:\n        size = 3\n");
    files.put("shop/other.py", "LIMIT = 2 * 20\nLABEL = 'a' + 'b'\n\ndef helper(): pass\n");
    files.put("plain/inner.py", "VALUE = -1\n");
    files.put(
        "app.py",
        """
        import shop
        import shop.other
        import plain.inner
        import django.db.models as m
        from shop import Renamed, other as o, missing
        from shop.other import *
        from django.conf import settings
        try:
            from fast import loads
        except ImportError:
            from slow import loads
        alias = shop.models.Order
        if alias:
            twice = 1
        else:
            twice = 2
        """);
    ProjectCode code = code(files);
    ModuleCode app = module(code, "app.py");
    assertThat(code.meaning(app, "Renamed")).isInstanceOf(Meaning.Class.class);
    assertThat(code.meaning(app, "alias")).isEqualTo(code.meaning(app, "Renamed"));
    assertThat(code.meaning(app, "helper")).isInstanceOf(Meaning.Function.class);
    assertThat(code.meaning(app, "o")).isInstanceOf(Meaning.Module.class);
    assertThat(code.meaning(app, "missing")).isInstanceOf(Meaning.Unknown.class);
    assertThat(code.meaning(app, "settings").external()).isEqualTo("django.conf.settings");
    assertThat(code.meaning(app, "loads").external()).isEqualTo("fast.loads");
    assertThat(code.meaning(app, "m").external()).isEqualTo("django.db.models");
    assertThat(code.meaning(app, "twice")).isInstanceOf(Meaning.Unknown.class);
    Constants constants = new Constants(code);
    assertThat(constants.value(app, expression("shop.other.LIMIT")))
        .isEqualTo(Optional.of(new BigDecimal("4E+1")));
    assertThat(constants.value(app, expression("LABEL"))).isEqualTo(Optional.of("ab"));
    assertThat(constants.value(app, expression("plain.inner.VALUE")))
        .isEqualTo(Optional.of(new BigDecimal("-1")));
    assertThat(constants.value(app, expression("Renamed.Meta.size")))
        .isEqualTo(Optional.of(new BigDecimal("3")));
    assertThat(constants.value(app, expression("settings.DEBUG"))).isEmpty();
  }

  private static Expr expression(String dotted) {
    org.pyreview.project.Place nowhere = org.pyreview.project.Place.inLine(1, 0, 1);
    String[] parts = dotted.split("\\.");
    Expr expression = new Expr.Name(parts[0], nowhere);
    for (int i = 1; i < parts.length; i++) {
      expression = new Expr.Attribute(expression, parts[i], nowhere);
    }
    return expression;
  }

  @Test
  void imports_in_a_circle_end() {
    ProjectCode code =
        code(
            Map.of(
                "a.py", "from b import *\nfrom b import x\n",
                "b.py", "from a import *\nfrom a import x\n",
                "c.py", "class C(C): pass\n"));
    assertThat(code.meaning(module(code, "a.py"), "x")).isInstanceOf(Meaning.Unknown.class);
    ModuleCode c = module(code, "c.py");
    ClassCode definition = code.classCode(c, c.classes().findFirst().orElseThrow());
    assertThat(definition.lineage()).containsExactly(definition);
  }
}
