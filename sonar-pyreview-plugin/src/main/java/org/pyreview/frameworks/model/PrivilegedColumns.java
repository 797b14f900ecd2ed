package org.pyreview.frameworks.model;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** Columns of models that decide what a user may do, has to pay or owns, by their names. */
public final class PrivilegedColumns {

  private static final Pattern DECIDING =
      Pattern.compile(
          "is_(?:staff|superuser|admin|active|verified|approved|paid|moderator)|verified|approved"
              + "|paid|roles?|permissions|user_permissions|groups|password|balance"
              + "|credits?|price|amount|discount|quota|owner|user|author|account|tenant"
              + "|organi[sz]ation|created_by|approved_by");

  /** Columns of SQLAlchemy stand beside their relations; the code sets what a state is. */
  private static final Pattern MORE =
      Pattern.compile(
          "(?:is_)?(?:admin|staff|superuser|hidden|banned|locked|published|deleted)|(?:\\w+_)?(?:status|hash|secret|token|api_key)"
              + "|(?:\\w+_)?(?:owner|user|author|account|tenant|creator|org|organi[sz]ation|role|group|created_by|updated_by|approved_by|modified_by)(?:_id)?"
              + "|(?:admin|verified|approved|paid|password)_\\w+");

  /** Classes that give a model no columns, or only keys and times. */
  private static final Pattern PLAIN_BASE =
      Pattern.compile(
          "(?:.*\\.)?(?:Model|Base|DeclarativeBase|SQLModel|MappedAsDataclass|AsyncAttrs|TimeStampedModel|UUIDModel|object|ABC|Generic)");

  private PrivilegedColumns() {}

  /** Whether a column of this name is one that clients must not decide about. */
  public static boolean isDeciding(String name) {
    return DECIDING.matcher(name).matches();
  }

  /**
   * Whether a model has a column that the code, and not a client, decides about.
   *
   * @return true also where it inherits from a class that nobody has read
   */
  public static boolean mayBeIn(ClassCode model, ProjectCode code) {
    return model.lineage().stream()
        .anyMatch(
            each ->
                hasOwn(each)
                    || each.definition().bases().stream()
                        .anyMatch(base -> isUnknown(base, each, code)));
  }

  private static boolean hasOwn(ClassCode model) {
    return names(model.body().toList())
        .anyMatch(name -> isDeciding(name) || MORE.matcher(name).matches());
  }

  private static Stream<String> names(List<Stmt> body) {
    return body.stream()
        .filter(Stmt.Assign.class::isInstance)
        .flatMap(each -> ((Stmt.Assign) each).name().stream());
  }

  private static boolean isUnknown(Expr base, ClassCode model, ProjectCode code) {
    Expr written = base instanceof Expr.Item item ? item.value() : base;
    return !(code.meaning(model.module(), written) instanceof Meaning.Class)
        && written.dotted().filter(PLAIN_BASE.asMatchPredicate()).isEmpty();
  }
}
