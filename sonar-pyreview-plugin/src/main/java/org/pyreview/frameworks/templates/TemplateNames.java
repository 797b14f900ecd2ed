package org.pyreview.frameworks.templates;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.templates.TemplateFile.Construct;

/** What a template says itself about the names that it prints. */
public final class TemplateNames {

  private static final Pattern SET = Pattern.compile("(?s)[-+]?\\s*(\\w+)\\s*=\\s*(.*)");
  private static final Pattern MACRO = Pattern.compile("(?s)[-+]?\\s*\\w+\\s*\\((.*)\\)\\s*[-+]?");

  /** {@code {% trans "Delete it?" as question %}}. */
  private static final Pattern TRANSLATED =
      Pattern.compile("(?s)\\s*(?:\"[^\"]*\"|'[^']*')\\s.*\\bas\\s+(\\w+)\\s*");

  /** {@code {% url "shop:cart" as target %}}. */
  private static final Pattern ADDRESS = Pattern.compile("(?s).*\\bas\\s+(\\w+)\\s*");

  private static final Pattern COMPARED =
      Pattern.compile("\\b([A-Za-z_][\\w.]*)\\s*==\\s*(\"[^\"]*\"|'[^']*')");

  /** One word may be an exception; what is compared with two is one of few. */
  private static final int FEWEST_WORDS = 2;

  private final TemplateFile template;
  private final Map<String, Boolean> fixed = new HashMap<>();
  private final Map<String, NavigableMap<Integer, String>> values = new HashMap<>();
  private final Map<String, Set<String>> words = new HashMap<>();

  private final List<Macro> macros;

  /** What a macro can print. */
  private record Macro(TemplateFile.Region body, List<String> parameters) {}

  private TemplateNames(TemplateFile template) {
    this.template = template;
    macros = template.tags("macro").flatMap(this::macro).toList();
    Stream.concat(template.tags("set"), template.tags("with")).forEach(this::collect);
    Stream.concat(template.tags("trans"), template.tags("translate"))
        .map(tag -> TRANSLATED.matcher(tag.arguments()))
        .filter(Matcher::matches)
        .forEach(tag -> fixed.merge(tag.group(1), true, Boolean::logicalAnd));
    template
        .tags("url")
        .map(tag -> ADDRESS.matcher(tag.arguments()))
        .filter(Matcher::matches)
        .forEach(tag -> fixed.merge(tag.group(1), true, Boolean::logicalAnd));
    Stream.concat(template.tags("if"), template.tags("elif")).forEach(this::collectWords);
  }

  public static TemplateNames of(TemplateFile template) {
    return new TemplateNames(template);
  }

  private Stream<Macro> macro(Construct tag) {
    return Stream.of(MACRO.matcher(tag.arguments()))
        .filter(Matcher::matches)
        .map(
            head ->
                new Macro(
                    template.inside(tag),
                    Stream.of(head.group(1).split(","))
                        .map(parameter -> parameter.split("=")[0].strip())
                        .toList()));
  }

  private void collect(Construct tag) {
    Matcher set = SET.matcher(tag.arguments());
    if (set.matches()) {
      String value = set.group(2).replaceAll("[-+\\s]+$", "");
      fixed.merge(set.group(1), OutputExpression.isFixed(value), Boolean::logicalAnd);
      values.computeIfAbsent(set.group(1), name -> new TreeMap<>()).put(tag.start(), value);
    }
  }

  private void collectWords(Construct tag) {
    Matcher compared = COMPARED.matcher(tag.arguments());
    while (compared.find()) {
      words.computeIfAbsent(compared.group(1), name -> new HashSet<>()).add(compared.group(2));
    }
  }

  /** The filters of what the template set the printed variable to last, nearest above an output. */
  public List<String> filtersBehind(OutputExpression printed, Construct output) {
    return Optional.ofNullable(values.get(printed.value()))
        .map(set -> set.lowerEntry(output.start()))
        .map(set -> OutputExpression.of(set.getValue()).filters())
        .orElse(List.of());
  }

  /** Whether the template compares the printed variable with words: it is one of few. */
  public boolean isOneOfWords(OutputExpression printed) {
    return words.getOrDefault(printed.value(), Set.of()).size() >= FEWEST_WORDS;
  }

  /** Whether the template sets the printed variable itself, and to nothing but literals. */
  public boolean isFixed(OutputExpression printed) {
    return fixed.getOrDefault(printed.value(), false);
  }

  /**
   * Whether an output prints a parameter of the macro around it, or what a loop over one gives:
   * only those who call the macro know what that is.
   */
  public boolean isOfCaller(OutputExpression printed, Construct output) {
    Set<String> parameters =
        macros.stream()
            .filter(macro -> macro.body.contains(output))
            .flatMap(macro -> macro.parameters.stream())
            .collect(Collectors.toSet());
    return parameters.contains(printed.value())
        || (printed.isPath()
            && !printed.value().contains(".")
            && template.iterated(printed.value(), output).filter(parameters::contains).isPresent());
  }
}
