package org.pyreview.frameworks.django;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/** Which models do more than write a row when they are saved: bulk operations would skip it. */
public final class SaveBehaviour {

  private static final Set<String> SIGNALS = Set.of("pre_save", "post_save");

  private final Set<DjangoModel> observed = new HashSet<>();
  private boolean isAnyObserved;

  private SaveBehaviour(Project project) {
    ProjectCode code = ProjectCode.of(project);
    ModelIndex models = ModelIndex.of(project);
    for (ModuleCode module : code.mainModules()) {
      module.statements().stream()
          .flatMap(Stmt::everyExpression)
          .filter(Expr.Call.class::isInstance)
          .map(Expr.Call.class::cast)
          .filter(SaveBehaviour::connects)
          .forEach(call -> addSender(call, module, models));
    }
  }

  /** {@code @receiver(post_save, sender=Order)}, {@code post_save.connect(f, sender=Order)}. */
  private static boolean connects(Expr.Call call) {
    boolean isReceiver =
        call.name().equals("receiver")
            && call.arguments().stream()
                .flatMap(argument -> argument.value().all())
                .anyMatch(SaveBehaviour::isSignal);
    return isReceiver
        || (call.name().equals("connect")
            && call.receiver().filter(SaveBehaviour::isSignal).isPresent());
  }

  private static boolean isSignal(Expr expression) {
    return expression
        .dotted()
        .map(name -> QualifiedName.of(name).lastName())
        .filter(SIGNALS::contains)
        .isPresent();
  }

  private void addSender(Expr.Call call, ModuleCode module, ModelIndex models) {
    call.named("sender")
        .ifPresentOrElse(
            sender -> models.of(module, sender).ifPresent(observed::add),
            () -> isAnyObserved = true);
  }

  /** The behaviour of the project's models; worked out once. */
  public static SaveBehaviour of(Project project) {
    return project.knowledge(SaveBehaviour.class, SaveBehaviour::new);
  }

  /** Whether something else happens when the model is saved, or may. */
  public boolean isSpecial(DjangoModel model) {
    return isAnyObserved
        || observed.contains(model)
        || model.parents().stream().anyMatch(observed::contains)
        || model.method("save").isPresent()
        || keepsHistory(model)
        || model.isOpen();
  }

  /** {@code history = HistoricalRecords()}: a receiver that a package connects. */
  private static boolean keepsHistory(DjangoModel model) {
    return model.definition().lineage().stream()
        .flatMap(ClassCode::body)
        .anyMatch(
            each ->
                each instanceof Stmt.Assign assign
                    && assign
                        .value()
                        .filter(value -> value instanceof Expr.Call call && isHistory(call))
                        .isPresent());
  }

  private static boolean isHistory(Expr.Call call) {
    return call.name().endsWith("HistoricalRecords") || call.name().equals("AuditlogHistoryField");
  }

  /** Whether saving a row sets a column that bulk operations leave as it is. */
  public boolean notesChange(DjangoModel model) {
    return Stream.concat(Stream.of(model), model.parents().stream())
        .flatMap(each -> each.fields().values().stream())
        .anyMatch(
            field ->
                field.isTrue("auto_now")
                    || field.type().name().matches("(?:Modification|AutoLast).*"));
  }
}
