package org.pyreview.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The uses of a symbol, gone through once: a name that a file uses everywhere is asked about
 * everywhere, too.
 */
final class SymbolUses {

  private static final SymbolUses NONE = new SymbolUses(List.of());

  private final List<Usage> all;
  private final List<Usage> bindings = new ArrayList<>();
  private final List<Tree> reads = new ArrayList<>();
  private final Map<Object, Object> answers = new HashMap<>();

  private SymbolUses(List<Usage> all) {
    this.all = all;
    for (Usage usage : all) {
      if (usage.isBindingUsage()) {
        bindings.add(usage);
      } else if (usage.kind() == Usage.Kind.OTHER) {
        reads.add(usage.tree());
      }
    }
  }

  SymbolUses(Symbol symbol) {
    this(symbol.usages());
  }

  /** Those of the symbol behind a name; none where the analyzer knows none. */
  static SymbolUses of(Name name) {
    return name.symbol() == null ? NONE : PythonModule.usesOf(name.symbol(), name);
  }

  List<Usage> all() {
    return all;
  }

  /** Where it gets a value. */
  List<Usage> bindings() {
    return bindings;
  }

  /** Where it is read. */
  List<Tree> reads() {
    return reads;
  }

  /**
   * Something about the symbol that is worked out once.
   *
   * @param question tells it from others
   */
  @SuppressWarnings("unchecked")
  <T> T once(Object question, Supplier<T> answer) {
    Object known = answers.get(question);
    if (known == null) {
      known = answer.get();
      answers.put(question, known);
    }
    return (T) known;
  }
}
