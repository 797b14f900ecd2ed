package org.pyreview.metadata;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * The description of a rule: Markdown in the sections that SonarQube knows, rendered to the HTML
 * its rule loader expects (one "How to fix it in …" section per framework becomes a tab).
 */
final class Description {

  private static final String WHY = "Why is this an issue?";
  private static final String RESOURCES = "Resources";
  private static final Map<String, String> FRAMEWORK_NAMES =
      Map.of(
          "django", "Django",
          "flask", "Flask",
          "fastapi", "FastAPI",
          "sqlalchemy", "SQLAlchemy",
          "celery", "Celery",
          "drf", "Django REST framework");

  private final Rule rule;
  private final Node document;

  Description(Rule rule) {
    this.rule = rule;
    this.document = Parser.builder().build().parse(rule.description());
    requireSections();
  }

  /**
   * An example of the description: files that belong together.
   *
   * @param compliant whether the rule has to stay silent on it
   * @param files content by path
   * @param parameters the rule's parameters that differ from their defaults
   */
  record Example(boolean compliant, Map<String, String> files, Map<String, String> parameters) {}

  private void requireSections() {
    List<String> expected = new ArrayList<>(List.of(WHY));
    if (rule.frameworks().equals(List.of("any"))) {
      expected.add("How to fix it");
    } else {
      rule.frameworks()
          .forEach(name -> expected.add("How to fix it in " + FRAMEWORK_NAMES.get(name)));
    }
    expected.add(RESOURCES);
    List<String> actual = new ArrayList<>();
    Set<String> subsections = new HashSet<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            String title = ((Text) heading.getFirstChild()).getLiteral();
            if (heading.getLevel() == 2) {
              actual.add(title);
            } else {
              subsections.add(title);
            }
          }
        });
    if (!actual.equals(expected)) {
      throw new MetadataException(rule.key() + ": sections " + actual + ", expected " + expected);
    }
    if (!subsections.contains("What this rule can't see")) {
      throw new MetadataException(rule.key() + ": says nothing under \"What this rule can't see\"");
    }
  }

  String html() {
    return HtmlRenderer.builder()
        .nodeRendererFactory(ExampleRenderer::new)
        .build()
        .render(document);
  }

  /** Every example, in the order of the text; blocks with the same id and verdict are one. */
  List<Example> examples() {
    Map<String, Example> examples = new LinkedHashMap<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(FencedCodeBlock block) {
            Fence fence = Fence.of(block, rule);
            examples
                .computeIfAbsent(
                    fence.id + fence.verdict,
                    id ->
                        new Example(
                            fence.verdict.equals("compliant"),
                            new TreeMap<>(),
                            rule.exampleParameters()))
                .files
                .put(fence.file, block.getLiteral());
          }
        });
    return List.copyOf(examples.values());
  }

  /** What the info string of a code block says: language, verdict, file and id. */
  private record Fence(String language, String verdict, String file, String id) {
    static Fence of(FencedCodeBlock block, Rule rule) {
      String[] words = block.getInfo().split(" ");
      Map<String, String> options = new HashMap<>();
      for (int i = 2; i < words.length; i++) {
        String[] option = words[i].split("=", 2);
        options.put(option[0], option[1]);
      }
      if (words.length < 2 || !words[1].matches("(non)?compliant")) {
        throw new MetadataException(
            rule.key()
                + ": a code block is neither noncompliant nor compliant: "
                + block.getInfo());
      }
      return new Fence(
          words[0],
          words[1],
          options.getOrDefault("file", "example.py"),
          options.getOrDefault("id", "1"));
    }
  }

  private final class ExampleRenderer implements NodeRenderer {
    private final HtmlWriter html;

    ExampleRenderer(HtmlNodeRendererContext context) {
      this.html = context.getWriter();
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(FencedCodeBlock.class);
    }

    @Override
    public void render(Node node) {
      FencedCodeBlock block = (FencedCodeBlock) node;
      Fence fence = Fence.of(block, rule);
      html.line();
      if (!fence.file.equals("example.py")) {
        html.tag("p");
        html.tag("code");
        html.text(fence.file);
        html.tag("/code");
        html.tag("/p");
        html.line();
      }
      html.tag(
          "pre", new TreeMap<>(Map.of("data-diff-id", fence.id, "data-diff-type", fence.verdict)));
      html.text(block.getLiteral());
      html.tag("/pre");
      html.line();
    }
  }
}
