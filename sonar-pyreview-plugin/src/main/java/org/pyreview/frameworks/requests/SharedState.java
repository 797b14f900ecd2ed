package org.pyreview.frameworks.requests;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.python.Ancestors;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.pyreview.python.Variable;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.CompoundAssignmentStatement;
import org.sonar.plugins.python.api.tree.DelStatement;
import org.sonar.plugins.python.api.tree.ExceptClause;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.GlobalStatement;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.InExpression;
import org.sonar.plugins.python.api.tree.IsExpression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SliceExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.UnaryExpression;
import org.sonar.plugins.python.api.tree.WithStatement;

/**
 * A place where a function changes what all requests of the process share.
 *
 * @param place the change
 * @param name what is changed, as written
 * @param isFromRequest whether it gets something of a request
 * @param definition where the file defines it
 */
public record SharedState(
    Tree place, String name, boolean isFromRequest, Optional<Tree> definition) {

  private static final Set<String> CONTAINERS =
      Set.of(
          "dict",
          "list",
          "set",
          "collections.deque",
          "collections.defaultdict",
          "collections.OrderedDict",
          "collections.Counter");
  private static final Set<String> CHANGING =
      Set.of(
          "append",
          "appendleft",
          "add",
          "update",
          "pop",
          "popleft",
          "popitem",
          "setdefault",
          "remove",
          "discard",
          "clear",
          "extend",
          "insert");
  private static final Set<String> APPLICATIONS =
      Set.of(
          "flask.Flask",
          "flask.app.Flask",
          "quart.Quart",
          "fastapi.FastAPI",
          "fastapi.applications.FastAPI");
  private static final Set<String> CURRENT =
      Set.of("flask.current_app", "flask.globals.current_app", "quart.current_app");
  private static final Pattern MEMORY = Pattern.compile("(?i).*(?:cache|memo|registry|loaded).*");
  private static final Pattern OF_REQUEST = Pattern.compile("(?<![\\w.])request\\.");
  private static final Pattern LOCK =
      Pattern.compile("(?i).*(?:lock|mutex|semaphore)\\w*(?:\\(.*)?");

  /** Whether it is a setting of the application. */
  public boolean isSetting() {
    return name.endsWith(".config");
  }

  /** All changes of a function, those that fill in a missing value or hold a lock left out. */
  public static List<SharedState> changedIn(FunctionDef function, PythonModule module) {
    Changes changes = new Changes(function, module);
    function.body().accept(changes);
    return changes.found;
  }

  private static final class Changes extends BaseTreeVisitor {
    private final FunctionDef function;
    private final PythonModule module;
    private final Set<String> globals = new HashSet<>();
    private final List<SharedState> found = new ArrayList<>();

    Changes(FunctionDef function, PythonModule module) {
      this.function = function;
      this.module = module;
    }

    @Override
    public void visitGlobalStatement(GlobalStatement statement) {
      statement.variables().forEach(each -> globals.add(each.name()));
    }

    @Override
    public void visitAssignmentStatement(AssignmentStatement statement) {
      statement.lhsExpressions().stream()
          .flatMap(each -> each.expressions().stream())
          .forEach(target -> assigned(target, statement));
      super.visitAssignmentStatement(statement);
    }

    @Override
    public void visitCompoundAssignment(CompoundAssignmentStatement statement) {
      assigned(statement.lhsExpression(), statement);
      super.visitCompoundAssignment(statement);
    }

    @Override
    public void visitDelStatement(DelStatement statement) {
      statement.expressions().forEach(target -> assigned(target, statement));
      super.visitDelStatement(statement);
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      if (call.callee() instanceof QualifiedExpression method
          && CHANGING.contains(method.name().name())) {
        container(method.qualifier())
            .filter(name -> !isTaskOfLoop(method))
            .ifPresent(name -> add(call, name.name(), name, call));
      }
      super.visitCallExpression(call);
    }

    @Override
    public void visitFunctionDef(FunctionDef inner) {
      // It is a function of its own.
    }

    @Override
    public void visitClassDef(ClassDef inner) {
      // So are its methods.
    }

    private void assigned(Expression target, Tree statement) {
      if (target instanceof Name name) {
        if (globals.contains(name.name())
            && !isFilledIn(name.name())
            && !isUnloaded(name.name(), statement)
            && !isFilledInTogether(statement)
            && !isRenewed(name.name(), statement)) {
          add(target, name.name(), name, statement);
        }
      } else if (target instanceof SubscriptionExpression item) {
        Optional<Name> container = container(item.object());
        if (container.isPresent()) {
          if (!isRemembered(item, container.get().name())) {
            add(target, container.get().name(), container.get(), statement);
          }
        } else if (item.object() instanceof QualifiedExpression config
            && config.name().name().equals("config")) {
          application(config.qualifier())
              .ifPresent(app -> add(target, SourceText.of(config), app, statement));
        }
      } else if (target instanceof SliceExpression) {
        container(target).ifPresent(name -> add(target, name.name(), name, statement));
      } else if (target instanceof QualifiedExpression attribute) {
        attribute(attribute, statement);
      }
    }

    /**
     * {@code Counter.hits += 1}, {@code app.user = user}, {@code request.app.state.user = user}.
     */
    private void attribute(QualifiedExpression attribute, Tree statement) {
      Expression owner = attribute.qualifier();
      if (owner instanceof Name name && isClassOfFile(name)) {
        add(attribute, SourceText.of(attribute), name, statement);
      } else if (SourceText.of(owner).equals("self.__class__")) {
        found.add(new SharedState(attribute, SourceText.of(attribute), false, Optional.empty()));
      } else if (application(owner).isPresent()) {
        add(attribute, SourceText.of(attribute), application(owner).get(), statement);
      } else if (owner instanceof QualifiedExpression state
          && state.name().name().equals("state")
          && (application(state.qualifier()).isPresent()
              || SourceText.of(state.qualifier()).equals("request.app"))) {
        found.add(new SharedState(attribute, SourceText.of(attribute), false, Optional.empty()));
      }
    }

    private void add(Tree place, String written, Name name, Tree statement) {
      if (!isLocked(statement)) {
        found.add(new SharedState(place, written, isFromRequest(statement), definition(name)));
      }
    }

    private static boolean isFromRequest(Tree statement) {
      return statement instanceof AssignmentStatement assignment
          && OF_REQUEST.matcher(SourceText.of(assignment.assignedValue())).find();
    }

    private Optional<Name> application(Expression expression) {
      return expression instanceof Name name
              && (module.isAssignedFrom(name, APPLICATIONS) && isOfFile(name)
                  || module.isNamed(name, CURRENT))
          ? Optional.of(name)
          : Optional.empty();
    }

    private boolean isClassOfFile(Name name) {
      return isOfFile(name) && Variable.of(name).isClass();
    }

    private boolean isOfFile(Name name) {
      return Variable.of(name).isOfFile(module);
    }

    /** The variable of the file that holds a container, which the expression is or is inside of. */
    private Optional<Name> container(Expression expression) {
      Expression root = expression;
      while (root instanceof SubscriptionExpression || root instanceof SliceExpression) {
        root =
            root instanceof SubscriptionExpression item
                ? item.object()
                : ((SliceExpression) root).object();
      }
      return root instanceof Name name && isOfFile(name) && isContainer(name)
          ? Optional.of(name)
          : Optional.empty();
    }

    private boolean isContainer(Name name) {
      return !MEMORY.matcher(name.name()).matches()
          && !LiveObjects.areIn(name)
          && Variable.of(name).values().anyMatch(this::isContainer);
    }

    private boolean isContainer(Expression value) {
      return value.is(Tree.Kind.DICTIONARY_LITERAL, Tree.Kind.LIST_LITERAL, Tree.Kind.SET_LITERAL)
          || (value instanceof CallExpression call
              && (module.isNamed(call.callee(), CONTAINERS)
                  || CONTAINERS.contains(SourceText.of(call.callee()))));
    }

    private Optional<Tree> definition(Name name) {
      return Variable.of(name).bindings().filter(tree -> !isInFunction(tree)).findFirst();
    }

    private static boolean isInFunction(Tree name) {
      // The name of a function or class belongs to what is around it.
      return Ancestors.nearest(name.parent(), Tree.Kind.FUNCDEF).isPresent();
    }

    /** {@code if X != os.path.getmtime(path): X = …}: what is remembered is out of date. */
    private boolean isRenewed(String name, Tree statement) {
      Pattern compares =
          Pattern.compile(".*\\b%s\\s*(?:!=|<|>|==).*".formatted(Pattern.quote(name)));
      return statement instanceof AssignmentStatement
          && within(statement)
              .anyMatch(
                  at ->
                      at instanceof IfStatement test
                          && compares.matcher(SourceText.of(test.condition())).matches());
    }

    /** {@code if CONTENT is None: CONTENT = …; LENGTH = …}: one question for all of them. */
    private boolean isFilledInTogether(Tree statement) {
      return within(statement)
          .filter(IfStatement.class::isInstance)
          .map(each -> SourceText.of(((IfStatement) each).condition()))
          .anyMatch(
              asked ->
                  globals.stream()
                      .anyMatch(
                          each -> asked.equals(each + " is None") || asked.equals("not " + each)));
    }

    /** Whether the function asks if the variable has a value at all. */
    private boolean isFilledIn(String name) {
      Questions questions = new Questions(name);
      function.body().accept(questions);
      return questions.asksForValue;
    }

    /** {@code MODEL = None}, where some function loads it again as soon as it is missing. */
    private boolean isUnloaded(String name, Tree statement) {
      if (!(statement instanceof AssignmentStatement assignment)
          || !assignment.assignedValue().is(Tree.Kind.NONE)) {
        return false;
      }
      Questions questions = new Questions(name);
      module.tree().accept(questions);
      return questions.asksIfNone;
    }

    /** {@code if key not in X: X[key] = …}, or after a {@code KeyError}. */
    private boolean isRemembered(SubscriptionExpression item, String name) {
      boolean isAfterKeyError =
          within(item)
              .anyMatch(
                  at ->
                      at instanceof ExceptClause clause
                          && clause.exception() != null
                          && SourceText.of(clause.exception()).equals("KeyError"));
      if (isAfterKeyError) {
        return true;
      }
      Questions questions = new Questions(name);
      function.body().accept(questions);
      return questions.keys.contains(SourceText.of(item.subscripts()));
    }

    private boolean isLocked(Tree statement) {
      return within(statement)
          .anyMatch(
              at ->
                  at instanceof WithStatement with
                      && with.withItems().stream()
                          .anyMatch(item -> LOCK.matcher(SourceText.of(item.test())).matches()));
    }

    /** What is around a node in the function. */
    private Stream<Tree> within(Tree node) {
      return Ancestors.of(node).takeWhile(at -> at != function);
    }

    /** The set that keeps the tasks of an event loop alive. */
    private boolean isTaskOfLoop(QualifiedExpression method) {
      return Set.of("add", "append").contains(method.name().name())
          && SourceText.of(function.body()).matches("(?s).*\\b(?:create_task|ensure_future)\\(.*");
    }
  }

  /** What a function asks about a variable. */
  private static final class Questions extends BaseTreeVisitor {
    private final String name;
    private final Set<String> keys = new HashSet<>();
    private boolean asksForValue;
    private boolean asksIfNone;

    Questions(String name) {
      this.name = name;
    }

    @Override
    public void visitBinaryExpression(BinaryExpression test) {
      if (test instanceof InExpression && SourceText.of(test.rightOperand()).equals(name)) {
        keys.add(SourceText.of(test.leftOperand()));
      }
      asksIfNone |=
          test instanceof IsExpression
              && SourceText.of(test.leftOperand()).equals(name)
              && test.rightOperand().is(Tree.Kind.NONE);
      asksForValue |= asksIfNone;
      super.visitBinaryExpression(test);
    }

    @Override
    public void visitUnaryExpression(UnaryExpression test) {
      asksForValue |= test.is(Tree.Kind.NOT) && SourceText.of(test.expression()).equals(name);
      super.visitUnaryExpression(test);
    }

    @Override
    public void visitIfStatement(IfStatement statement) {
      asksForValue |= SourceText.of(statement.condition()).equals(name);
      super.visitIfStatement(statement);
    }
  }
}
