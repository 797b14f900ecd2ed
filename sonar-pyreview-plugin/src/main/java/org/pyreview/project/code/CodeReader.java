package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pyreview.project.Place;
import org.pyreview.project.code.Expr.Bracket;
import org.sonar.plugins.python.api.tree.AliasedName;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AnyParameter;
import org.sonar.plugins.python.api.tree.Argument;
import org.sonar.plugins.python.api.tree.AssertStatement;
import org.sonar.plugins.python.api.tree.AssignmentExpression;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.AwaitExpression;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.CapturePattern;
import org.sonar.plugins.python.api.tree.CaseBlock;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.CompoundAssignmentStatement;
import org.sonar.plugins.python.api.tree.ComprehensionClause;
import org.sonar.plugins.python.api.tree.ComprehensionExpression;
import org.sonar.plugins.python.api.tree.ComprehensionFor;
import org.sonar.plugins.python.api.tree.ComprehensionIf;
import org.sonar.plugins.python.api.tree.ConditionalExpression;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.DelStatement;
import org.sonar.plugins.python.api.tree.DictCompExpression;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.DictionaryLiteralElement;
import org.sonar.plugins.python.api.tree.DottedName;
import org.sonar.plugins.python.api.tree.ElseClause;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ExpressionStatement;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.sonar.plugins.python.api.tree.FormattedExpression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.ImportFrom;
import org.sonar.plugins.python.api.tree.ImportName;
import org.sonar.plugins.python.api.tree.InExpression;
import org.sonar.plugins.python.api.tree.IsExpression;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.LambdaExpression;
import org.sonar.plugins.python.api.tree.ListLiteral;
import org.sonar.plugins.python.api.tree.LiteralPattern;
import org.sonar.plugins.python.api.tree.MatchStatement;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.plugins.python.api.tree.OrPattern;
import org.sonar.plugins.python.api.tree.Parameter;
import org.sonar.plugins.python.api.tree.ParameterList;
import org.sonar.plugins.python.api.tree.ParenthesizedExpression;
import org.sonar.plugins.python.api.tree.Pattern;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RaiseStatement;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.ReturnStatement;
import org.sonar.plugins.python.api.tree.SetLiteral;
import org.sonar.plugins.python.api.tree.SliceExpression;
import org.sonar.plugins.python.api.tree.SliceItem;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.StatementList;
import org.sonar.plugins.python.api.tree.StringElement;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.TryStatement;
import org.sonar.plugins.python.api.tree.Tuple;
import org.sonar.plugins.python.api.tree.TypeAliasStatement;
import org.sonar.plugins.python.api.tree.UnaryExpression;
import org.sonar.plugins.python.api.tree.UnpackingExpression;
import org.sonar.plugins.python.api.tree.WhileStatement;
import org.sonar.plugins.python.api.tree.WildcardPattern;
import org.sonar.plugins.python.api.tree.WithStatement;

/** Takes from the analyzer's tree of a file what has to outlive it. */
final class CodeReader {

  /** Generated tables are longer than anything a rule wants to know about. */
  private static final int LONGEST_LIST = 5_000;

  private CodeReader() {}

  static List<Stmt> statements(StatementList list) {
    List<Stmt> statements = new ArrayList<>();
    if (list != null) {
      list.statements().forEach(each -> add(each, statements));
    }
    return statements;
  }

  private static void add(Statement statement, List<Stmt> to) {
    if (statement instanceof ImportName imported) {
      imported.modules().forEach(each -> to.add(plainImport(each, imported)));
    } else if (statement instanceof ImportFrom imported) {
      addImportFrom(imported, to);
    } else {
      to.add(statement(statement));
    }
  }

  private static Stmt plainImport(AliasedName imported, ImportName statement) {
    String module = dotted(imported.dottedName());
    String first = imported.dottedName().names().get(0).name();
    String bound = imported.alias() == null ? first : imported.alias().name();
    return new Stmt.Import(0, module, "", bound, Place.of(statement));
  }

  private static void addImportFrom(ImportFrom statement, List<Stmt> to) {
    int level =
        statement.dottedPrefixForModule().stream().mapToInt(dots -> dots.value().length()).sum();
    String module = statement.module() == null ? "" : dotted(statement.module());
    Place place = Place.of(statement);
    if (statement.isWildcardImport()) {
      to.add(new Stmt.Import(level, module, "*", "", place));
    }
    for (AliasedName imported : statement.importedNames()) {
      String name = dotted(imported.dottedName());
      String bound = imported.alias() == null ? name : imported.alias().name();
      to.add(new Stmt.Import(level, module, name, bound, place));
    }
  }

  private static String dotted(DottedName name) {
    return name.names().stream().map(Name::name).collect(Collectors.joining("."));
  }

  private static Stmt statement(Statement statement) {
    if (statement instanceof ExpressionStatement each) {
      Expr value =
          each.expressions().size() == 1
              ? expression(each.expressions().get(0))
              : new Expr.Collection(
                  Bracket.TUPLE, expressions(each.expressions()), Place.of(statement));
      return new Stmt.Evaluate(value, Place.of(statement));
    }
    if (statement instanceof AssignmentStatement each) {
      List<Expr> targets =
          each.lhsExpressions().stream()
              .map(list -> tupleOrSingle(list.expressions(), list))
              .toList();
      return new Stmt.Assign(
          targets,
          Optional.empty(),
          "=",
          Optional.of(expression(each.assignedValue())),
          Place.of(statement));
    }
    if (statement instanceof AnnotatedAssignment each) {
      return new Stmt.Assign(
          List.of(expression(each.variable())),
          Optional.of(expression(each.annotation().expression())),
          "=",
          optional(each.assignedValue()),
          Place.of(statement));
    }
    if (statement instanceof TypeAliasStatement each) {
      // What it names is worked out when it is asked for; it names the same as an assignment does.
      return new Stmt.Assign(
          List.of(expression(each.name())),
          Optional.empty(),
          "=",
          Optional.of(expression(each.expression())),
          Place.of(statement));
    }
    if (statement instanceof CompoundAssignmentStatement each) {
      return new Stmt.Assign(
          List.of(expression(each.lhsExpression())),
          Optional.empty(),
          each.compoundAssignmentToken().value(),
          Optional.of(expression(each.rhsExpression())),
          Place.of(statement));
    }
    if (statement instanceof ReturnStatement each) {
      return new Stmt.Return(
          each.expressions().isEmpty()
              ? Optional.empty()
              : Optional.of(tupleOrSingle(each.expressions(), statement)),
          Place.of(statement));
    }
    if (statement instanceof FunctionDef each) {
      return function(each);
    }
    if (statement instanceof ClassDef each) {
      return new Stmt.ClassDef(
          each.name().name(),
          each.args() == null ? List.of() : arguments(each.args().arguments()),
          decorators(each.decorators()),
          statements(each.body()),
          Place.of(each.name()));
    }
    return compound(statement);
  }

  private static Stmt compound(Statement statement) {
    if (statement instanceof IfStatement each) {
      return ifStatement(each, each.elifBranches(), each.elseBranch());
    }
    if (statement instanceof ForStatement each) {
      return new Stmt.For(
          tupleOrSingle(each.expressions(), each.expressions().get(0)),
          tupleOrSingle(each.testExpressions(), each.testExpressions().get(0)),
          statements(each.body()),
          otherwise(each.elseClause()),
          each.isAsync(),
          head(each, each.colon()));
    }
    if (statement instanceof WhileStatement each) {
      return new Stmt.While(
          expression(each.condition()),
          statements(each.body()),
          otherwise(each.elseClause()),
          head(each, each.colon()));
    }
    if (statement instanceof TryStatement each) {
      return new Stmt.Try(
          statements(each.body()),
          each.exceptClauses().stream()
              .map(
                  clause ->
                      new Stmt.Handler(
                          optional(clause.exception()),
                          optional(clause.exceptionInstance()),
                          statements(clause.body())))
              .toList(),
          otherwise(each.elseClause()),
          each.finallyClause() == null ? List.of() : statements(each.finallyClause().body()),
          Place.of(each.tryKeyword()));
    }
    if (statement instanceof WithStatement each) {
      return new Stmt.With(
          each.withItems().stream()
              .map(item -> new Stmt.Resource(expression(item.test()), optional(item.expression())))
              .toList(),
          statements(each.statements()),
          each.isAsync(),
          head(each, each.colon()));
    }
    if (statement instanceof MatchStatement each) {
      return new Stmt.Match(
          expression(each.subjectExpression()),
          each.caseBlocks().stream().map(CodeReader::caseOf).toList(),
          head(each, each.colon()));
    }
    return plain(statement);
  }

  private static Stmt plain(Statement statement) {
    Place place = Place.of(statement);
    String keyword = statement.firstToken().value();
    if (statement instanceof RaiseStatement each) {
      List<Expr> expressions = new ArrayList<>(expressions(each.expressions()));
      optional(each.fromExpression()).ifPresent(expressions::add);
      return new Stmt.Leave(keyword, expressions, place);
    }
    return switch (statement.getKind()) {
      case BREAK_STMT, CONTINUE_STMT -> new Stmt.Leave(keyword, List.of(), place);
      case DEL_STMT ->
          new Stmt.Plain(keyword, expressions(((DelStatement) statement).expressions()), place);
      case ASSERT_STMT ->
          new Stmt.Plain(
              keyword, List.of(expression(((AssertStatement) statement).condition())), place);
      default -> new Stmt.Plain(keyword, below(statement), place);
    };
  }

  private static Stmt ifStatement(IfStatement first, List<IfStatement> rest, ElseClause last) {
    List<Stmt> otherwise =
        rest.isEmpty()
            ? otherwise(last)
            : List.of(ifStatement(rest.get(0), rest.subList(1, rest.size()), last));
    return new Stmt.If(
        expression(first.condition()),
        statements(first.body()),
        otherwise,
        new Place(
            first.keyword().line(),
            first.keyword().column(),
            first.condition().lastToken().line(),
            end(first.condition().lastToken())));
  }

  private static List<Stmt> otherwise(ElseClause clause) {
    return clause == null ? List.of() : statements(clause.body());
  }

  private static Stmt.Case caseOf(CaseBlock block) {
    List<String> bound = new ArrayList<>();
    collectCaptures(block.pattern(), bound);
    return new Stmt.Case(
        bound,
        literals(block.pattern()),
        block.pattern() instanceof CapturePattern || block.pattern() instanceof WildcardPattern,
        block.guard() == null
            ? Optional.empty()
            : Optional.of(expression(block.guard().condition())),
        statements(block.body()));
  }

  /** The values a pattern matches; none if it matches anything else too. */
  private static List<Expr> literals(Pattern pattern) {
    if (pattern instanceof LiteralPattern literal) {
      String text = literal.valueAsString();
      Place place = Place.of(pattern);
      boolean isQuoted = pattern.is(Tree.Kind.STRING_LITERAL_PATTERN);
      return List.of(
          isQuoted
              ? new Expr.Text(text.replaceAll("^\\w*['\"]|['\"]$", ""), place)
              : new Expr.Constant(text, place));
    }
    if (pattern instanceof OrPattern or) {
      List<List<Expr>> each = or.patterns().stream().map(CodeReader::literals).toList();
      return each.stream().anyMatch(List::isEmpty)
          ? List.of()
          : each.stream().flatMap(List::stream).toList();
    }
    return List.of();
  }

  private static void collectCaptures(Tree pattern, List<String> to) {
    if (pattern instanceof CapturePattern capture) {
      to.add(capture.name().name());
    }
    pattern.children().forEach(child -> collectCaptures(child, to));
  }

  private static Stmt function(FunctionDef function) {
    return new Stmt.Function(
        function.name().name(),
        parameters(function.parameters()),
        function.returnTypeAnnotation() == null
            ? Optional.empty()
            : Optional.of(expression(function.returnTypeAnnotation().expression())),
        decorators(function.decorators()),
        statements(function.body()),
        function.asyncKeyword() != null,
        Place.of(function.name()));
  }

  private static List<Expr> decorators(List<Decorator> decorators) {
    return decorators.stream().map(each -> expression(each.expression())).toList();
  }

  private static List<Expr.Parameter> parameters(ParameterList list) {
    List<Expr.Parameter> parameters = new ArrayList<>();
    if (list != null) {
      for (AnyParameter any : list.all()) {
        if (any instanceof Parameter each && each.name() != null) {
          parameters.add(
              new Expr.Parameter(
                  each.name().name(),
                  each.starToken() == null ? "" : each.starToken().value(),
                  each.typeAnnotation() == null
                      ? Optional.empty()
                      : Optional.of(expression(each.typeAnnotation().expression())),
                  optional(each.defaultValue()),
                  Place.of(each.name())));
        }
      }
    }
    return parameters;
  }

  private static Place head(Tree statement, Token colon) {
    Token first = statement.firstToken();
    return new Place(first.line(), first.column(), colon.line(), colon.column());
  }

  private static int end(Token token) {
    return token.column() + token.value().length();
  }

  private static Optional<Expr> optional(Expression expression) {
    return expression == null ? Optional.empty() : Optional.of(expression(expression));
  }

  private static List<Expr> expressions(List<Expression> expressions) {
    return expressions.size() > LONGEST_LIST
        ? List.of()
        : expressions.stream().map(CodeReader::expression).toList();
  }

  private static Expr tupleOrSingle(List<Expression> expressions, Tree whole) {
    if (expressions.size() == 1) {
      return expression(expressions.get(0));
    }
    Place first = Place.of(expressions.get(0));
    Place last = Place.of(expressions.get(expressions.size() - 1));
    return new Expr.Collection(
        Bracket.TUPLE,
        expressions(expressions),
        new Place(first.line(), first.column(), last.endLine(), last.endColumn()));
  }

  private static List<Expr.Argument> arguments(List<Argument> arguments) {
    List<Expr.Argument> all = new ArrayList<>();
    for (Argument argument : arguments.size() > LONGEST_LIST ? List.<Argument>of() : arguments) {
      if (argument instanceof RegularArgument regular) {
        Name keyword = regular.keywordArgument();
        all.add(
            new Expr.Argument(
                keyword == null ? "" : keyword.name(), expression(regular.expression())));
      } else if (argument instanceof UnpackingExpression unpacked) {
        all.add(new Expr.Argument(unpacked.starToken().value(), expression(unpacked.expression())));
      }
    }
    return all;
  }

  private static Expr expression(Expression expression) {
    Place place = Place.of(expression);
    if (expression instanceof ParenthesizedExpression each) {
      return expression(each.expression());
    }
    if (expression instanceof Name each) {
      return switch (each.name()) {
        case "True", "False", "None" -> new Expr.Constant(each.name(), place);
        default -> new Expr.Name(each.name(), place);
      };
    }
    if (expression instanceof QualifiedExpression each) {
      return new Expr.Attribute(expression(each.qualifier()), each.name().name(), place);
    }
    if (expression instanceof CallExpression each) {
      return new Expr.Call(expression(each.callee()), arguments(each.arguments()), place);
    }
    if (expression instanceof StringLiteral each) {
      return string(each, place);
    }
    if (expression instanceof NumericLiteral each) {
      return new Expr.Constant(each.valueAsString(), place);
    }
    if (expression instanceof ListLiteral each) {
      return new Expr.Collection(Bracket.LIST, expressions(each.elements().expressions()), place);
    }
    if (expression instanceof Tuple each) {
      return new Expr.Collection(Bracket.TUPLE, expressions(each.elements()), place);
    }
    if (expression instanceof SetLiteral each) {
      return new Expr.Collection(Bracket.SET, expressions(each.elements()), place);
    }
    if (expression instanceof DictionaryLiteral each) {
      return mapping(each, place);
    }
    return composed(expression, place);
  }

  private static Expr composed(Expression expression, Place place) {
    if (expression instanceof SubscriptionExpression each) {
      return new Expr.Item(
          expression(each.object()),
          tupleOrSingle(each.subscripts().expressions(), each.subscripts()),
          place);
    }
    if (expression instanceof SliceExpression each) {
      return slice(each, place);
    }
    if (expression instanceof BinaryExpression each) {
      return binary(each, place);
    }
    if (expression instanceof UnaryExpression each) {
      return new Expr.Operation(
          each.operator().value(), List.of(expression(each.expression())), place);
    }
    if (expression instanceof ConditionalExpression each) {
      return new Expr.Conditional(
          expression(each.condition()),
          expression(each.trueExpression()),
          expression(each.falseExpression()),
          place);
    }
    if (expression instanceof LambdaExpression each) {
      return new Expr.Lambda(parameters(each.parameters()), expression(each.expression()), place);
    }
    if (expression instanceof ComprehensionExpression each) {
      return new Expr.Comprehension(
          bracket(each),
          expression(each.resultExpression()),
          clauses(each.comprehensionFor()),
          place);
    }
    if (expression instanceof DictCompExpression each) {
      Expr.Entry entry =
          new Expr.Entry(
              Optional.of(expression(each.keyExpression())), expression(each.valueExpression()));
      return new Expr.Comprehension(
          Bracket.DICT,
          new Expr.Mapping(List.of(entry), place),
          clauses(each.comprehensionFor()),
          place);
    }
    if (expression instanceof AwaitExpression each) {
      return new Expr.Await(expression(each.expression()), place);
    }
    if (expression instanceof AssignmentExpression each) {
      return new Expr.Walrus(
          new Expr.Name(each.lhsName().name(), Place.of(each.lhsName())),
          expression(each.expression()),
          place);
    }
    if (expression instanceof UnpackingExpression each) {
      return new Expr.Star(expression(each.expression()), place);
    }
    return switch (expression.getKind()) {
      case NONE -> new Expr.Constant("None", place);
      case ELLIPSIS -> new Expr.Constant("...", place);
      default -> new Expr.Other(below(expression), place);
    };
  }

  private static List<Expr> below(Tree tree) {
    return tree.children().stream()
        .filter(Expression.class::isInstance)
        .map(each -> expression((Expression) each))
        .toList();
  }

  private static Bracket bracket(ComprehensionExpression comprehension) {
    return switch (comprehension.getKind()) {
      case LIST_COMPREHENSION -> Bracket.LIST;
      case SET_COMPREHENSION -> Bracket.SET;
      default -> Bracket.GENERATOR;
    };
  }

  private static List<Expr.Clause> clauses(ComprehensionFor first) {
    List<Expr.Clause> clauses = new ArrayList<>();
    ComprehensionFor loop = first;
    while (loop != null) {
      List<Expr> conditions = new ArrayList<>();
      ComprehensionClause next = loop.nestedClause();
      while (next instanceof ComprehensionIf condition) {
        conditions.add(expression(condition.condition()));
        next = condition.nestedClause();
      }
      clauses.add(
          new Expr.Clause(
              expression(loop.loopExpression()), expression(loop.iterable()), conditions));
      loop = (ComprehensionFor) next;
    }
    return clauses;
  }

  private static Expr mapping(DictionaryLiteral dictionary, Place place) {
    List<Expr.Entry> entries = new ArrayList<>();
    if (dictionary.elements().size() <= LONGEST_LIST) {
      for (DictionaryLiteralElement element : dictionary.elements()) {
        if (element instanceof KeyValuePair pair) {
          entries.add(
              new Expr.Entry(Optional.of(expression(pair.key())), expression(pair.value())));
        } else if (element instanceof UnpackingExpression unpacked) {
          entries.add(new Expr.Entry(Optional.empty(), expression(unpacked.expression())));
        }
      }
    }
    return new Expr.Mapping(entries, place);
  }

  private static Expr slice(SliceExpression slice, Place place) {
    Tree only = slice.sliceList().slices().get(0);
    Expr value = expression(slice.object());
    if (slice.sliceList().slices().size() == 1 && only instanceof SliceItem item) {
      return new Expr.Slice(value, optional(item.lowerBound()), optional(item.upperBound()), place);
    }
    return new Expr.Other(List.of(value), place);
  }

  /** A chain of one operator, {@code a + b + c}, is one operation: long ones nest deeply. */
  private static Expr binary(BinaryExpression last, Place place) {
    String operator = operator(last);
    List<Expr> operands = new ArrayList<>();
    Expression left = last;
    while (left instanceof BinaryExpression each && operator(each).equals(operator)) {
      operands.add(0, expression(each.rightOperand()));
      left = each.leftOperand();
    }
    operands.add(0, expression(left));
    return new Expr.Operation(operator, operands, place);
  }

  private static String operator(BinaryExpression operation) {
    if (operation instanceof InExpression in && in.notToken() != null) {
      return "not in";
    }
    if (operation instanceof IsExpression is && is.notToken() != null) {
      return "is not";
    }
    return operation.operator().value();
  }

  private static Expr string(StringLiteral literal, Place place) {
    StringBuilder text = new StringBuilder();
    List<Expr> values = new ArrayList<>();
    for (StringElement element : literal.stringElements()) {
      if (element.prefix().toLowerCase(java.util.Locale.ROOT).contains("b")) {
        return new Expr.Constant(literal.trimmedQuotesValue(), place);
      }
      if (element.isInterpolated()) {
        text.append(template(element.trimmedQuotesValue()));
        for (FormattedExpression value : element.formattedExpressions()) {
          values.add(expression(value.expression()));
        }
      } else {
        text.append(element.trimmedQuotesValue());
      }
    }
    return values.isEmpty()
        ? new Expr.Text(text.toString(), place)
        : new Expr.Format(text.toString(), values, place);
  }

  /** The text of an f-string with a hole for every value. */
  private static String template(String text) {
    StringBuilder template = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      boolean isDoubled = i + 1 < text.length() && text.charAt(i + 1) == at;
      if (depth == 0 && isDoubled && (at == '{' || at == '}')) {
        template.append(at);
        i++;
      } else if (at == '{') {
        if (depth++ == 0) {
          template.append(Expr.Format.HOLE);
        }
      } else if (at == '}') {
        depth = Math.max(0, depth - 1);
      } else if (depth == 0) {
        template.append(at);
      }
    }
    return template.toString();
  }
}
