package org.pyreview.frameworks.flask;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.settings.SettingsModules;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeRoles;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.CodeRole;
import org.pyreview.python.QualifiedName;

/**
 * The configuration that a Flask application runs with in production, as far as the project writes
 * it down: attributes of configuration classes, constants of configuration modules, and what code
 * puts into {@code app.config}.
 *
 * @see <a href="https://flask.palletsprojects.com/en/stable/config/">Flask: Configuration
 *     Handling</a>
 */
public final class FlaskConfiguration {

  /** An application object that a script or a command makes answers no requests. */
  private static final Set<CodeRole> SERVED = EnumSet.of(CodeRole.SERVER, CodeRole.WORKER);

  private static final Set<String> ANSWERING =
      Set.of("run", "route", "register_blueprint", "add_url_rule", "serve");

  private static final Pattern KEY = Pattern.compile("[A-Z][A-Z0-9_]+");
  private static final Pattern DEVELOPMENT =
      Pattern.compile("(?i).*(?:test|dev(?!ice)|local|debug|mock).*");
  private static final Pattern CONDITION =
      Pattern.compile("(?i)(?:.*[._])?(?:debug|dev|development|local|test|testing)(?:_.*)?");
  private static final Pattern ENVIRONMENT =
      Pattern.compile("(?:os\\.)?(?:environ|getenv)(?:\\.get)?");
  private static final Set<String> UPDATES = Set.of("update", "from_mapping");
  private static final Set<String> FROM_OUTSIDE =
      Set.of("from_envvar", "from_prefixed_env", "from_file", "from_json", "from_pyfile");
  private static final Pattern COOKIE =
      Pattern.compile("(?:SESSION|REMEMBER)_COOKIE_(?:SECURE|HTTPONLY|SAMESITE|DURATION)");

  /** Flask-Login, and what brings it along. */
  private static final List<String> LOGIN_EXTENSIONS =
      List.of("flask_login", "flask_security", "flask_user");

  private static final List<String> LOGIN_PAGES = List.of("flask_security", "flask_user");

  private static final Set<String> APPLICATION = Set.of("flask.Flask", "flask.app.Flask");

  /** What a file names that configures sessions, cookies or CSRF protection. */
  private static final String[] SIGNS = {"config", "Config", "COOKIE", "CSRF", "SESSION"};

  /** Flask-Talisman sets the flags of cookies by itself. */
  private static final String HARDENING = "Talisman";

  private final ProjectCode code;
  private final Map<String, List<Setting>> settings = new HashMap<>();
  private final List<Application> applications = new ArrayList<>();
  private final List<ModuleCode> modules = new ArrayList<>();
  private final Map<ClassCode, List<ClassCode>> heirs = new HashMap<>();
  private boolean isOpen;

  /** How a setting is written. */
  public enum Form {
    /** In a class. */
    ATTRIBUTE,
    /** At the top of a file. */
    CONSTANT,
    /** {@code app.config["NAME"] = value}. */
    ENTRY,
    /** {@code app.config.update(NAME=value)}. */
    UPDATE
  }

  /** A place that sets something in production. */
  public record Setting(String name, ModuleCode module, Expr value, Form form) {
    public ProjectFile file() {
      return module.file();
    }

    /** Whether the code writes a constant such as {@code False} there. */
    public boolean is(String constant) {
      return value instanceof Expr.Constant written && written.text().equals(constant);
    }
  }

  /** A place that makes an application. */
  public record Application(ProjectFile file, Place place) {}

  private FlaskConfiguration(Project project) {
    code = ProjectCode.of(project);
    CodeRoles roles = CodeRoles.of(project);
    List<ModuleCode> django = SettingsModules.of(project).all();
    for (ModuleCode module : code.mainModules()) {
      boolean isServed = SERVED.contains(roles.of(module.file())) || answers(module);
      boolean isDevelopment = DevelopmentPath.of(module.file().path()).isDevelopment();
      if (isServed && !isDevelopment && !django.contains(module)) {
        modules.add(module);
      }
    }
    for (ModuleCode module : modules) {
      if (module.mentions("flask", "Flask")) {
        for (CodeScope scope : CodeScope.of(code, module)) {
          scope
              .calls()
              .filter(call -> APPLICATION.contains(scope.meaning(call.callee()).external()))
              .forEach(call -> add(call, module));
        }
      }
    }
    if (!applications.isEmpty()) {
      List<ModuleCode> configuring =
          modules.stream().filter(module -> module.mentions(SIGNS)).toList();
      configuring.forEach(module -> walk(module.statements(), module, true));
      configuring.forEach(this::collectHeirs);
      configuring.forEach(
          module -> module.classes().forEach(each -> addClass(code.classCode(module, each))));
    }
  }

  /** Whether a file that is run by hand answers requests all the same. */
  private static boolean answers(ModuleCode module) {
    return module.statements().stream()
        .flatMap(Stmt::everyExpression)
        .anyMatch(each -> each instanceof Expr.Call call && ANSWERING.contains(call.name()));
  }

  /** The configuration of a project, read once. */
  public static FlaskConfiguration of(Project project) {
    return project.knowledge(FlaskConfiguration.class, FlaskConfiguration::new);
  }

  private void add(Expr.Call call, ModuleCode module) {
    applications.add(new Application(module.file(), call.callee().place()));
  }

  /** The applications that the project makes outside of tests and examples. */
  public List<Application> applications() {
    return applications;
  }

  /** Whether nothing at all sets it: no code, no file or variable that is read, no extension. */
  public boolean isUnset(String cookieSetting) {
    return !isOpen && !mentions(HARDENING) && !mentions(cookieSetting);
  }

  /** Whether the environment decides about some of it: one image runs with and without https. */
  public boolean readsEnvironment() {
    return settings.values().stream()
        .flatMap(List::stream)
        .flatMap(each -> each.value().all())
        .flatMap(each -> each.dotted().stream())
        .anyMatch(name -> ENVIRONMENT.matcher(name).matches());
  }

  /** Whether the application keeps anything in sessions. */
  public boolean hasSessions() {
    return remembersUsers()
        || imports("flask.session")
        || imports("flask_session")
        || settings.keySet().stream().anyMatch(COOKIE.asMatchPredicate());
  }

  /** Whether users can stay logged in by a second cookie. */
  public boolean remembersUsers() {
    return LOGIN_EXTENSIONS.stream().anyMatch(this::imports);
  }

  /**
   * Whether some of them do: {@code login_user(user, remember=True)}. Extensions with pages of
   * their own offer it there.
   */
  public boolean setsRememberCookie() {
    return LOGIN_PAGES.stream().anyMatch(this::imports)
        || modules.stream()
            .filter(module -> module.mentions("login_user"))
            .flatMap(module -> module.statements().stream())
            .flatMap(Stmt::everyExpression)
            .anyMatch(each -> each instanceof Expr.Call call && remembers(call));
  }

  private static boolean remembers(Expr.Call call) {
    return call.name().equals("login_user")
        && (!call.isWrittenOut()
            || call.at(1, "remember")
                .filter(each -> !(each instanceof Expr.Constant no && no.text().equals("False")))
                .isPresent());
  }

  /** The places that set something, without those that a subclass for production replaces. */
  public List<Setting> of(String name) {
    return settings.getOrDefault(name, List.of());
  }

  private boolean mentions(String name) {
    return modules.stream().anyMatch(module -> module.mentions(name));
  }

  private boolean imports(String dotted) {
    return modules.stream()
        .filter(module -> module.mentions(QualifiedName.of(dotted).firstName()))
        .flatMap(module -> module.statements().stream())
        .flatMap(Stmt::everything)
        .filter(Stmt.Import.class::isInstance)
        .map(each -> ((Stmt.Import) each).dotted())
        .anyMatch(each -> each.equals(dotted) || each.startsWith(dotted + "."));
  }

  /** Notes for each class of a configuration which classes for production inherit from it. */
  private void collectHeirs(ModuleCode module) {
    module
        .classes()
        .map(definition -> code.classCode(module, definition))
        .filter(type -> !DEVELOPMENT.matcher(type.name()).matches())
        .forEach(
            type ->
                type.lineage().stream()
                    .filter(ancestor -> ancestor != type)
                    .forEach(
                        ancestor ->
                            heirs.computeIfAbsent(ancestor, key -> new ArrayList<>()).add(type)));
  }

  private void addClass(ClassCode type) {
    if (DEVELOPMENT.matcher(type.name()).matches()) {
      return;
    }
    for (Stmt each : type.definition().body()) {
      if (each instanceof Stmt.Assign assign
          && assign.name().filter(KEY.asMatchPredicate()).isPresent()
          && assign.value().isPresent()
          && !isReplaced(type, assign.name().get())) {
        add(assign.name().get(), assign.value().get(), type.module(), Form.ATTRIBUTE);
      }
    }
  }

  /** Whether every subclass that is for production sets it anew. */
  private boolean isReplaced(ClassCode type, String name) {
    List<ClassCode> all = heirs.getOrDefault(type, List.of());
    return !all.isEmpty()
        && all.stream()
            .allMatch(
                each -> each.attribute(name).filter(found -> found.owner() != type).isPresent());
  }

  private void walk(List<Stmt> statements, ModuleCode module, boolean isTop) {
    for (Stmt each : statements) {
      if (each instanceof Stmt.ClassDef definition) {
        definition.body().stream()
            .filter(Stmt.Function.class::isInstance)
            .forEach(method -> walk(method.inner(), module, false));
        continue;
      }
      if (each instanceof Stmt.If branch && isDevelopment(branch.test())) {
        walk(branch.otherwise(), module, isTop);
        continue;
      }
      if (each instanceof Stmt.Assign assign) {
        assign(assign, module, isTop);
      }
      each.expressions().stream()
          .flatMap(Expr::all)
          .filter(Expr.Call.class::isInstance)
          .forEach(call -> call((Expr.Call) call, module));
      boolean opensFunction = each instanceof Stmt.Function;
      walk(each.inner(), module, isTop && !opensFunction);
    }
  }

  private static boolean isDevelopment(Expr test) {
    return !(test instanceof Expr.Operation not && not.operator().equals("not"))
        && test.all()
            .anyMatch(
                each ->
                    (each instanceof Expr.Text text && CONDITION.matcher(text.value()).matches())
                        || each.dotted().filter(CONDITION.asMatchPredicate()).isPresent());
  }

  private void assign(Stmt.Assign assign, ModuleCode module, boolean isTop) {
    if (assign.value().isEmpty()) {
      return;
    }
    Expr value = assign.value().get();
    for (Expr target : assign.targets()) {
      if (isTop && target instanceof Expr.Name name && KEY.matcher(name.id()).matches()) {
        add(name.id(), value, module, Form.CONSTANT);
      } else if (target instanceof Expr.Item item
          && isConfig(item.value())
          && item.index() instanceof Expr.Text key) {
        add(key.value(), value, module, Form.ENTRY);
      }
    }
  }

  private static boolean isConfig(Expr holder) {
    return holder
        .dotted()
        .filter(each -> each.equals("config") || each.endsWith(".config"))
        .isPresent();
  }

  private void call(Expr.Call call, ModuleCode module) {
    if (call.receiver().filter(FlaskConfiguration::isConfig).isEmpty()) {
      return;
    }
    if (UPDATES.contains(call.name())) {
      for (Expr.Argument each : call.arguments()) {
        if (KEY.matcher(each.keyword()).matches()) {
          add(each.keyword(), each.value(), module, Form.UPDATE);
        } else if (each.value() instanceof Expr.Mapping mapping) {
          mapping.entries().forEach(entry -> entry(entry, module));
        } else {
          isOpen = true;
        }
      }
    } else if (FROM_OUTSIDE.contains(call.name())) {
      isOpen = true;
    } else if (call.name().equals("from_object")) {
      isOpen |= call.positional().stream().anyMatch(each -> isForeign(each, module));
    }
  }

  private void entry(Expr.Entry entry, ModuleCode module) {
    if (entry.key().orElse(null) instanceof Expr.Text key) {
      add(key.value(), entry.value(), module, Form.UPDATE);
    }
  }

  /** Whether what a configuration is read from lies outside of the project. */
  private boolean isForeign(Expr source, ModuleCode module) {
    if (source instanceof Expr.Text dotted) {
      String path = dotted.value().replace(':', '.');
      String owner = QualifiedName.of(path).hasOwner() ? QualifiedName.of(path).owner() : path;
      return code.module(module, 0, path).isEmpty() && code.module(module, 0, owner).isEmpty();
    }
    return code.meaning(module, source) instanceof Meaning.External;
  }

  private void add(String name, Expr value, ModuleCode module, Form form) {
    settings
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(new Setting(name, module, value, form));
  }
}
