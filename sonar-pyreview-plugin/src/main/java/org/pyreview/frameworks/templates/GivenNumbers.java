package org.pyreview.frameworks.templates;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.templates.GivenValues.Given;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;

/** Names under which views give a template nothing but numbers: lengths, counts and sums. */
public final class GivenNumbers {

  private static final Set<String> MAKING =
      Set.of("int", "float", "len", "sum", "round", "abs", "count", "acount");
  private static final Set<String> COUNTING = Set.of("defaultdict", "Counter");
  private static final Set<String> TYPES = Set.of("int", "float", "Decimal", "bool");
  private static final Set<String> MAPPINGS =
      Set.of("dict", "Dict", "defaultdict", "DefaultDict", "Counter", "Mapping");
  private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "//", "%", "**");

  /** What a variable holds is often held by another one. */
  private static final int DEEPEST = 4;

  private final GivenValues given;

  private GivenNumbers(Project project) {
    given = GivenValues.of(project);
  }

  /** Those of a project; worked out once. */
  public static GivenNumbers of(Project project) {
    return project.knowledge(GivenNumbers.class, GivenNumbers::new);
  }

  /** Whether all that a template prints under a name are numbers. */
  public boolean contain(TemplateFile template, OutputExpression printed) {
    List<Given> values = given.to(template, printed.value());
    return !values.isEmpty()
        && values.stream().allMatch(each -> isNumber(each.value(), each.scope(), DEEPEST));
  }

  private static boolean isNumber(Expr value, CodeScope scope, int depth) {
    if (depth == 0) {
      return false;
    }
    if (value instanceof Expr.Conditional choice) {
      return isNumber(choice.then(), scope, depth - 1)
          && isNumber(choice.otherwise(), scope, depth - 1);
    }
    if (value instanceof Expr.Operation operation) {
      return ARITHMETIC.contains(operation.operator())
          && operation.operands().stream().allMatch(each -> isNumber(each, scope, depth - 1));
    }
    if (value instanceof Expr.Call call) {
      return MAKING.contains(call.name())
          || returned(call, scope).filter(GivenNumbers::isNumberType).isPresent();
    }
    if (value instanceof Expr.Item item) {
      return holdsNumbers(item.value(), scope, depth - 1);
    }
    return value instanceof Expr.Constant
        || (value instanceof Expr.Name
            && scope.meaning(value) instanceof Meaning.Value held
            && isNumber(held.value(), scope, depth - 1));
  }

  /** {@code defaultdict(int)}, {@code Counter(…)}, or what a function annotates as such. */
  private static boolean holdsNumbers(Expr mapping, CodeScope scope, int depth) {
    if (mapping instanceof Expr.Call call) {
      boolean isCounting =
          COUNTING.contains(call.name())
              && (call.name().equals("Counter")
                  || call.positional().stream().limit(1).anyMatch(GivenNumbers::isNumberType));
      return isCounting || returned(call, scope).filter(GivenNumbers::isMappingType).isPresent();
    }
    return depth > 0
        && mapping instanceof Expr.Name
        && scope.meaning(mapping) instanceof Meaning.Value held
        && holdsNumbers(held.value(), scope, depth - 1);
  }

  private static Optional<Expr> returned(Expr.Call call, CodeScope scope) {
    return scope.meaning(call.callee()) instanceof Meaning.Function function
        ? function.definition().returns()
        : Optional.empty();
  }

  private static boolean isNumberType(Expr type) {
    return TYPES.contains(type.lastName());
  }

  /** {@code dict[str, int]}. */
  private static boolean isMappingType(Expr type) {
    if (!(type instanceof Expr.Item item) || !MAPPINGS.contains(item.value().lastName())) {
      return type.lastName().equals("Counter");
    }
    return item.index() instanceof Expr.Collection types
        && !types.elements().isEmpty()
        && isNumberType(types.elements().get(types.elements().size() - 1));
  }
}
