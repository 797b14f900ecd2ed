package org.pyreview.frameworks.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.project.Place;
import org.pyreview.verify.AnalysedProject;
import org.pyreview.verify.RandomText;

class TemplateFileTest {

  private static final String PATH = "shop/templates/shop/page.html";

  @TempDir Path work;

  private TemplateFile template(String source) {
    return AnalysedProject.of(work, Map.of(PATH, source))
        .project()
        .file(PATH)
        .flatMap(TemplateFile::of)
        .orElseThrow();
  }

  @Test
  void tells_tags_from_outputs_comments_and_text() {
    TemplateFile template =
        template(
            "{% extends 'base.html' %}{# {{ no }} #}{%- include \"x.html\" with a=b -%}\n"
                + "{% raw %}{{ no }}{% endraw %}{{ yes|safe }}{ {x} }{% comment %}{{ no }}{% endcomment %}");
    assertThat(template.constructs().map(each -> each.name() + ":" + each.arguments()))
        .containsExactly("extends:'base.html'", "include:\"x.html\" with a=b", ":yes|safe");
    assertThat(template.parent()).contains("base.html");
    assertThat(template.tags("include").findFirst().flatMap(Construct::quotedArgument))
        .contains("x.html");
    assertThat(template.name()).isEqualTo("shop/page.html");
  }

  @Test
  void a_brace_and_a_hash_in_a_style_sheet_begin_no_comment() {
    TemplateFile template =
        template(
            "<style>@media print {#nav{color: red}}</style>\n{{ one }}\n{# {{ no }} #}{{ two }}\n"
                + "{#\n Of Jinja: {{ no }}\n#}{{ three }}{#nav{ {{ four }}");
    assertThat(template.constructs().map(Construct::arguments))
        .containsExactly("one", "two", "three", "four");
  }

  @Test
  void what_nothing_closes_is_text() {
    TemplateFile template =
        template("{% comment %}{{ one }}{% raw %}{% verbatim %}{{ two }}{% x {{ three }}{%");
    assertThat(template.constructs().filter(Construct::isOutput).map(Construct::arguments))
        .containsExactly("one", "two", "three");
  }

  @Test
  void tags_in_between_have_their_own_ends() {
    TemplateFile template =
        template("{% block a %}{% block b %}{{ b }}{% endblock %}{{ a }}{% endblock %}{{ c }}");
    assertThat(template.block("a").orElseThrow().constructs().map(Construct::arguments))
        .containsExactly("b", "b", "", "a");
    assertThat(template.block("b").orElseThrow().source()).isEqualTo("{{ b }}");
  }

  @Test
  void pipes_in_quotes_belong_to_no_filter() {
    TemplateFile template = template("{{ a|default:'x|y'|safe }}{{ b|join(\"'\")|c }}{{ it's|d }}");
    assertThat(template.constructs().map(each -> OutputExpression.of(each).filters()))
        .containsExactly(List.of("default", "safe"), List.of("join", "c"), List.of("d"));
  }

  @Test
  void finds_forms_behind_template_syntax() {
    TemplateFile template =
        template(
            "<table><form\r\n  METHOD='post' action={% url \"a>b\" %} {% if x %}id=i{% endif %}>\n"
                + "<tr></form></table>");
    assertThat(template.forms())
        .singleElement()
        .satisfies(
            form -> {
              assertThat(form.attribute("method")).isEqualTo("post");
              assertThat(form.attribute("id")).isEqualTo("i");
              assertThat(form.place()).isEqualTo(new Place(1, 7, 2, 65));
              assertThat(form.content().source()).isEqualTo("\n<tr>");
            });
  }

  /** The HTML parser's own columns go wrong where it fills its buffer again within a tag. */
  @Test
  void a_long_tag_over_several_lines_ends_where_it_ends() {
    for (int filling = 0; filling < 70; filling++) {
      String before = ("<p>" + "x".repeat(60) + "</p>\n").repeat(filling);
      String form =
          "<form\n  method=\"post\"\n  data-action=\""
              + "\n    session:ping{{ x }}->session#ping".repeat(40)
              + "\n  \"\n>";
      TemplateFile template = template(before + form + "\n</form>\n");
      assertThat(template.forms())
          .singleElement()
          .extracting(TemplateFile.Form::place)
          .isEqualTo(new Place(filling + 1, 0, filling + 45, 1));
    }
  }

  /** The seeds are fixed: a failure can be repeated. */
  @Test
  void any_text_is_taken() {
    String[] pieces = {
      "{{",
      "}}",
      "{%",
      "%}",
      "{#",
      "#}",
      "{",
      "}",
      "\"",
      "'",
      "<form",
      "<form method=post>",
      ">",
      "</form>",
      "<!--",
      "-->",
      "=",
      " ",
      "\n",
      "block a",
      "endblock",
      "comment",
      "raw",
      "verbatim",
      "<table>",
      "<script>",
      "é",
      "include 'x'",
      "extends"
    };
    for (int seed = 0; seed < 1000; seed++) {
      String text = RandomText.of(seed, 30, pieces);
      assertThatCode(
              () -> {
                TemplateFile template = template(text);
                template.forms().forEach(form -> form.content().constructs().count());
                template.block("a").ifPresent(region -> region.constructs().count());
                template.parent();
              })
          .as("seed %d: %s", seed, text)
          .doesNotThrowAnyException();
    }
  }
}
