package org.pyreview.frameworks.django.queries;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.queries.MissingLoads.MissingLoad;
import org.pyreview.frameworks.django.queries.RenderedTemplates.Rendering;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;

/** What loops in Django templates query for every row. */
public final class TemplateQueries {

  private static final int DEEPEST_INCLUDE = 3;
  private static final Pattern FOR =
      Pattern.compile("(\\w+(?:\\s*,\\s*\\w+)*)\\s+in\\s+([\\w.]+)(\\|\\S+)?(?:\\s+reversed)?");
  private static final Pattern PATH = Pattern.compile("(?<![\\w.\"'])[A-Za-z_]\\w*+(?:\\.\\w++)++");
  private static final Pattern PAGING = Pattern.compile("(?i)page_obj|paginat|num_pages|has_next");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

  private final Project project;
  private final TemplateSet templates;
  private final QueryReader reader;
  private final MissingLoads missing;
  private final RowTags tags;
  private final Handful handful;
  private final Map<String, List<Shown>> shown = new LinkedHashMap<>();
  private boolean isPaged;
  private TemplateFile template;
  private Construct construct;

  /**
   * A place in a template that reads related rows.
   *
   * @param path what it reads
   */
  public record Shown(ProjectFile file, Place place, String path) {}

  /**
   * A queryset that ought to load more, and where templates need it.
   *
   * @param renderer the name of the template or table that shows the rows
   */
  public record TemplateLoad(MissingLoad load, List<Shown> shown, String renderer) {}

  public TemplateQueries(Project project) {
    this.project = project;
    this.templates = TemplateSet.of(project);
    this.missing = new MissingLoads(project);
    this.tags = RowTags.of(project);
    this.handful = new Handful(project);
    this.reader =
        new QueryReader(
            project,
            new QueryObserver() {
              @Override
              public void reads(Access access) {
                note(access);
              }
            });
  }

  /** The querysets whose rows templates query one by one. */
  public List<TemplateLoad> perRow() {
    for (Rendering rendering : RenderedTemplates.of(project)) {
      Optional<TemplateFile> page = templates.named(rendering.template());
      if (page.isPresent()) {
        isPaged =
            rendering.isPaged()
                || page.get()
                    .constructs()
                    .anyMatch(each -> PAGING.matcher(each.arguments()).find());
        walk(page.get(), rendering.context(), rendering.module(), 0);
      }
    }
    SharedOrigin shared = new SharedOrigin(project);
    return missing.all().stream()
        .filter(load -> !shared.makes(load))
        .map(load -> shownBy(load, shown.get(key(load.accesses().get(0)))))
        .toList();
  }

  private static TemplateLoad shownBy(MissingLoad load, List<Shown> places) {
    return new TemplateLoad(load, places, places.get(0).file().name());
  }

  private void note(Access access) {
    missing.add(access);
    List<Shown> places = shown.computeIfAbsent(key(access), key -> new ArrayList<>());
    Shown here = new Shown(template.file(), template.place(construct), access.path());
    // One place is enough to show what is read; the whole path says more than its beginning.
    boolean isKnown =
        places.stream()
            .anyMatch(
                other ->
                    other.path().equals(here.path())
                        || (isSamePlace(other, here)
                            && other.path().startsWith(here.path() + "__")));
    if (!isKnown) {
      places.removeIf(
          other -> isSamePlace(other, here) && here.path().startsWith(other.path() + "__"));
      places.add(here);
    }
  }

  private static boolean isSamePlace(Shown one, Shown other) {
    return one.file() == other.file() && one.place().equals(other.place());
  }

  private static String key(Access access) {
    return access.query().module() + " " + access.query().origin().place();
  }

  private void walk(TemplateFile page, Map<String, Value> context, ModuleCode view, int depth) {
    walk(TemplateParts.of(page), context, view, depth);
    page.parent()
        .flatMap(templates::named)
        .filter(parent -> loopsOver(parent, context))
        .ifPresent(parent -> walk(TemplateParts.around(page, parent), context, view, depth));
  }

  /** Whether a base goes through rows that a template is given, so that blocks are about one. */
  private static boolean loopsOver(TemplateFile base, Map<String, Value> context) {
    return base.tags("for")
        .map(tag -> FOR.matcher(tag.arguments()))
        .anyMatch(
            loop ->
                loop.matches()
                    && (context.get(loop.group(2)) instanceof Value.Rows
                        || context.get(loop.group(2)) instanceof Value.Listed));
  }

  private void walk(
      List<TemplateParts.Part> parts, Map<String, Value> context, ModuleCode view, int depth) {
    Scope scope = new Scope(view, Optional.empty(), Optional.empty(), List.of());
    Deque<Map<String, Value>> levels = new ArrayDeque<>(List.of(context));
    int cached = 0;
    for (TemplateParts.Part part : parts) {
      Construct each = part.construct();
      template = part.file();
      construct = each;
      Map<String, Value> names = levels.peek();
      switch (each.name()) {
        case "cache" -> cached++;
        case "endcache" -> cached--;
        case "for" -> levels.push(cached > 0 ? names : inLoop(each, names, view, scope));
        case "with" -> levels.push(withNames(each, names, scope));
        case "endfor", "endwith" -> {
          if (levels.size() > 1) {
            levels.pop();
          }
        }
        case "include" -> {
          if (cached == 0 && depth < DEEPEST_INCLUDE) {
            Map<String, Value> given = withNames(each, names, scope);
            each.quotedArgument()
                .flatMap(templates::named)
                .ifPresent(inner -> walk(inner, given, view, depth + 1));
          }
        }
        default -> {
          if (cached == 0) {
            look(each, names, scope);
            tags.follow(each, path -> value(path, names, scope), reader, scope)
                .filter(rendered -> depth < DEEPEST_INCLUDE)
                .ifPresent(
                    rendered ->
                        templates
                            .named(rendered.template())
                            .ifPresent(inner -> walk(inner, rendered.names(), view, depth + 1)));
          }
        }
      }
    }
  }

  private Map<String, Value> inLoop(
      Construct tag, Map<String, Value> names, ModuleCode view, Scope scope) {
    Map<String, Value> inner = new HashMap<>(names);
    Matcher loop = FOR.matcher(tag.arguments());
    if (!loop.matches()) {
      return inner;
    }
    Value iterated = value(loop.group(2), names, scope);
    String[] targets = loop.group(1).split("\\s*,\\s*");
    for (String each : targets) {
      inner.put(each, Value.UNKNOWN);
    }
    boolean isFiltered = loop.group(3) != null;
    if (iterated instanceof Value.Listed listed) {
      bind(targets, RowHolders.replaced(listed.element(), this::unlessHandful), inner);
    } else if (iterated instanceof Value.Mixed mixed && targets.length == 1) {
      Value.Loop own = loopAt(loop.group(2), tag, view);
      List<Value.Row> any =
          mixed.parts().stream()
              .filter(each -> !each.isFew())
              .map(each -> new Value.Row(each.query(), each.path(), each.model(), Optional.of(own)))
              .map(this::unlessHandful)
              .toList();
      inner.put(targets[0], new Value.OneOf(any));
    } else if (targets.length == 1 && !isFiltered) {
      Value.Loop own = loopAt(loop.group(2), tag, view);
      if (iterated instanceof Value.Rows rows && !rows.isManager()) {
        element(rows, own).ifPresent(row -> inner.put(targets[0], row));
      } else if (iterated instanceof Value.Forms forms) {
        element(forms.rows(), own).ifPresent(row -> inner.put(targets[0], new Value.Form(row)));
      }
    }
    return inner;
  }

  /** A row of a loop; none of a few. */
  private Optional<Value.Row> element(Value.Rows rows, Value.Loop own) {
    if (rows.isFew()) {
      return Optional.empty();
    }
    Optional<Value.Loop> outer = rows.owner().flatMap(Value.Row::loop);
    Value.Loop counted = rows.path().isEmpty() ? own : outer.orElse(own);
    return Optional.of(
        new Value.Row(
            rows.query(),
            rows.path(),
            rows.model(),
            Optional.of(counted).filter(each -> !isHandful(rows))));
  }

  private Value.Loop loopAt(String iterated, Construct tag, ModuleCode view) {
    Expr at = new Expr.Name(iterated, template.place(tag));
    return new Value.Loop(view, at, at.place(), 0);
  }

  private static void bind(String[] targets, Value element, Map<String, Value> names) {
    if (targets.length == 1) {
      names.put(targets[0], element);
    } else if (element instanceof Value.Tuple tuple && tuple.parts().size() == targets.length) {
      for (int i = 0; i < targets.length; i++) {
        names.put(targets[i], tuple.parts().get(i));
      }
    }
  }

  private Value.Row unlessHandful(Value.Row row) {
    boolean isHandful = isHandful(RowLookups.collected(row));
    return isHandful ? new Value.Row(row.query(), row.path(), row.model(), Optional.empty()) : row;
  }

  /** Who cuts a list into pages expects many rows. */
  private boolean isHandful(Value.Rows rows) {
    return isPaged ? handful.isOnPages(rows) : handful.is(rows) || !handful.grows(rows);
  }

  private Map<String, Value> withNames(Construct tag, Map<String, Value> names, Scope scope) {
    return TemplateNames.of(tag, names, path -> value(path, names, scope));
  }

  /** Follows every dotted name in an output or tag. */
  private void look(Construct each, Map<String, Value> names, Scope scope) {
    String arguments = QUOTED.matcher(each.arguments()).replaceAll(" ");
    Matcher path = PATH.matcher(arguments);
    while (path.find()) {
      Value value = value(path.group(), names, scope);
      if (each.isOutput()) {
        reader.show(value, scope);
      }
    }
    if (each.isOutput()) {
      String name = arguments.split("\\|")[0].strip();
      if (names.get(name) instanceof Value.Row row) {
        reader.show(row, scope);
      }
    }
  }

  private Value value(String path, Map<String, Value> names, Scope scope) {
    String[] parts = path.split("\\.");
    Value value = names.getOrDefault(parts[0], Value.UNKNOWN);
    for (int i = 1; i < parts.length; i++) {
      value = reader.templateAttribute(value, parts[i], scope);
    }
    return value;
  }
}
