package org.pyreview.frameworks.celery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.project.FactKind;
import org.pyreview.project.Place;
import org.pyreview.python.Arguments;
import org.pyreview.python.ClassAttribute;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The Celery tasks that a file defines, and the ones it schedules.
 *
 * @param tasks functions and classes that are tasks under their own names
 * @param names names that tasks are given explicitly
 * @param otherDecorated functions with decorators that are not Celery's: one may make a task
 * @param scheduled tasks in beat schedules, by name
 */
public record CeleryModule(
    Set<String> tasks, Set<String> names, Set<String> otherDecorated, List<Scheduled> scheduled) {

  /** The tasks and schedules of each file. */
  public static final FactKind<CeleryModule> FACTS =
      FactKind.of(CeleryModule.class, CeleryModule::recordedIn);

  private static final Set<String> TASK_CLASSES =
      Set.of("celery.Task", "celery.app.task.Task", "celery.task.Task");
  private static final Set<String> TASK_DECORATORS = Set.of("task", "shared_task", "periodic_task");
  private static final String SCHEDULE_NAME = "(?i)(?:\\w+_)?(?:celery)?beat_schedule";

  /**
   * A task that a beat schedule names.
   *
   * @param place the name's text
   */
  public record Scheduled(String task, Place place) {}

  private static CeleryModule recordedIn(PythonModule module) {
    Collector collector = new Collector(module);
    if (!module.path().isTest()) {
      module.tree().accept(collector);
    }
    return collector.found;
  }

  private static CeleryModule empty() {
    return new CeleryModule(new HashSet<>(), new HashSet<>(), new HashSet<>(), new ArrayList<>());
  }

  private static final class Collector extends BaseTreeVisitor {
    private final PythonModule module;
    private final CeleryModule found = empty();

    Collector(PythonModule module) {
      this.module = module;
    }

    @Override
    public void visitFunctionDef(FunctionDef function) {
      for (Decorator decorator : function.decorators()) {
        Expression expression = decorator.expression();
        Optional<CallExpression> call =
            expression instanceof CallExpression each ? Optional.of(each) : Optional.empty();
        Expression callee = call.map(CallExpression::callee).orElse(expression);
        if (TASK_DECORATORS.contains(callee.lastToken().value())) {
          addTask(function.name().name(), call);
        } else {
          found.otherDecorated.add(function.name().name());
        }
      }
      super.visitFunctionDef(function);
    }

    private void addTask(String function, Optional<CallExpression> decorator) {
      Optional<Expression> name = decorator.flatMap(call -> Arguments.of(call).named("name"));
      if (name.isEmpty()) {
        found.tasks.add(function);
        return;
      }
      Literal.string(name.get())
          .ifPresentOrElse(found.names::add, () -> found.otherDecorated.add(function));
    }

    @Override
    public void visitClassDef(ClassDef definition) {
      if (module.inheritsFrom(definition, TASK_CLASSES) || extendsTaskOfApp(definition)) {
        found.tasks.add(definition.name().name());
        for (Statement statement : definition.body().statements()) {
          if (statement instanceof AssignmentStatement assignment) {
            ClassAttribute.of(assignment)
                .filter(attribute -> attribute.name().name().equals("name"))
                .flatMap(ClassAttribute::value)
                .flatMap(Literal::string)
                .ifPresent(found.names::add);
          }
        }
      }
      super.visitClassDef(definition);
    }

    private static boolean extendsTaskOfApp(ClassDef definition) {
      return definition.args() != null
          && definition.args().arguments().stream()
              .filter(RegularArgument.class::isInstance)
              .map(argument -> ((RegularArgument) argument).expression())
              .anyMatch(
                  base ->
                      base instanceof QualifiedExpression member
                          && member.name().name().equals("Task"));
    }

    @Override
    public void visitDictionaryLiteral(DictionaryLiteral dictionary) {
      Optional<Expression> task = Literal.entry(dictionary, "task");
      if (task.isPresent()
          && Literal.entry(dictionary, "schedule").isPresent()
          && isInBeatSchedule(dictionary)) {
        add(task.get());
      }
      super.visitDictionaryLiteral(dictionary);
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      if (isPeriodicTask(call.callee())) {
        Arguments.of(call).named("task").ifPresent(this::add);
      }
      super.visitCallExpression(call);
    }

    private void add(Expression task) {
      Literal.string(task)
          .ifPresent(name -> found.scheduled.add(new Scheduled(name, Place.of(task))));
    }

    /** {@code PeriodicTask(…)} and {@code PeriodicTask.objects.create(…)} of django-celery-beat. */
    private boolean isPeriodicTask(Expression callee) {
      Expression root = callee;
      while (root instanceof QualifiedExpression member) {
        root = member.qualifier();
      }
      return root instanceof Name name
          && name.name().equals("PeriodicTask")
          && module.importsFrom("django_celery_beat");
    }

    /** Whether some assignment, argument or key around it is called a beat schedule. */
    private static boolean isInBeatSchedule(Tree tree) {
      for (Tree at = tree; at != null; at = at.parent()) {
        Optional<String> name =
            at instanceof AssignmentStatement assignment
                ? nameOf(assignment.lhsExpressions().get(0).expressions().get(0))
                : at instanceof RegularArgument argument && argument.keywordArgument() != null
                    ? Optional.of(argument.keywordArgument().name())
                    : at instanceof KeyValuePair pair
                        ? Literal.string(pair.key())
                        : Optional.empty();
        if (name.filter(text -> text.matches(SCHEDULE_NAME)).isPresent()) {
          return true;
        }
      }
      return false;
    }

    private static Optional<String> nameOf(Expression target) {
      if (target instanceof SubscriptionExpression item) {
        return nameOf(item.object())
            .filter(name -> name.matches(SCHEDULE_NAME))
            .or(() -> Literal.string(item.subscripts().expressions().get(0)));
      }
      return target instanceof Name || target instanceof QualifiedExpression
          ? Optional.of(target.lastToken().value())
          : Optional.empty();
    }
  }
}
