package org.pyreview.frameworks.templates;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.dataflow.TemplateOutput;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.project.Project;

/**
 * The variables that a template, those it extends and those it includes print.
 *
 * @see <a href="https://docs.djangoproject.com/en/stable/ref/templates/builtins/#safe">Django:
 *     safe</a>
 * @see <a href="https://jinja.palletsprojects.com/en/stable/templates/#html-escaping">Jinja: HTML
 *     escaping</a>
 */
public final class PrintedVariables {

  private static final int DEEPEST_INCLUDE = 3;
  private static final Pattern FOR =
      Pattern.compile("(?:\\w+\\s*,\\s*)?(\\w+)\\s+in\\s+([\\w.]+)(?:\\(\\))?(?:\\s+reversed)?");
  private static final Pattern WITH =
      Pattern.compile("\\b(\\w++)\\s*+=\\s*+([\\w.]+)(?![\\w.(|'\"])");
  private static final Pattern WITH_AS = Pattern.compile("([\\w.]+)\\s+as\\s+(\\w+)");

  /** Filters that leave markup in a value what it is; any other may clean it. */
  private static final Set<String> KEEPING =
      Set.of(
          "safe",
          "safeseq",
          "default",
          "d",
          "default_if_none",
          "upper",
          "lower",
          "title",
          "capfirst",
          "capitalize",
          "trim",
          "truncate",
          "truncatechars",
          "truncatewords",
          "wordwrap",
          "center",
          "ljust",
          "rjust",
          "join",
          "first",
          "last",
          "string",
          "indent",
          "format",
          "reverse");

  private final TemplateSet templates;
  private final List<TemplateOutput> outputs = new ArrayList<>();

  /** What a name of a template stands for; nothing known if the path is empty. */
  private record Names(Map<String, List<String>> paths) {

    List<String> path(String written) {
      List<String> steps = new ArrayList<>(List.of(written.split("\\.")));
      List<String> root = paths.get(steps.get(0));
      if (root == null) {
        return steps;
      }
      if (root.isEmpty()) {
        return List.of();
      }
      List<String> whole = new ArrayList<>(root);
      whole.addAll(steps.subList(1, steps.size()));
      return whole;
    }

    Names with(String name, List<String> path) {
      Map<String, List<String>> changed = new HashMap<>(paths);
      changed.put(name, path);
      return new Names(changed);
    }
  }

  private PrintedVariables(TemplateSet templates) {
    this.templates = templates;
  }

  /**
   * The outputs of a template.
   *
   * @param name of the template, as views write it
   * @return without those that a filter makes harmless; empty if the project has no such template
   */
  public static List<TemplateOutput> of(Project project, String name) {
    TemplateSet templates = TemplateSet.of(project);
    PrintedVariables printed = new PrintedVariables(templates);
    Optional<TemplateFile> page = templates.named(name);
    if (page.isPresent()) {
      Set<String> replaced = new HashSet<>();
      for (TemplateFile each : templates.withAncestors(page.get())) {
        printed.walk(each, new Names(Map.of()), true, replaced, 0);
        each.tags("block").forEach(block -> replaced.add(firstWord(block)));
      }
    }
    return printed.outputs;
  }

  private static String firstWord(Construct tag) {
    return tag.arguments().split("\\s+")[0];
  }

  private void walk(
      TemplateFile page, Names given, boolean escapes, Set<String> replaced, int depth) {
    Deque<Names> levels = new ArrayDeque<>(List.of(given));
    Deque<Boolean> escaping = new ArrayDeque<>(List.of(escapes));
    List<TemplateFile.Region> skipped =
        replaced.stream().flatMap(name -> page.block(name).stream()).toList();
    for (Construct each : page.constructs().toList()) {
      Names names = levels.peek();
      switch (each.name()) {
        case "for" -> levels.push(inLoop(each, names));
        case "with" -> levels.push(renamed(each, names));
        case "set" -> levels.push(renamed(each, levels.pop()));
        case "endfor", "endwith" -> leave(levels);
        case "autoescape" -> escaping.push(!Set.of("off", "false").contains(each.arguments()));
        case "endautoescape" -> leave(escaping);
        case "include" -> {
          if (depth < DEEPEST_INCLUDE) {
            each.quotedArgument()
                .flatMap(templates::named)
                .ifPresent(
                    inner ->
                        walk(inner, renamed(each, names), escaping.peek(), Set.of(), depth + 1));
          }
        }
        default -> {
          boolean isSkipped = skipped.stream().anyMatch(region -> region.contains(each));
          if (each.isOutput() && !isSkipped) {
            look(page, each, names, escaping.peek());
          }
        }
      }
    }
  }

  private static void leave(Deque<?> levels) {
    if (levels.size() > 1) {
      levels.pop();
    }
  }

  private static Names inLoop(Construct tag, Names names) {
    Matcher loop = FOR.matcher(tag.arguments());
    if (!loop.matches()) {
      return names.with(firstWord(tag), List.of());
    }
    List<String> iterated = new ArrayList<>(names.path(loop.group(2)));
    if (!iterated.isEmpty() && Set.of("items", "values").contains(last(iterated))) {
      iterated.remove(iterated.size() - 1);
    }
    if (!iterated.isEmpty()) {
      iterated.add(TemplateOutput.ELEMENT);
    }
    return names.with(loop.group(1), iterated);
  }

  private static String last(List<String> path) {
    return path.get(path.size() - 1);
  }

  private static Names renamed(Construct tag, Names names) {
    Names inner = names;
    Matcher named = WITH.matcher(tag.arguments());
    while (named.find()) {
      inner = inner.with(named.group(1), names.path(named.group(2)));
    }
    Matcher as = WITH_AS.matcher(tag.arguments());
    return tag.name().equals("with") && as.matches()
        ? inner.with(as.group(2), names.path(as.group(1)))
        : inner;
  }

  private void look(TemplateFile page, Construct output, Names names, boolean escapes) {
    OutputExpression printed = OutputExpression.of(output);
    if (!printed.isPath() || !KEEPING.containsAll(printed.filters())) {
      return;
    }
    List<String> path = names.path(printed.value());
    boolean isRaw = !escapes || printed.isMarkedSafe();
    boolean isPage = !page.file().name().endsWith(".txt");
    if (!path.isEmpty()) {
      outputs.add(new TemplateOutput(path, isRaw && isPage, page.file(), page.place(output)));
    }
  }
}
