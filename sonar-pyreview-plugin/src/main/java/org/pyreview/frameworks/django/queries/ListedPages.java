package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;

/** Whether the pages of a view list its rows themselves, whatever columns a base has. */
final class ListedPages {

  private static final int DEEPEST = 3;
  private static final Set<String> ROWS = Set.of("object_list", "page_obj");

  private final TemplateSet templates;

  ListedPages(TemplateSet templates) {
    this.templates = templates;
  }

  /** Whether a class nearer to the view than the one with the columns names such a page. */
  boolean showRowsWithout(ClassCode columns, ClassCode view) {
    List<ClassCode> lineage = view.lineage();
    List<ClassCode> nearer = lineage.subList(0, Math.max(0, lineage.indexOf(columns)));
    String rows =
        view.attribute("context_object_name")
            .map(ClassCode.Member::value)
            .filter(Expr.Text.class::isInstance)
            .map(each -> ((Expr.Text) each).value())
            .orElse("object_list");
    return nearer.stream()
        .flatMap(ClassCode::body)
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(each -> each.name().filter(name -> name.endsWith("template_name")).isPresent())
        .flatMap(each -> each.value().stream())
        .filter(Expr.Text.class::isInstance)
        .flatMap(each -> templates.named(((Expr.Text) each).value()).stream())
        .anyMatch(page -> loopsOver(rows, page, 0));
  }

  private boolean loopsOver(String rows, TemplateFile page, int depth) {
    boolean loops =
        page.tags("for")
            .map(tag -> tag.arguments().strip().split("\\s+in\\s+"))
            .filter(parts -> parts.length == 2)
            .map(parts -> parts[1].split("[|\\s]")[0])
            .anyMatch(iterated -> iterated.equals(rows) || ROWS.contains(iterated));
    return loops
        || (depth < DEEPEST
            && Stream.concat(page.tags("include"), page.tags("extends"))
                .flatMap(tag -> tag.quotedArgument().stream())
                .flatMap(name -> templates.named(name).stream())
                .anyMatch(inner -> loopsOver(rows, inner, depth + 1)));
  }
}
