package org.pyreview.frameworks.django.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.Signature;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ForStatement;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;

/**
 * An action that Django's admin offers for the rows a user selects.
 *
 * @see <a
 *     href="https://docs.djangoproject.com/en/stable/ref/contrib/admin/actions/#setting-permissions-for-actions">
 *     Django: setting permissions for actions</a>
 */
public final class AdminAction {

  private static final Set<String> DECORATORS =
      Set.of("django.contrib.admin.action", "django.contrib.admin.decorators.action");
  private static final Pattern CHECKED =
      Pattern.compile("has_\\w*permission|has_perms?\\b|is_superuser|PermissionDenied");
  private static final Set<String> LOGIN =
      Set.of("django.contrib.auth.login", "django.contrib.auth.__init__.login");
  private static final Pattern GRAVE =
      Pattern.compile(
          "(?i)(?:^|_)(?:(?:un)?ban|block_users?|(?:de)?activate_(?:user|account)s?|impersonate|log_?in|"
              + "reset_passwords?|(?:in)?validate_passwords?|(?:remove|reset|disable)_(?:totp|otp|mfa|2fa)|"
              + "refund|pay_?out|charge|grant|revoke|promote|demote|"
              + "(?:make|set)_(?:staff|admin|superuser)s?|delete|purge|wipe)(?:_|$)");
  private static final Pattern LOCKING =
      Pattern.compile("(?i)(?:^|_)(?:deactivate|disable|suspend)");
  private static final Pattern PEOPLE =
      Pattern.compile("(?:.*(?:User|Account|Customer|Member|Profile|Person)s?)Admin");
  private static final Pattern GRAVE_CODE =
      Pattern.compile(
          "is_staff|is_superuser|set_(?:unusable_)?password|user_permissions|"
              + "\\bgroups\\.(?:add|remove|set|clear)\\(|send_?mail\\(|email_user\\(|"
              + "\\brefund\\(|totp|\\botp");
  private static final Set<String> CREATES =
      Set.of("create", "bulk_create", "bulk_update", "get_or_create", "update_or_create");

  private final FunctionDef function;
  private final PythonModule module;
  private final Optional<Decorator> decorator;
  private final Writes writes;

  private AdminAction(FunctionDef function, PythonModule module, Optional<Decorator> decorator) {
    this.function = function;
    this.module = module;
    this.decorator = decorator;
    List<String> names = Signature.of(function).names();
    this.writes = new Writes(names.isEmpty() ? "" : names.get(names.size() - 1), module);
  }

  /** The action that a function is: decorated, or listed by an admin class of the file. */
  public static Optional<AdminAction> of(FunctionDef function, PythonModule module) {
    Optional<Decorator> decorator =
        function.decorators().stream().filter(each -> isAction(each, module)).findFirst();
    if (decorator.isEmpty() && !isListed(function, module)) {
      return Optional.empty();
    }
    AdminAction action = new AdminAction(function, module, decorator);
    function.body().accept(action.writes);
    return Optional.of(action);
  }

  private static boolean isAction(Decorator decorator, PythonModule module) {
    Expression written = decorator.expression();
    return module.isNamed(
        written instanceof CallExpression call ? call.callee() : written, DECORATORS);
  }

  /** Whether {@code actions = […]} of an admin class names it. */
  private static boolean isListed(FunctionDef function, PythonModule module) {
    if (!module.importsFrom("django.contrib") || Signature.of(function).names().size() < 2) {
      return false;
    }
    Listed listed = new Listed(function.name().name(), module);
    module.tree().accept(listed);
    return listed.found;
  }

  private static final class Listed extends BaseTreeVisitor {
    private final String action;
    private final PythonModule module;
    private boolean found;

    Listed(String action, PythonModule module) {
      this.action = action;
      this.module = module;
    }

    @Override
    public void visitAssignmentStatement(AssignmentStatement assignment) {
      boolean isActions = SourceText.of(assignment.lhsExpressions().get(0)).equals("actions");
      found |=
          isActions
              && Literal.elements(assignment.assignedValue())
                  .filter(elements -> elements.stream().anyMatch(this::isIt))
                  .isPresent()
              && AdminClass.around(assignment, module).isPresent();
    }

    private boolean isIt(Expression element) {
      return (element instanceof Name name && name.name().equals(action))
          || Literal.string(element).filter(action::equals).isPresent();
    }

    @Override
    public void visitFunctionDef(FunctionDef inner) {
      // Lists of actions stand in class bodies.
    }
  }

  /** What changes data in the body. */
  private static final class Writes extends BaseTreeVisitor {
    private final String queryset;
    private final PythonModule module;
    private final java.util.Set<String> rows = new java.util.HashSet<>();
    private CallExpression first;
    private boolean deletes;
    private boolean logsIn;

    Writes(String queryset, PythonModule module) {
      this.queryset = queryset;
      this.module = module;
    }

    @Override
    public void visitForStatement(ForStatement loop) {
      boolean isOverRows =
          loop.testExpressions().stream().anyMatch(each -> isAboutRows(SourceText.of(each)));
      if (isOverRows) {
        loop.expressions().forEach(each -> rows.add(SourceText.of(each)));
      }
      super.visitForStatement(loop);
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      super.visitCallExpression(call);
      boolean isWrite = module.isNamed(call.callee(), LOGIN);
      logsIn |= isWrite;
      if (call.callee() instanceof QualifiedExpression method) {
        String name = method.name().name();
        String receiver = SourceText.of(method.qualifier());
        boolean isRow = rows.contains(receiver);
        isWrite |= isRow && (name.equals("save") || name.equals("delete"));
        isWrite |= (name.equals("update") || name.equals("delete")) && isAboutRows(receiver);
        isWrite |= CREATES.contains(name) && receiver.endsWith(".objects");
        deletes |= name.equals("delete") && (isRow || isAboutRows(receiver));
      }
      if (isWrite && first == null) {
        first = call;
      }
    }

    private boolean isAboutRows(String expression) {
      return (!queryset.isEmpty() && expression.matches(Pattern.quote(queryset) + "\\b.*"))
          || expression.contains(".objects.");
    }
  }

  public FunctionDef function() {
    return function;
  }

  /** The first thing that changes data; empty if it only reads. */
  public Optional<CallExpression> write() {
    return Optional.ofNullable(writes.first);
  }

  /**
   * Whether its changes can't be taken back by the next click, or are about who may do what: rows
   * are deleted, accounts and rights change, money moves, somebody gets mail.
   */
  public boolean isGrave() {
    return writes.deletes
        || writes.logsIn
        || GRAVE.matcher(function.name().name()).find()
        || GRAVE_CODE.matcher(SourceText.of(function.body())).find()
        || locksOut();
  }

  /** {@code class CustomerAdmin}, {@code def deactivate}: who is in the rows can't log in. */
  private boolean locksOut() {
    return LOCKING.matcher(function.name().name()).find()
        && AdminClass.around(function, module)
            .filter(each -> PEOPLE.matcher(each.definition().name().name()).matches())
            .isPresent();
  }

  /** Whether Django, the action itself or its class asks for a permission. */
  public boolean isGuarded() {
    boolean isDeclared =
        decorator
            .filter(each -> each.expression() instanceof CallExpression)
            .flatMap(each -> Arguments.of((CallExpression) each.expression()).named("permissions"))
            .isPresent();
    return isDeclared
        || CHECKED.matcher(SourceText.of(function)).find()
        || isGivenPermissions()
        || AdminClass.around(function, module)
            .filter(each -> each.isForSuperusers() || refusesPermission(each))
            .isPresent();
  }

  /** Whether nobody but superusers has the permission: with it, the action would vanish. */
  private boolean refusesPermission(AdminClass admin) {
    return admin
        .method("has_" + permission() + "_permission")
        .map(method -> SourceText.of(method.body()))
        .filter(
            body ->
                body.contains("is_superuser")
                    || (body.contains("return False") && !body.contains("super()")))
        .isPresent();
  }

  /** {@code action.allowed_permissions = […]}. */
  private boolean isGivenPermissions() {
    String wanted = function.name().name() + ".allowed_permissions";
    Assigned assigned = new Assigned(wanted);
    module.tree().accept(assigned);
    return assigned.found;
  }

  private static final class Assigned extends BaseTreeVisitor {
    private final String target;
    private boolean found;

    Assigned(String target) {
      this.target = target;
    }

    @Override
    public void visitAssignmentStatement(AssignmentStatement assignment) {
      found |= SourceText.of(assignment.lhsExpressions().get(0)).equals(target);
    }

    @Override
    public void visitClassDef(ClassDef definition) {
      definition.body().accept(this);
    }
  }

  /** The permission that its changes need. */
  public String permission() {
    return writes.deletes ? "delete" : "change";
  }

  /** The decorator's expression. */
  public Optional<Expression> decorator() {
    return decorator.map(Decorator::expression);
  }
}
