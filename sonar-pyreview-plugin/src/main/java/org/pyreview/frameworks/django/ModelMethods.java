package org.pyreview.frameworks.django;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.pyreview.python.BaseClass;
import org.pyreview.python.PythonModule;
import org.pyreview.python.Signature;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The methods that a model adds, as far as they are its own business: Python's double underscore
 * methods and those that a base class asks for don't count, and a property of one statement counts
 * half.
 *
 * @param model whose they are
 * @param methods in their order
 */
public record ModelMethods(ModelClass model, List<FunctionDef> methods) {

  private static final Set<String> PREFIXES =
      Set.of("can", "get", "send", "sync", "is", "has", "update", "create", "delete", "calculate");
  private static final int NAMED_TOGETHER = 3;

  public static ModelMethods of(ModelClass model, PythonModule module) {
    List<BaseClass> bases =
        BaseClass.of(model.definition(), module).stream()
            .filter(base -> base.names().stream().noneMatch(name -> name.startsWith("django.")))
            .toList();
    return new ModelMethods(
        model,
        model
            .methods()
            .filter(method -> !isOfPython(method.name().name()))
            .filter(method -> bases.stream().noneMatch(base -> base.declares(method.name().name())))
            .toList());
  }

  private static boolean isOfPython(String name) {
    return name.startsWith("__") && name.endsWith("__");
  }

  /** How many there are. */
  public double count() {
    return methods.stream()
        .mapToDouble(each -> Signature.of(each).isProperty() && statements(each) <= 1 ? 0.5 : 1)
        .sum();
  }

  /** The statements in all of them. */
  public int statements() {
    return methods.stream().mapToInt(ModelMethods::statements).sum();
  }

  /** The statements of one, its docstring left out. */
  public static int statements(FunctionDef method) {
    return count(method.body()) - (method.docstring() == null ? 0 : 1);
  }

  private static int count(Tree node) {
    return node.children().stream()
        .mapToInt(each -> (each instanceof Statement ? 1 : 0) + count(each))
        .sum();
  }

  /** Whether half of them or more extend what a base class of a library does. */
  public boolean extendLibrary(PythonModule module) {
    boolean hasLibraryBase =
        BaseClass.of(model.definition(), module).stream()
            .flatMap(base -> base.names().stream())
            .anyMatch(name -> name.contains(".") && !name.startsWith("django.db."));
    long extending =
        methods.stream()
            .filter(
                method ->
                    SourceText.of(method.body()).contains("super()." + method.name().name() + "("))
            .count();
    return hasLibraryBase && 2 * extending >= methods.size();
  }

  /** The longest ones. */
  public List<FunctionDef> longest(int most) {
    return methods.stream()
        .sorted(Comparator.comparing((FunctionDef each) -> -statements(each)))
        .limit(most)
        .toList();
  }

  /** The first words that several names share, {@code send_} for one: candidates for a class. */
  public List<String> commonPrefixes() {
    Map<String, Integer> counts = new TreeMap<>();
    for (FunctionDef method : methods) {
      String word = method.name().name().replaceFirst("^_+", "").split("_")[0];
      if (PREFIXES.contains(word)) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .filter(each -> each.getValue() >= NAMED_TOGETHER)
        .map(each -> each.getKey() + "_")
        .toList();
  }
}
