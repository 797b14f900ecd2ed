package org.pyreview.frameworks.sqlalchemy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.frameworks.sqlalchemy.LazyLoads.Row;
import org.pyreview.frameworks.sqlalchemy.LazyLoads.Rows;
import org.pyreview.frameworks.sqlalchemy.LazyLoads.Site;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.code.Expr;

/**
 * What loops in Jinja templates read of the rows that a view gives them.
 *
 * @see <a href="https://jinja.palletsprojects.com/en/stable/templates/">Jinja: Template Designer
 *     Documentation</a>
 */
final class TemplateReads {

  private static final Set<String> RENDERING =
      Set.of("render_template", "TemplateResponse", "render", "get_template");
  private static final int DEEPEST_INCLUDE = 3;

  /** Filters that give the same rows again. */
  private static final Pattern FOR =
      Pattern.compile(
          "(\\w+)\\s+in\\s+([\\w.]+)((?:\\s*\\|\\s*(?:sort|list|reverse|unique)(?:\\([^)]*\\))?)*)(?:\\s+if\\s.*)?(?:\\s+recursive)?",
          Pattern.DOTALL);

  private static final Pattern PATH = Pattern.compile("(?<![\\w.\"'])([A-Za-z_]\\w*)\\.(\\w+)");
  private static final Pattern OF_EACH =
      Pattern.compile(
          "(?<![\\w.])([A-Za-z_][\\w.]*)\\s*\\|\\s*(?:map|sort|groupby|sum|unique)\\(\\s*(?:attribute\\s*=\\s*)?[\"'](\\w+)");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

  private final LazyLoads loads;
  private final TemplateSet templates;

  TemplateReads(LazyLoads loads, TemplateSet templates) {
    this.loads = loads;
    this.templates = templates;
  }

  /** The template that a call renders; empty if it does something else, or computes the name. */
  static Optional<String> template(Expr.Call call) {
    return RENDERING.contains(call.name())
        ? call.arguments().stream()
            .map(Expr.Argument::value)
            .filter(Expr.Text.class::isInstance)
            .map(name -> ((Expr.Text) name).value())
            .filter(name -> name.contains("."))
            .findFirst()
        : Optional.empty();
  }

  /** What a call that renders a template gives it, by the names it gets it under. */
  static Map<String, Expr> context(Expr.Call call) {
    Map<String, Expr> context = new HashMap<>();
    for (Expr.Argument argument : call.arguments()) {
      if (argument.value() instanceof Expr.Mapping mapping) {
        for (Expr.Entry entry : mapping.entries()) {
          if (entry.key().orElse(null) instanceof Expr.Text key) {
            context.put(key.value(), entry.value());
          }
        }
      } else if (!argument.keyword().isEmpty()) {
        context.put(argument.keyword(), argument.value());
      }
    }
    return context;
  }

  /** Reads a template and those it extends. */
  void read(String name, Map<String, Rows> context, Map<String, Row> singles) {
    if (context.isEmpty() && singles.isEmpty()) {
      return;
    }
    templates.named(name).stream()
        .flatMap(page -> templates.withAncestors(page).stream())
        .forEach(page -> walk(page, context, singles, new HashSet<>(), 0));
  }

  private void walk(
      TemplateFile page,
      Map<String, Rows> queries,
      Map<String, Row> outer,
      Set<TemplateFile> around,
      int depth) {
    if (!around.add(page)) {
      return;
    }
    Deque<Map<String, Row>> levels = new ArrayDeque<>(List.of(outer));
    Deque<String> open = new ArrayDeque<>();
    int aside = 0;
    for (Construct each : page.constructs().toList()) {
      Map<String, Row> rows = levels.peek();
      switch (each.name()) {
        case "macro", "cache" -> aside++;
        case "endmacro", "endcache" -> aside--;
        case "for" -> {
          if (aside == 0) {
            look(page, each, queries, rows);
          }
          levels.push(aside == 0 ? inLoop(page, each, queries, rows) : rows);
          open.push("for");
        }
        case "if" -> {
          if (aside == 0) {
            look(page, each, queries, rows);
          }
          open.push("if");
        }
        case "endif" -> open.poll();
        case "else" -> {
          // What a loop does if there are no rows.
          if ("for".equals(open.peek()) && levels.size() > 1) {
            levels.pop();
            levels.push(levels.peek());
          }
        }
        case "endfor" -> {
          open.poll();
          if (levels.size() > 1) {
            levels.pop();
          }
        }
        case "include" -> {
          if (aside == 0 && depth < DEEPEST_INCLUDE) {
            each.quotedArgument()
                .flatMap(templates::named)
                .ifPresent(inner -> walk(inner, queries, rows, around, depth + 1));
          }
        }
        default -> {
          if (aside == 0) {
            look(page, each, queries, rows);
          }
        }
      }
    }
    around.remove(page);
  }

  private Map<String, Row> inLoop(
      TemplateFile page, Construct tag, Map<String, Rows> queries, Map<String, Row> rows) {
    Map<String, Row> inner = new HashMap<>(rows);
    Matcher loop = FOR.matcher(tag.arguments());
    if (loop.matches()) {
      inner.remove(loop.group(1));
      rowsOf(loop.group(2), queries, rows)
          .filter(Rows::areKnown)
          .ifPresent(
              each ->
                  inner.put(loop.group(1), Row.in(each, new Site(page.file(), page.place(tag)))));
    }
    return inner;
  }

  /** {@code orders}, {@code page.items} or, in a loop over orders, {@code order.lines}. */
  private Optional<Rows> rowsOf(String path, Map<String, Rows> queries, Map<String, Row> rows) {
    String[] parts = path.split("\\.");
    Row row = rows.get(parts[0]);
    if (row != null) {
      return parts.length == 2 ? loads.related(row, parts[1]) : Optional.empty();
    }
    boolean isWhole = parts.length == 1 || (parts.length == 2 && parts[1].equals("items"));
    return isWhole ? Optional.ofNullable(queries.get(parts[0])) : Optional.empty();
  }

  private void look(
      TemplateFile page, Construct each, Map<String, Rows> queries, Map<String, Row> rows) {
    Site site = new Site(page.file(), page.place(each));
    Matcher filter = OF_EACH.matcher(each.arguments());
    while (filter.find()) {
      String attribute = filter.group(2);
      rowsOf(filter.group(1), queries, rows)
          .filter(Rows::areKnown)
          .ifPresent(every -> loads.read(Row.in(every, site), attribute, site));
    }
    Matcher path = PATH.matcher(QUOTED.matcher(each.arguments()).replaceAll(" "));
    while (path.find()) {
      Row row = rows.get(path.group(1));
      if (row != null) {
        loads.read(row, path.group(2), site);
      }
    }
  }
}
