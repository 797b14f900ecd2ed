package org.pyreview.python;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/** What an annotation says about a type. */
public record TypeHint(Expression expression) {

  private static final Set<String> OPTIONAL = Set.of("typing.Optional", "Optional");

  private static final Set<String> ANNOTATED =
      Set.of("typing.Annotated", "typing_extensions.Annotated");

  /** Classes of Python whose values are never None. */
  private static final Set<String> PLAIN =
      Set.of(
          "str",
          "int",
          "float",
          "bool",
          "bytes",
          "bytearray",
          "complex",
          "list",
          "dict",
          "set",
          "tuple",
          "frozenset",
          "datetime.datetime",
          "datetime.date",
          "datetime.time",
          "datetime.timedelta",
          "decimal.Decimal",
          "uuid.UUID",
          "pathlib.Path",
          "collections.OrderedDict");

  private static final Pattern GENERIC =
      Pattern.compile(
          "(?:builtins\\.)?(?:list|dict|set|tuple|type|frozenset)"
              + "|(?:typing|collections\\.abc|_collections_abc)\\."
              + "(?:List|Dict|Set|Tuple|Type|FrozenSet|DefaultDict|OrderedDict|Deque|Callable|Iterable|Iterator"
              + "|Sequence|MutableSequence|Mapping|MutableMapping|Collection|AbstractSet|Awaitable|Generator)");

  public static TypeHint of(Expression annotation) {
    return new TypeHint(annotation);
  }

  /** The hint inside the brackets of a generic with one of these names and one parameter. */
  public Optional<TypeHint> parameterOf(Set<String> generics, PythonModule module) {
    if (expression instanceof SubscriptionExpression item
        && module.isNamed(item.object(), generics)
        && item.subscripts().expressions().size() == 1) {
      return Optional.of(new TypeHint(item.subscripts().expressions().get(0)));
    }
    return Optional.empty();
  }

  /** The type inside {@code Annotated[…]}; the hint itself if it is anything else. */
  public TypeHint annotated(PythonModule module) {
    return expression instanceof SubscriptionExpression item
            && module.isNamed(item.object(), ANNOTATED)
            && !item.subscripts().expressions().isEmpty()
        ? new TypeHint(item.subscripts().expressions().get(0))
        : this;
  }

  /** The type without the None of {@code Optional[…]} or {@code … | None}. */
  public TypeHint withoutNone(PythonModule module) {
    if (expression instanceof BinaryExpression union && expression.is(Tree.Kind.BITWISE_OR)) {
      return union.rightOperand().is(Tree.Kind.NONE)
          ? new TypeHint(union.leftOperand())
          : union.leftOperand().is(Tree.Kind.NONE) ? new TypeHint(union.rightOperand()) : this;
    }
    return parameterOf(Set.of("typing.Optional"), module).orElse(this);
  }

  /** The types inside the brackets of a generic with one of these names; none for another. */
  public List<Expression> parametersOf(Set<String> generics, PythonModule module) {
    if (!(expression instanceof SubscriptionExpression item)) {
      return List.of();
    }
    boolean isNamed =
        module.isNamed(item.object(), generics)
            || (item.object() instanceof Name name && generics.contains(name.name()));
    return isNamed ? item.subscripts().expressions() : List.of();
  }

  /**
   * Whether None is certainly no value of the type: it is a class of Python or of the project, or a
   * container of something. Names that may stand for a union, a protocol or anything don't count.
   */
  public boolean excludesNone(PythonModule module) {
    if (expression instanceof SubscriptionExpression item) {
      return module.spellings(item.object()).stream()
          .anyMatch(name -> GENERIC.matcher(name).matches());
    }
    if (expression instanceof BinaryExpression union && expression.is(Tree.Kind.BITWISE_OR)) {
      return new TypeHint(union.leftOperand()).excludesNone(module)
          && new TypeHint(union.rightOperand()).excludesNone(module);
    }
    if (expression.is(Tree.Kind.STRING_LITERAL)) {
      return Literal.string(expression).filter(PLAIN::contains).isPresent();
    }
    return module.isNamed(expression, PLAIN) || module.isClassOfProject(expression);
  }

  /** Whether it is this builtin type, {@code Optional} of it, or a union of it with None. */
  public boolean isOrOptional(String builtin) {
    if (expression instanceof Name name) {
      return name.name().equals(builtin);
    }
    if (expression instanceof SubscriptionExpression item
        && OPTIONAL.contains(SourceText.of(item.object()))
        && item.subscripts().expressions().size() == 1) {
      return new TypeHint(item.subscripts().expressions().get(0)).isOrOptional(builtin);
    }
    if (expression instanceof BinaryExpression union && expression.is(Tree.Kind.BITWISE_OR)) {
      return isUnionWithNone(union.leftOperand(), union.rightOperand(), builtin)
          || isUnionWithNone(union.rightOperand(), union.leftOperand(), builtin);
    }
    return false;
  }

  private static boolean isUnionWithNone(Expression one, Expression other, String builtin) {
    return other.is(Tree.Kind.NONE) && new TypeHint(one).isOrOptional(builtin);
  }
}
