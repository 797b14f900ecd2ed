package org.pyreview.frameworks.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/** Tells which parts of a statement can only be what the code fixes, or are quoted. */
final class FixedParts {

  private static final int DEEPEST = 5;
  private static final Pattern CONSTANT = Pattern.compile("_*[A-Z][A-Z0-9_]*");
  private static final Pattern FRAGMENT =
      Pattern.compile("(?i)(?:.*[._])?(?:sub)?(?:sql|query|statement|stmt|clause)");

  /** Names of tables and the like: no parameter can stand for one. */
  private static final Pattern IDENTIFIER =
      Pattern.compile("(?i)(?:.*[._])?(?:table|schema|column|view|index|sequence)(?:_?names?)?");

  private static final Set<String> PLAIN_TYPES =
      Set.of("int", "float", "bool", "UUID", "Decimal", "date", "datetime");

  private static final String[] ENUMERATIONS = {
    "enum.Enum", "enum.StrEnum", "enum.IntEnum", "models.TextChoices", "models.IntegerChoices"
  };

  /** What puts other types together: {@code Optional[int]}, {@code int | None}. */
  private static final Set<String> COMPOUND = Set.of("Optional", "Union", "Annotated");

  /** Numbers that an address or a network is asked for. */
  private static final Set<String> OF_ADDRESS = Set.of("version", "prefixlen");

  private static final Pattern ADDRESS =
      Pattern.compile("(?i)(?:.*[._])?(?:ip|ip_?addr(?:ess)?|net_?addr|network|subnet|prefix)");

  /** What a member of an enumeration is asked for. */
  private static final Set<String> MEMBER = Set.of("name", "value");

  private static final Pattern TABLE =
      Pattern.compile("db_table|__tablename__|__table__|tablename|schema_editor|db_column");
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?i)int|float|len|bool|round|uuid4|isoformat|timestamp|toordinal|total_seconds|quote\\w*|_?quote|identifier|literal|sql|escape\\w*"
              + "|\\w*_?quoted?(?:_\\w+)?|mogrify|format_sql|\\w*placeholders?|bindparam");

  /** One parameter of a statement, whatever its name or number is. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?s)\\s*(?:\\w+\\s*=\\s*)?(?:[:$@][^'\"\\s]+|%\\([^'\"\\s]+\\)s)\\s*");

  private final CodeScope scope;
  private final FixedTexts functions;
  private final ProjectCode code;
  private final Constants constants;

  FixedParts(CodeScope scope, ProjectCode code, FixedTexts functions) {
    this.scope = scope;
    this.functions = functions;
    this.code = code;
    this.constants = new Constants(code);
  }

  boolean contains(Expr part) {
    return contains(part, 0);
  }

  private boolean contains(Expr part, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    if (part instanceof Expr.Text || part instanceof Expr.Constant) {
      return true;
    }
    boolean isNoValue =
        part.dotted()
            .filter(each -> FRAGMENT.matcher(each).matches() || IDENTIFIER.matcher(each).matches())
            .isPresent();
    if (isNoValue) {
      // A piece of SQL or a name is nothing that a parameter could be.
      return true;
    }
    if (part instanceof Expr.Name name) {
      return CONSTANT.matcher(name.id()).matches() || isFixedVariable(name, depth);
    }
    if (part instanceof Expr.Attribute attribute) {
      return CONSTANT.matcher(attribute.name()).matches()
          || isNumberOfAddress(attribute)
          || TABLE.matcher(attribute.name()).matches()
          || attribute.value().dotted().filter(each -> each.endsWith("settings")).isPresent()
          || (MEMBER.contains(attribute.name()) && contains(attribute.value(), depth + 1))
          || constants.value(scope.module(), attribute).isPresent()
          || functions.giveFixedText(attribute.name());
    }
    if (part instanceof Expr.Conditional choice) {
      return contains(choice.then(), depth + 1) && contains(choice.otherwise(), depth + 1);
    }
    if (part instanceof Expr.Operation operation) {
      return isFixedOperation(operation, depth);
    }
    if (part instanceof Expr.Format format) {
      return format.values().stream().allMatch(each -> contains(each, depth + 1));
    }
    if (part instanceof Expr.Item item) {
      // An entry of a table that is written out.
      return constants.value(scope.module(), item.value()).isPresent()
          || isWrittenOut(item.value(), depth);
    }
    return part instanceof Expr.Call call && isFixedCall(call, depth);
  }

  private boolean isFixedOperation(Expr.Operation operation, int depth) {
    List<Expr> operands = operation.operands();
    boolean isRepeated =
        operation.operator().equals("*")
            && operands.stream().anyMatch(each -> isWrittenOut(each, depth));
    return isRepeated || operands.stream().allMatch(each -> contains(each, depth + 1));
  }

  private boolean isFixedCall(Expr.Call call, int depth) {
    if (HARMLESS.matcher(call.name()).matches() || functions.giveFixedText(call.name())) {
      return true;
    }
    if (call.callee() instanceof Expr.Attribute method && isNumberOfAddress(method)) {
      return true;
    }
    if (call.name().equals("replace") && doublesQuotes(call)) {
      return true;
    }
    boolean ofText = call.receiver().filter(each -> contains(each, depth + 1)).isPresent();
    if (call.name().equals("join") && ofText && call.positional().size() == 1) {
      return isListOfFixed(call.positional().get(0), depth + 1);
    }
    boolean isLookup = call.name().equals("get") && call.receiver().isPresent();
    if (isLookup) {
      return isWrittenOut(call.receiver().get(), depth)
          && call.positional().stream().skip(1).allMatch(each -> contains(each, depth + 1));
    }
    return ofText && call.positional().stream().allMatch(each -> contains(each, depth + 1));
  }

  /** {@code address.version}, {@code network.prefixlen()}, as each of the libraries has it. */
  private static boolean isNumberOfAddress(Expr.Attribute attribute) {
    return OF_ADDRESS.contains(attribute.name())
        && attribute.value().dotted().filter(each -> ADDRESS.matcher(each).matches()).isPresent();
  }

  /** {@code value.replace("'", "''")}: a literal can't end inside it. */
  private static boolean doublesQuotes(Expr.Call call) {
    List<Expr> texts = call.positional();
    return texts.size() == 2
        && texts.get(0) instanceof Expr.Text quote
        && texts.get(1) instanceof Expr.Text doubled
        && quote.value().length() == 1
        && doubled.value().equals(quote.value().repeat(2));
  }

  private boolean isWrittenOut(Expr value, int depth) {
    if (value instanceof Expr.Text) {
      return true;
    }
    if (value instanceof Expr.Collection several) {
      return several.elements().stream().allMatch(each -> contains(each, depth + 1));
    }
    if (value instanceof Expr.Mapping mapping) {
      return mapping.entries().stream().allMatch(each -> contains(each.value(), depth + 1));
    }
    return value instanceof Expr.Name name
        && (CONSTANT.matcher(name.id()).matches()
            || (depth < DEEPEST
                && scope.meaning(name) instanceof Meaning.Value assigned
                && isWrittenOut(assigned.value(), depth + 1)));
  }

  private boolean isListOfFixed(Expr list, int depth) {
    if (list instanceof Expr.Comprehension each) {
      return contains(each.element(), depth + 1)
          || isPlaceholder(each.element())
          || (each.clauses().size() == 1
              && each.element().dotted().equals(each.clauses().get(0).target().dotted())
              && isListOfFixed(each.clauses().get(0).iterable(), depth + 1));
    }
    if (list instanceof Expr.Call call
        && Set.of("map", "sorted", "list", "set").contains(call.name())) {
      List<Expr> arguments = call.positional();
      boolean quotes =
          call.name().equals("map")
              && arguments.size() > 1
              && arguments
                  .get(0)
                  .dotted()
                  .filter(each -> HARMLESS.matcher(QualifiedName.of(each).lastName()).matches())
                  .isPresent();
      return quotes
          || (!call.name().equals("map")
              && arguments.stream()
                  .findFirst()
                  .filter(each -> isListOfFixed(each, depth + 1))
                  .isPresent());
    }
    if (list instanceof Expr.Name name && depth <= DEEPEST) {
      return isFixedVariable(name, depth) || isListOfFixedVariable(name, depth);
    }
    return isWrittenOut(list, depth)
        || (list instanceof Expr.Operation operation && isFixedOperation(operation, depth));
  }

  /** {@code f":{key}"}, {@code f"%({key})s"}: the driver puts the value there. */
  private static boolean isPlaceholder(Expr element) {
    return element instanceof Expr.Format format
        && PLACEHOLDER.matcher(format.template()).matches();
  }

  /** Whether every element that the function puts into a list of its own is fixed. */
  private boolean isListOfFixedVariable(Expr.Name list, int depth) {
    List<Stmt.Assign> assigned = assignments(list.id()).toList();
    boolean startsFixed =
        !assigned.isEmpty()
            && !isParameter(list.id())
            && assigned.stream()
                .allMatch(
                    each ->
                        each.value().filter(value -> isListOfFixed(value, depth + 1)).isPresent());
    return startsFixed
        && scope
            .calls()
            .filter(
                call ->
                    Set.of("append", "extend", "insert", "add").contains(call.name())
                        && call.receiver()
                            .flatMap(Expr::dotted)
                            .filter(list.id()::equals)
                            .isPresent())
            .allMatch(
                call ->
                    call.positional().stream()
                        .allMatch(
                            each -> contains(each, depth + 1) || isWrittenOut(each, depth + 1)));
  }

  /** Whether every value that a variable gets is fixed. */
  private boolean isFixedVariable(Expr.Name variable, int depth) {
    if (isParameter(variable.id())) {
      return isPlain(variable.id()) || isPassedFixed(variable.id());
    }
    List<Stmt.Assign> assigned = assignments(variable.id()).toList();
    Optional<Expr> looped = iterated(variable.id());
    if (looped.isPresent()) {
      return assigned.isEmpty() && isIteratedOverFixed(looped.get(), depth);
    }
    if (assigned.isEmpty()) {
      return constants.value(scope.module(), variable).isPresent()
          || (scope.meaning(variable) instanceof Meaning.Value fixed
              && !(fixed.value() instanceof Expr.Call)
              && contains(fixed.value(), depth + 1));
    }
    return assigned.stream()
        .allMatch(each -> each.value().filter(value -> contains(value, depth + 1)).isPresent());
  }

  private boolean isIteratedOverFixed(Expr iterable, int depth) {
    Expr list =
        iterable instanceof Expr.Call call
                && Set.of("items", "keys", "values", "enumerate", "sorted").contains(call.name())
            ? call.receiver().or(() -> call.positional().stream().findFirst()).orElse(iterable)
            : iterable;
    return isWrittenOut(list, depth + 1)
        || constants.value(scope.module(), list).isPresent()
        || list.dotted()
            .filter(each -> TABLE.matcher(QualifiedName.of(each).lastName()).matches())
            .isPresent();
  }

  private Optional<Expr> iterated(String name) {
    return scope
        .statements()
        .filter(Stmt.For.class::isInstance)
        .map(Stmt.For.class::cast)
        .filter(
            each ->
                each.target()
                    .all()
                    .anyMatch(target -> target instanceof Expr.Name one && one.id().equals(name)))
        .map(Stmt.For::iterable)
        .findFirst();
  }

  private Stream<Stmt.Assign> assignments(String name) {
    return scope
        .statements()
        .filter(Stmt.Assign.class::isInstance)
        .map(Stmt.Assign.class::cast)
        .filter(
            each ->
                each.targets().stream()
                    .flatMap(Expr::all)
                    .anyMatch(target -> target instanceof Expr.Name one && one.id().equals(name)));
  }

  private boolean isParameter(String name) {
    return parameter(name).isPresent();
  }

  private boolean isPassedFixed(String name) {
    return scope.function().isPresent()
        && assignments(name).findAny().isEmpty()
        && functions.arePassedTo(scope.function().get(), parameter(name).orElseThrow());
  }

  /** Whether a parameter says that it is a number, a date, one of some texts or the like. */
  private boolean isPlain(String name) {
    return parameter(name)
        .flatMap(Expr.Parameter::annotation)
        .filter(each -> isPlain(each, 0))
        .isPresent();
  }

  private boolean isPlain(Expr type, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    if (type instanceof Expr.Item item) {
      String name = lastName(item.value());
      List<Expr> types =
          item.index() instanceof Expr.Collection several
              ? several.elements()
              : List.of(item.index());
      return name.equals("Literal")
          || (COMPOUND.contains(name)
              && types.stream()
                  .limit(name.equals("Annotated") ? 1 : types.size())
                  .allMatch(each -> isPlain(each, depth + 1)));
    }
    if (type instanceof Expr.Operation either && either.operator().equals("|")) {
      return either.operands().stream().allMatch(each -> isPlain(each, depth + 1));
    }
    return type instanceof Expr.Constant
        || PLAIN_TYPES.contains(lastName(type))
        || (scope.meaning(type) instanceof Meaning.Class found
            && code.classCode(found.module(), found.definition())
                .inheritsFromAnyEnding(ENUMERATIONS));
  }

  private static String lastName(Expr type) {
    return type.dotted().map(each -> QualifiedName.of(each).lastName()).orElse("");
  }

  private Optional<Expr.Parameter> parameter(String name) {
    return scope.function().stream()
        .flatMap(each -> each.parameters().stream())
        .filter(each -> each.name().equals(name))
        .findFirst();
  }
}
