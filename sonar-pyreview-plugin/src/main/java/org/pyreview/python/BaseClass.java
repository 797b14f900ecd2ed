package org.pyreview.python;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.symbols.ClassSymbol;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.HasSymbol;
import org.sonar.plugins.python.api.tree.RegularArgument;

/**
 * A base of a class.
 *
 * @param written as the class names it
 * @param names the qualified names it may have
 * @param inherited the qualified names of what it inherits from, as far as the analyzer resolves
 *     them
 */
public record BaseClass(Expression written, Set<String> names, Set<String> inherited) {

  /** The bases of a class in their order; keywords such as {@code metaclass} are none. */
  public static List<BaseClass> of(ClassDef definition, PythonModule module) {
    return definition.args() == null
        ? List.of()
        : definition.args().arguments().stream()
            .filter(RegularArgument.class::isInstance)
            .map(RegularArgument.class::cast)
            .filter(each -> each.keywordArgument() == null)
            .map(each -> of(each.expression(), module))
            .toList();
  }

  private static BaseClass of(Expression written, PythonModule module) {
    Set<String> inherited = new HashSet<>();
    if (written instanceof HasSymbol named && named.symbol() != null) {
      collect(named.symbol(), inherited);
    }
    return new BaseClass(written, module.spellings(written), inherited);
  }

  private static void collect(Symbol symbol, Set<String> names) {
    String name = symbol.fullyQualifiedName();
    boolean isNew = name == null || names.add(name);
    if (isNew && symbol instanceof ClassSymbol type && names.size() < 200) {
      type.superClasses().stream()
          .filter(each -> each != symbol)
          .forEach(each -> collect(each, names));
    }
  }

  /** Whether it, or something it inherits from, declares a method, as far as it is resolved. */
  public boolean declares(String method) {
    return written instanceof HasSymbol named
        && named.symbol() instanceof ClassSymbol type
        && type.resolveMember(method).isPresent();
  }

  /** The name that the code uses, without what is before the last dot. */
  public String name() {
    return QualifiedName.of(SourceText.of(written)).lastName();
  }

  /** Whether its own qualified name, or that of something it inherits from, looks so. */
  public boolean isOrInherits(Pattern known) {
    return Stream.concat(names.stream(), inherited.stream())
        .anyMatch(each -> known.matcher(each).matches());
  }

  /** Whether its own qualified name looks so. */
  public boolean is(Pattern known) {
    return names.stream().anyMatch(each -> known.matcher(each).matches());
  }
}
