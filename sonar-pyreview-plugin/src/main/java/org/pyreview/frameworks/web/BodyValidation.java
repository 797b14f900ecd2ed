package org.pyreview.frameworks.web;

import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.Argument;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.InExpression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.UnpackingExpression;

/** Whether a function looks at the whole body of a request before it uses what is in it. */
public final class BodyValidation extends BaseTreeVisitor {

  private static final Pattern VALIDATES =
      Pattern.compile(
          "(?i).*(?:validat|load|require|check|pars|schema|serializ|clean|verif|ensure|assert|form"
              + "|struct|decod|adapter|missing|issubset|difference|from_dict|keys).*");
  private static final Pattern NO_VALIDATION =
      Pattern.compile("(?i).*(?:json\\.loads|log\\w*\\.\\w+|print|jsonify|dumps|format)");
  private static final Pattern SIGNATURE =
      Pattern.compile("(?i).*(?:compare_digest|verify\\w*|signature\\w*|construct_event)");
  private static final Pattern DECORATOR =
      Pattern.compile(
          "(?i).*(?:validat|schema|expect|use_args|use_kwargs|arguments|json|body|payload|fields|params"
              + "|spec|marshal|parser).*");

  private final Set<String> bodies;
  private boolean found;

  private BodyValidation(Set<String> bodies) {
    this.bodies = bodies;
  }

  /**
   * Whether something in the function, or its decorators, checks the body or who sent it.
   *
   * @param bodies how the function writes the body: its variable, or the read itself
   */
  public static boolean isIn(FunctionDef function, Set<String> bodies) {
    if (function.decorators().stream().anyMatch(BodyValidation::validates)) {
      return true;
    }
    if (function.parent() != null
        && function.parent().parent() instanceof ClassDef owner
        && owner.decorators().stream().anyMatch(BodyValidation::validates)) {
      return true;
    }
    BodyValidation validation = new BodyValidation(bodies);
    function.body().accept(validation);
    return validation.found;
  }

  private static boolean validates(Decorator decorator) {
    Expression written = decorator.expression();
    Expression callee = written instanceof CallExpression call ? call.callee() : written;
    return DECORATOR.matcher(SourceText.of(callee)).matches();
  }

  @Override
  public void visitCallExpression(CallExpression call) {
    String callee = SourceText.of(call.callee());
    String name = QualifiedName.of(callee).lastName();
    if (SIGNATURE.matcher(callee).matches()) {
      found = true;
    }
    boolean ofBody =
        call.callee() instanceof QualifiedExpression method
            && bodies.contains(SourceText.of(method.qualifier()));
    boolean takesBody = call.arguments().stream().anyMatch(this::isBody);
    boolean unpacksBody = call.arguments().stream().anyMatch(this::isUnpackedBody);
    boolean isValidation =
        VALIDATES.matcher(name).matches() && !NO_VALIDATION.matcher(callee).matches();
    found |= (takesBody && isValidation) || unpacksBody || (ofBody && name.equals("keys"));
    if (ofBody && name.equals("get") && isTested(call)) {
      found = true;
    }
    super.visitCallExpression(call);
  }

  private boolean isBody(Argument argument) {
    return argument instanceof RegularArgument regular
        && bodies.contains(SourceText.of(regular.expression()));
  }

  /** {@code Order(**data)}: the class takes what it knows. */
  private boolean isUnpackedBody(Argument argument) {
    return argument instanceof UnpackingExpression unpacked
        && bodies.contains(SourceText.of(unpacked.expression()));
  }

  private static boolean isTested(Tree read) {
    Tree at = read;
    while (at.parent() != null
        && at.parent()
            .is(
                Tree.Kind.NOT,
                Tree.Kind.AND,
                Tree.Kind.OR,
                Tree.Kind.PARENTHESIZED,
                Tree.Kind.IS,
                Tree.Kind.IN,
                Tree.Kind.COMPARISON)) {
      at = at.parent();
    }
    return at.parent() != null
        && at.parent().is(Tree.Kind.IF_STMT, Tree.Kind.CONDITIONAL_EXPR, Tree.Kind.ASSERT_STMT);
  }

  @Override
  public void visitBinaryExpression(BinaryExpression test) {
    // "name" in data
    found |= test instanceof InExpression && bodies.contains(SourceText.of(test.rightOperand()));
    super.visitBinaryExpression(test);
  }
}
