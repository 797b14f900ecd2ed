package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.ExceptClause;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.LambdaExpression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RaiseStatement;
import org.sonar.plugins.python.api.tree.ReturnStatement;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.StatementList;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.TryStatement;
import org.sonar.plugins.python.api.tree.Tuple;

/**
 * An exception that is raised to answer a request with a status, 404 for one.
 *
 * @param place what raises it
 * @param exception the class that a handler can name
 * @param isRaised whether the code raises it itself; else a shortcut does
 */
public record IntendedError(Tree place, String exception, boolean isRaised) {

  private static final Pattern EXCEPTION =
      Pattern.compile(
          "(?:fastapi|starlette)(?:\\.exceptions)?\\.(?:HTTPException|WebSocketException)"
              + "|werkzeug\\.exceptions\\.\\w+"
              + "|django\\.http(?:\\.response)?\\.Http404"
              + "|django\\.core\\.exceptions\\.PermissionDenied"
              + "|rest_framework\\.exceptions\\.\\w+"
              + "|ninja\\.errors\\.HttpError");
  private static final Pattern SHORTCUT =
      Pattern.compile(
          "flask(?:\\.helpers)?\\.abort|quart\\.abort|werkzeug\\.exceptions\\.abort"
              + "|flask_restful\\.abort|flask_restx\\.abort");
  private static final Pattern LOOKUP =
      Pattern.compile(
          "django\\.shortcuts\\.(?:get_object_or_404|get_list_or_404|aget_object_or_404)"
              + "|rest_framework\\.generics\\.get_object_or_404");
  private static final Set<String> QUERY_LOOKUPS =
      Set.of("first_or_404", "get_or_404", "one_or_404");
  private static final Set<String> BROAD = Set.of("Exception", "BaseException");

  /**
   * What a try raises on purpose in its body, inner functions and what an inner try catches left
   * out.
   */
  public static List<IntendedError> in(StatementList body, PythonModule module) {
    Collector collector = new Collector(module);
    body.accept(collector);
    return collector.found;
  }

  private static final class Collector extends BaseTreeVisitor {
    private final PythonModule module;
    private final List<IntendedError> found = new ArrayList<>();

    Collector(PythonModule module) {
      this.module = module;
    }

    @Override
    public void visitRaiseStatement(RaiseStatement statement) {
      if (!statement.expressions().isEmpty()) {
        Expression raised = statement.expressions().get(0);
        Expression type = raised instanceof CallExpression call ? call.callee() : raised;
        if (isNamed(type, EXCEPTION)) {
          found.add(new IntendedError(raised, SourceText.of(type), true));
        }
      }
      super.visitRaiseStatement(statement);
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      if (isNamed(call.callee(), SHORTCUT)) {
        found.add(new IntendedError(call, "HTTPException", false));
      } else if (isNamed(call.callee(), LOOKUP)) {
        found.add(new IntendedError(call, "Http404", false));
      } else if (call.callee() instanceof QualifiedExpression method
          && QUERY_LOOKUPS.contains(method.name().name())) {
        found.add(new IntendedError(call, "HTTPException", false));
      }
      super.visitCallExpression(call);
    }

    private boolean isNamed(Expression expression, Pattern names) {
      return module.spellings(expression).stream().anyMatch(name -> names.matcher(name).matches());
    }

    @Override
    public void visitTryStatement(TryStatement inner) {
      // What the inner try catches is its own business; its other parts run in the outer one.
      boolean catchesAll = inner.exceptClauses().stream().anyMatch(IntendedError::isBroad);
      if (!catchesAll) {
        Collector below = new Collector(module);
        inner.body().accept(below);
        below.found.stream()
            .filter(
                each -> inner.exceptClauses().stream().noneMatch(c -> each.isCaughtBy(c, module)))
            .forEach(found::add);
      }
      inner.exceptClauses().forEach(clause -> clause.body().accept(this));
      if (inner.elseClause() != null) {
        inner.elseClause().accept(this);
      }
    }

    @Override
    public void visitFunctionDef(FunctionDef inner) {
      // It runs later.
    }

    @Override
    public void visitClassDef(ClassDef inner) {
      // So do its methods.
    }

    @Override
    public void visitLambda(LambdaExpression inner) {
      // So does this.
    }
  }

  /** Whether a handler takes every exception. */
  public static boolean isBroad(ExceptClause clause) {
    return clause.exception() == null
        || types(clause).stream().anyMatch(type -> BROAD.contains(SourceText.of(type)));
  }

  private static List<Expression> types(ExceptClause clause) {
    return clause.exception() instanceof Tuple tuple
        ? tuple.elements()
        : Optional.ofNullable(clause.exception()).map(List::of).orElse(List.of());
  }

  /** Whether a handler names the exception, or its family. */
  public boolean isCaughtBy(ExceptClause clause, PythonModule module) {
    return types(clause).stream()
        .anyMatch(
            type ->
                SourceText.of(type).equals(exception)
                    || module.spellings(type).stream()
                        .anyMatch(name -> EXCEPTION.matcher(name).matches() && isFamily(name)));
  }

  private boolean isFamily(String caught) {
    String name = QualifiedName.of(caught).lastName();
    return Set.of("HTTPException", "APIException").contains(name) || name.equals(exception);
  }

  /**
   * Whether a handler lets the exception through, or answers with what it says: it raises it again,
   * asks for its class or its status, answers with the same kind or status itself, or with what a
   * function makes of the exception. One refusal is as good as another: an application that answers
   * 403 for whatever is wrong tells nobody what exists.
   */
  public boolean isRespectedBy(ExceptClause clause) {
    String caught =
        clause.exceptionInstance() == null ? "" : SourceText.of(clause.exceptionInstance());
    Respect respect = new Respect(caught, exception, status(place));
    clause.body().accept(respect);
    return respect.found;
  }

  /**
   * Whether the function has answered the same question before: {@code if not order: raise …} above
   * the try leaves nothing for the one in it but what happens between the two.
   */
  public boolean isAnsweredBefore(TryStatement attempt) {
    Optional<String> condition =
        Ancestors.nearest(place, Tree.Kind.IF_STMT).map(IntendedError::condition);
    return condition.isPresent()
        && attempt.parent() instanceof StatementList around
        && around.statements().stream()
            .takeWhile(each -> each != attempt)
            .filter(IfStatement.class::isInstance)
            .filter(each -> condition(each).equals(condition.get()))
            .anyMatch(each -> leaves(((IfStatement) each).body()));
  }

  private static String condition(Tree statement) {
    return SourceText.of(((IfStatement) statement).condition());
  }

  private static boolean leaves(StatementList body) {
    Statement last = body.statements().get(body.statements().size() - 1);
    return last.is(Tree.Kind.RAISE_STMT, Tree.Kind.RETURN_STMT);
  }

  /** The status that a call answers with, as written; empty if it says none. */
  private static String status(Tree answer) {
    return answer instanceof CallExpression call
        ? Arguments.of(call).at(0, "status_code").map(SourceText::of).orElse("")
        : "";
  }

  private static final class Respect extends BaseTreeVisitor {
    private static final Set<String> ANSWERS =
        Set.of("status_code", "code", "detail", "get_response", "description");
    private static final Set<String> ANSWERING =
        Set.of("abort", "flask.abort", "HTTPException", "HttpError");

    /** What makes text, or an answer, of any value. */
    private static final Pattern PRINTING =
        Pattern.compile("str|repr|jsonify|make_response|\\w*Response\\w*");

    private static final Set<String> REFUSALS = Set.of("Http404", "PermissionDenied", "NotFound");

    private final String caught;
    private final String exception;
    private final String status;
    private boolean found;

    Respect(String caught, String exception, String status) {
      this.caught = caught;
      this.exception = exception;
      this.status = status;
    }

    @Override
    public void visitRaiseStatement(RaiseStatement statement) {
      String raised =
          statement.expressions().isEmpty()
              ? caught
              : SourceText.of(statement.expressions().get(0));
      String type = raised.replaceFirst("\\(.*", "");
      found |=
          raised.equals(caught)
              || (REFUSALS.contains(exception) && REFUSALS.contains(type) && isAlone(statement));
      super.visitRaiseStatement(statement);
    }

    /** Whether nothing decides which errors get this answer. */
    private static boolean isAlone(RaiseStatement statement) {
      return Ancestors.nearest(statement, Tree.Kind.IF_STMT, Tree.Kind.EXCEPT_CLAUSE)
          .filter(ExceptClause.class::isInstance)
          .isPresent();
    }

    @Override
    public void visitReturnStatement(ReturnStatement answer) {
      // What it makes of the exception, only that function knows.
      found |=
          answer.expressions().size() == 1
              && answer.expressions().get(0) instanceof CallExpression call
              && !isPrinting(call)
              && call.arguments().stream().anyMatch(each -> SourceText.of(each).equals(caught));
      super.visitReturnStatement(answer);
    }

    private static boolean isPrinting(CallExpression call) {
      String callee = QualifiedName.of(SourceText.of(call.callee())).lastName();
      return PRINTING.matcher(callee).matches();
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      String callee = SourceText.of(call.callee());
      found |=
          Set.of("isinstance", "type", "reraise").contains(callee)
              && !caught.isEmpty()
              && SourceText.of(call).contains(caught);
      // The client gets the same status.
      found |= !status.isEmpty() && ANSWERING.contains(callee) && status(call).equals(status);
      super.visitCallExpression(call);
    }

    @Override
    public void visitQualifiedExpression(QualifiedExpression attribute) {
      found |=
          SourceText.of(attribute.qualifier()).equals(caught)
              && ANSWERS.contains(attribute.name().name());
      super.visitQualifiedExpression(attribute);
    }
  }
}
