package org.pyreview.frameworks.django.settings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingValue.FromEnvironment;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.frameworks.django.settings.SettingValue.Open;
import org.pyreview.project.code.Bindings;
import org.pyreview.project.code.Constants;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * The settings that a module has after its last line, with everything it takes from other modules
 * of the project. Statements are followed in order; where a condition can't be decided, what its
 * branches assign is open.
 */
public final class EffectiveSettings {

  private static final SettingValue OPEN = new Open();

  /** What django-heroku, and the fork that goes on, write into the settings they get. */
  private static final Set<String> OF_HEROKU =
      Set.of(
          "DATABASES",
          "TEST_RUNNER",
          "STATIC_ROOT",
          "STATIC_URL",
          "MIDDLEWARE",
          "STATICFILES_STORAGE",
          "ALLOWED_HOSTS",
          "LOGGING");

  private static final Map<String, Set<String>> HELPERS =
      Map.of("django_heroku.settings", OF_HEROKU, "django_on_heroku.settings", OF_HEROKU);

  private static final Pattern SETTING = Pattern.compile("[A-Z][A-Z0-9_]*");

  /** A module that each machine has of its own, and that git ignores. */
  private static final Pattern OF_MACHINE =
      Pattern.compile(
          "(?:.*\\.)?(?:(?:local|override|private)_?settings|settings_?(?:local|override|private)|local|overrides?)");

  private static final Set<String> ENVIRONMENT_TYPES =
      Set.of("bool", "str", "int", "list", "url", "float", "tuple", "json", "path");

  private final ProjectCode code;
  private final ModuleCode module;
  private final Set<ModuleCode> asked;
  private Map<String, Assigned> values = new LinkedHashMap<>();
  private final Set<String> checked = new HashSet<>();
  private final Map<String, Assigned> beforeOverride = new LinkedHashMap<>();
  private final Map<ModuleCode, EffectiveSettings> bases = new HashMap<>();
  private boolean isOpen;
  private boolean isOpenInRepository;

  private EffectiveSettings(ProjectCode code, ModuleCode module, Set<ModuleCode> asked) {
    this.code = code;
    this.module = module;
    this.asked = asked;
    asked.add(module);
    module.statements().forEach(this::follow);
  }

  /** The settings of a module. */
  public static EffectiveSettings of(ModuleCode module, ProjectCode code) {
    return new EffectiveSettings(code, module, new HashSet<>());
  }

  public ModuleCode module() {
    return module;
  }

  /** A setting; empty if nothing assigns it. */
  public Optional<Assigned> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Whether settings may come from somewhere that can't be seen: what is absent isn't unset. */
  public boolean isOpen() {
    return isOpen;
  }

  /**
   * A setting as the repository has it, whatever a file that each machine has of its own ({@code
   * from .local_settings import *}) makes of it; empty if nothing assigns it.
   */
  public Optional<Assigned> written(String name) {
    Assigned last = values.get(name);
    return Optional.ofNullable(
        last == null || last.value() == OPEN ? beforeOverride.getOrDefault(name, last) : last);
  }

  /** Whether settings may come from something else than a file that each machine has of its own. */
  public boolean isOpenInRepository() {
    return isOpenInRepository;
  }

  /** The module and all that it takes settings from. */
  public Set<ModuleCode> modules() {
    Set<ModuleCode> all = new LinkedHashSet<>(Set.of(module));
    bases.values().forEach(each -> all.addAll(each.modules()));
    return all;
  }

  /** Whether a name or string of the module, or of one it takes settings from, has this in it. */
  public boolean mentions(String text) {
    return module.mentions(text) || bases.values().stream().anyMatch(each -> each.mentions(text));
  }

  /** Whether the code itself looks at a setting and refuses to start. */
  public boolean isChecked(String name) {
    return checked.contains(name);
  }

  private void follow(Stmt statement) {
    if (statement instanceof Stmt.Import each) {
      followImport(each);
    } else if (statement instanceof Stmt.Assign each) {
      assign(each);
    } else if (statement instanceof Stmt.If each) {
      branch(each);
    } else if (statement instanceof Stmt.Try each) {
      attempt(each);
    } else if (statement instanceof Stmt.Evaluate each && each.value() instanceof Expr.Call call) {
      call(call);
    } else if (statement instanceof Stmt.ClassDef each) {
      boolean isConfiguration =
          each.bases().stream()
              .flatMap(base -> base.dotted().stream())
              .anyMatch(base -> base.endsWith("Configuration"));
      isOpen |= isConfiguration;
      isOpenInRepository |= isConfiguration;
    } else if (!(statement instanceof Stmt.Function)) {
      statement.inner().forEach(this::forget);
      statement.expressions().forEach(this::lookForUpdates);
    }
  }

  private void followImport(Stmt.Import statement) {
    Optional<ModuleCode> source = code.module(module, statement.level(), statement.module());
    // Only settings are followed: helpers lead through the whole project.
    boolean mayBeSetting = statement.isWildcard() || SETTING.matcher(statement.name()).matches();
    Optional<EffectiveSettings> base =
        source.filter(each -> mayBeSetting && !asked.contains(each)).map(this::base);
    if (!statement.isWildcard()) {
      Assigned there = base.map(each -> each.values.get(statement.name())).orElse(null);
      values.put(statement.bound(), there == null ? assigned(OPEN, statement) : there);
    } else if (source.isEmpty()) {
      boolean isOfMachine = OF_MACHINE.matcher(statement.module()).matches();
      boolean wasOpen = isOpenInRepository;
      if (isOfMachine) {
        beforeOverride.putAll(values);
      }
      openUp();
      isOpenInRepository = wasOpen || !isOfMachine;
    } else {
      base.ifPresent(this::takeAll);
    }
  }

  private EffectiveSettings base(ModuleCode source) {
    EffectiveSettings known = bases.get(source);
    if (known == null) {
      known = new EffectiveSettings(code, source, asked);
      asked.remove(source);
      bases.put(source, known);
    }
    return known;
  }

  private void takeAll(EffectiveSettings base) {
    values.putAll(base.values);
    checked.addAll(base.checked);
    beforeOverride.putAll(base.beforeOverride);
    isOpen |= base.isOpen;
    isOpenInRepository |= base.isOpenInRepository;
  }

  private Assigned assigned(SettingValue value, Stmt statement) {
    return new Assigned(value, module.file(), statement.place());
  }

  private void assign(Stmt.Assign assign) {
    if (assign.value().isEmpty()) {
      return;
    }
    SettingValue value = value(assign.value().get());
    for (Expr target : assign.targets()) {
      if (target instanceof Expr.Name name) {
        SettingValue result =
            switch (assign.operator()) {
              case "=" -> value;
              case "+=" -> sum(current(name.id()), value);
              default -> OPEN;
            };
        values.put(name.id(), assigned(result, assign));
      } else if (target instanceof Expr.Item item) {
        if (item.value() instanceof Expr.Call) {
          openUp();
        }
        item.value().dotted().ifPresent(name -> values.remove(name));
        item.value().dotted().ifPresent(name -> values.put(name, assigned(OPEN, assign)));
      } else {
        Bindings.names(target).forEach(name -> values.put(name, assigned(OPEN, assign)));
      }
    }
  }

  private SettingValue current(String name) {
    Assigned known = values.get(name);
    return known == null ? OPEN : known.value();
  }

  private static SettingValue sum(SettingValue one, SettingValue other) {
    if (one instanceof Known a && other instanceof Known b) {
      if (a.value() instanceof List<?> first && b.value() instanceof List<?> second) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(second);
        return new Known(all);
      }
      if (a.value() instanceof String first && b.value() instanceof String second) {
        return new Known(first + second);
      }
    }
    return OPEN;
  }

  private void branch(Stmt.If each) {
    boolean refuses = each.body().stream().anyMatch(Stmt.Leave.class::isInstance);
    if (refuses) {
      each.test()
          .all()
          .filter(Expr.Name.class::isInstance)
          .forEach(name -> checked.add(((Expr.Name) name).id()));
    }
    if (value(each.test()) instanceof Known known) {
      (isTrue(known.value()) ? each.body() : each.otherwise()).forEach(this::follow);
      return;
    }
    Map<String, Assigned> before = new HashMap<>(values);
    each.body().forEach(this::follow);
    Map<String, Assigned> afterBody = values;
    values = new LinkedHashMap<>(before);
    each.otherwise().forEach(this::follow);
    merge(afterBody);
  }

  private void merge(Map<String, Assigned> other) {
    for (Map.Entry<String, Assigned> each : other.entrySet()) {
      Assigned here = values.get(each.getKey());
      if (here == null || !here.value().equals(each.getValue().value())) {
        Assigned there = each.getValue();
        values.put(each.getKey(), new Assigned(OPEN, there.file(), there.place()));
      }
    }
    values.replaceAll(
        (name, here) ->
            other.containsKey(name) ? here : new Assigned(OPEN, here.file(), here.place()));
  }

  private static boolean isTrue(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    return !(value instanceof BigDecimal number && number.signum() == 0) && value != Constants.NONE;
  }

  /** {@code try: from .local import *}: whatever is there on the server. */
  private void attempt(Stmt.Try each) {
    Map<String, Assigned> before = new HashMap<>(values);
    each.body().forEach(this::follow);
    Map<String, Assigned> after = values;
    for (Stmt.Handler handler : each.handlers()) {
      values = new LinkedHashMap<>(before);
      handler.body().forEach(this::follow);
      boolean leaves = handler.body().stream().anyMatch(Stmt.Leave.class::isInstance);
      if (leaves) {
        values = after;
      } else {
        merge(after);
        after = values;
      }
    }
    values = after;
    each.otherwise().forEach(this::follow);
    each.last().forEach(this::follow);
  }

  private void forget(Stmt statement) {
    Bindings.of(statement).forEach(name -> values.put(name, assigned(OPEN, statement)));
    statement.expressions().forEach(this::lookForUpdates);
    statement.inner().forEach(this::forget);
  }

  private void lookForUpdates(Expr expression) {
    if (expression instanceof Expr.Call call
        && call.callee().dotted().filter(HELPERS::containsKey).isPresent()) {
      for (String name : HELPERS.get(call.callee().dotted().get())) {
        values.put(name, new Assigned(OPEN, module.file(), call.place()));
      }
      return;
    }
    boolean mayUpdate =
        expression
            .all()
            .anyMatch(
                each ->
                    each instanceof Expr.Call call
                        && Set.of("locals", "globals", "vars", "exec").contains(call.name()));
    if (mayUpdate) {
      openUp();
    }
  }

  /** Anything may have been added or replaced. */
  private void openUp() {
    isOpen = true;
    isOpenInRepository = true;
    values.replaceAll((name, before) -> new Assigned(OPEN, before.file(), before.place()));
  }

  private void call(Expr.Call call) {
    lookForUpdates(call);
    if (Set.of("include", "activate_settings").contains(call.name())) {
      openUp();
    }
    Optional<String> receiver = call.receiver().flatMap(Expr::dotted);
    if (receiver.isEmpty() || !values.containsKey(receiver.get())) {
      value(call);
      return;
    }
    String name = receiver.get();
    Assigned before = values.get(name);
    SettingValue result = OPEN;
    if (before.value() instanceof Known known && known.value() instanceof List<?> list) {
      result = changed(list, call);
    }
    values.put(name, new Assigned(result, before.file(), before.place()));
  }

  private SettingValue changed(List<?> list, Expr.Call call) {
    List<Object> all = new ArrayList<>(list);
    int last = call.arguments().size() - 1;
    if (last < 0 || !(value(call.arguments().get(last).value()) instanceof Known argument)) {
      return OPEN;
    }
    switch (call.name()) {
      case "append", "insert" -> all.add(argument.value());
      case "remove" -> all.remove(argument.value());
      case "extend" -> {
        if (!(argument.value() instanceof List<?> more)) {
          return OPEN;
        }
        all.addAll(more);
      }
      default -> {
        return OPEN;
      }
    }
    return new Known(all);
  }

  private SettingValue value(Expr expression) {
    if (expression instanceof Expr.Text text) {
      return new Known(text.value());
    }
    if (expression instanceof Expr.Name name) {
      return values.containsKey(name.id()) ? current(name.id()) : imported(expression);
    }
    if (expression instanceof Expr.Collection collection) {
      return list(collection);
    }
    if (expression instanceof Expr.Operation operation) {
      return operation(operation);
    }
    if (expression instanceof Expr.Conditional conditional) {
      return value(conditional.test()) instanceof Known test
          ? value(isTrue(test.value()) ? conditional.then() : conditional.otherwise())
          : OPEN;
    }
    if (expression instanceof Expr.Call || expression instanceof Expr.Item) {
      return environment(expression).map(SettingValue.class::cast).orElse(OPEN);
    }
    return imported(expression);
  }

  private SettingValue imported(Expr expression) {
    return new Constants(code).value(module, expression).<SettingValue>map(Known::new).orElse(OPEN);
  }

  private SettingValue list(Expr.Collection collection) {
    List<Object> all = new ArrayList<>();
    boolean isKnown = true;
    for (Expr element : collection.elements()) {
      SettingValue value = element instanceof Expr.Star star ? value(star.value()) : value(element);
      if (!(value instanceof Known known)) {
        isKnown = false;
      } else if (element instanceof Expr.Star && known.value() instanceof List<?> more) {
        all.addAll(more);
      } else {
        all.add(known.value());
      }
    }
    return isKnown ? new Known(all) : OPEN;
  }

  private SettingValue operation(Expr.Operation operation) {
    List<SettingValue> operands = operation.operands().stream().map(this::value).toList();
    if (operation.operator().equals("not") && operands.get(0) instanceof Known known) {
      return new Known(!isTrue(known.value()));
    }
    if (operation.operator().equals("+")) {
      return operands.stream().reduce(EffectiveSettings::sum).orElse(OPEN);
    }
    if (operands.size() == 2 && operation.operator().equals("or")) {
      return either(operands.get(0), operands.get(1));
    }
    if (operands.size() == 2 && Set.of("==", "!=", "in", "not in").contains(operation.operator())) {
      return compared(operation.operator(), operands.get(0), operands.get(1));
    }
    return OPEN;
  }

  /** {@code os.environ.get("KEY") or "other"}. */
  private static SettingValue either(SettingValue one, SettingValue other) {
    Optional<Object> first = certain(one);
    if (first.filter(EffectiveSettings::isTrue).isPresent()) {
      return one;
    }
    if (one instanceof FromEnvironment from) {
      return new FromEnvironment(from.variable(), certain(other));
    }
    return first.isPresent() ? other : OPEN;
  }

  private static SettingValue compared(String operator, SettingValue one, SettingValue other) {
    Optional<Object> left = certain(one);
    Optional<Object> right = certain(other);
    if (left.isEmpty() || right.isEmpty()) {
      return one instanceof FromEnvironment from
          ? new FromEnvironment(from.variable(), Optional.empty())
          : OPEN;
    }
    boolean result =
        operator.endsWith("in")
            ? right.get() instanceof List<?> list && list.contains(left.get())
            : left.get().equals(right.get());
    Object value = operator.startsWith("n") || operator.startsWith("!") ? !result : result;
    return one instanceof FromEnvironment from
        ? new FromEnvironment(from.variable(), Optional.of(value))
        : new Known(value);
  }

  /** The value, or the one that counts without the variable. */
  private static Optional<Object> certain(SettingValue value) {
    if (value instanceof Known known) {
      return Optional.of(known.value());
    }
    return value instanceof FromEnvironment from ? from.standard() : Optional.empty();
  }

  /** Reads of the environment: os, django-environ, environs and python-decouple. */
  private Optional<FromEnvironment> environment(Expr expression) {
    if (expression instanceof Expr.Item item
        && item.value().dotted().filter(EffectiveSettings::isEnviron).isPresent()
        && item.index() instanceof Expr.Text variable) {
      return Optional.of(new FromEnvironment(variable.value(), Optional.empty()));
    }
    if (!(expression instanceof Expr.Call call)) {
      return Optional.empty();
    }
    Optional<Expr> inner = call.receiver();
    String receiver = inner.flatMap(Expr::dotted).orElse("");
    boolean isRead =
        (call.name().equals("get") && isEnviron(receiver))
            || call.name().equals("getenv")
            || (receiver.toLowerCase(java.util.Locale.ROOT).endsWith("env")
                && ENVIRONMENT_TYPES.contains(call.name()))
            || (call.callee() instanceof Expr.Name name
                && Set.of("env", "config", "getenv").contains(name.id()));
    if (isRead
        && !call.arguments().isEmpty()
        && call.arguments().get(0).value() instanceof Expr.Text variable) {
      Optional<Object> standard = call.at(1, "default").flatMap(each -> certain(value(each)));
      return Optional.of(new FromEnvironment(variable.value(), standard));
    }
    // bool(…), int(…), x.lower(), x.split(): still the environment's, in another form.
    return call.children().stream()
        .flatMap(each -> environmentBelow(each).stream())
        .findFirst()
        .map(from -> new FromEnvironment(from.variable(), split(call, from.standard())));
  }

  /** The list that {@code os.environ.get("HOSTS", "*").split(",")} is without the variable. */
  private static Optional<Object> split(Expr.Call call, Optional<Object> standard) {
    boolean isSplit =
        call.name().equals("split")
            && call.positional().size() == 1
            && call.positional().get(0) instanceof Expr.Text;
    return standard
        .filter(text -> isSplit && text instanceof String)
        .map(
            text ->
                List.of(
                    ((String) text)
                        .split(Pattern.quote(((Expr.Text) call.positional().get(0)).value()))));
  }

  private Optional<FromEnvironment> environmentBelow(Expr expression) {
    if (expression instanceof Expr.Attribute attribute) {
      return environmentBelow(attribute.value());
    }
    return environment(expression);
  }

  private static boolean isEnviron(String name) {
    return name.equals("os.environ") || name.equals("environ");
  }
}
