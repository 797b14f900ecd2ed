package org.pyreview.frameworks.requests;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.web.BodyValidation;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.CaughtErrors;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.AwaitExpression;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ExpressionList;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.ParenthesizedExpression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The JSON body of a request in a function of Flask or Django, where nothing checks what is in it.
 *
 * @param reads the items that are taken out of it, in the order of the code; never empty
 */
public record JsonBody(List<Read> reads) {

  /**
   * An item that is taken out of the body.
   *
   * @param place the whole expression
   * @param key its name
   */
  public record Read(Expression place, String key) {}

  private static final Set<String> LOADS = Set.of("json.loads", "simplejson.loads", "orjson.loads");
  private static final Set<String> RAW = Set.of("data", "body", "get_data");
  private static final Set<String> MISSING = Set.of("KeyError", "LookupError", "TypeError");

  /** The body that a function reads unchecked; empty if it reads none or checks it. */
  public static Optional<JsonBody> readUnchecked(FunctionDef function, PythonModule module) {
    Reads reads = new Reads(module);
    function.body().accept(reads);
    List<Read> unguarded =
        reads.found.stream()
            .filter(read -> !CaughtErrors.around(read.place()).include(MISSING))
            .toList();
    return unguarded.isEmpty() || BodyValidation.isIn(function, reads.bodies)
        ? Optional.empty()
        : Optional.of(new JsonBody(unguarded));
  }

  private static final class Reads extends BaseTreeVisitor {
    private final PythonModule module;
    private final List<Read> found = new ArrayList<>();
    private final Set<String> bodies = new HashSet<>();

    Reads(PythonModule module) {
      this.module = module;
    }

    @Override
    public void visitSubscriptionExpression(SubscriptionExpression item) {
      super.visitSubscriptionExpression(item);
      List<Expression> keys = item.subscripts().expressions();
      Optional<String> key = keys.size() == 1 ? Literal.string(keys.get(0)) : Optional.empty();
      if (key.isPresent()
          && !isWritten(item)
          && isBody(AssignedValue.behind(item.object()), module)) {
        bodies.add(SourceText.of(item.object()));
        found.add(new Read(item, key.get()));
      }
    }

    private static boolean isWritten(SubscriptionExpression item) {
      return item.parent().is(Tree.Kind.DEL_STMT)
          || (item.parent() instanceof ExpressionList
              && item.parent().parent() instanceof AssignmentStatement);
    }

    @Override
    public void visitAssignmentStatement(AssignmentStatement assignment) {
      super.visitAssignmentStatement(assignment);
      if (isBody(assignment.assignedValue(), module)) {
        // What is asked of the variable is asked of the body, and the other way round.
        bodies.add(SourceText.of(assignment.assignedValue()));
        assignment.lhsExpressions().stream()
            .flatMap(each -> each.expressions().stream())
            .map(SourceText::of)
            .forEach(bodies::add);
      }
    }

    @Override
    public void visitFunctionDef(FunctionDef inner) {
      // It is looked at on its own.
    }

    @Override
    public void visitClassDef(ClassDef inner) {
      // So are its methods.
    }
  }

  /** {@code request.json}, {@code request.get_json()}, {@code json.loads(request.body)}. */
  private static boolean isBody(Expression expression, PythonModule module) {
    if (expression instanceof ParenthesizedExpression inner) {
      return isBody(inner.expression(), module);
    }
    if (expression instanceof AwaitExpression waited) {
      return isBody(waited.expression(), module);
    }
    if (expression instanceof BinaryExpression or && expression.is(Tree.Kind.OR)) {
      // request.get_json() or {}
      return isBody(or.leftOperand(), module);
    }
    if (expression instanceof QualifiedExpression attribute) {
      return attribute.name().name().equals("json")
          && RequestParameter.isFlaskRequest(attribute.qualifier(), module);
    }
    if (!(expression instanceof CallExpression call)) {
      return false;
    }
    if (call.callee() instanceof QualifiedExpression method
        && method.name().name().equals("get_json")) {
      return RequestParameter.isFlaskRequest(method.qualifier(), module);
    }
    return module.isNamed(call.callee(), LOADS)
        && Arguments.of(call).positional(0).filter(each -> isRaw(each, module)).isPresent();
  }

  /** {@code request.data}, {@code request.get_data()}, {@code request.body.decode()}. */
  private static boolean isRaw(Expression expression, PythonModule module) {
    Expression written = expression instanceof CallExpression call ? call.callee() : expression;
    if (!(written instanceof QualifiedExpression attribute)) {
      return false;
    }
    Expression owner = attribute.qualifier();
    return RAW.contains(attribute.name().name())
        ? RequestParameter.isFlaskRequest(owner, module)
            || RequestParameter.isDjangoRequest(owner, module)
        : attribute.name().name().equals("decode") && isRaw(owner, module);
  }
}
