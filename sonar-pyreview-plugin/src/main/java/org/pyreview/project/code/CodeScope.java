package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pyreview.python.QualifiedName;

/** The statements of a file, class or function that share their names, and what is around them. */
public final class CodeScope {

  private final ProjectCode code;
  private final ModuleCode module;
  private final Optional<CodeScope> outer;
  private final Optional<Stmt> owner;
  private final List<Stmt> statements;
  private Map<String, List<Stmt>> bindings;
  private List<Expr.Call> calls;

  private CodeScope(
      ProjectCode code,
      ModuleCode module,
      Optional<CodeScope> outer,
      Optional<Stmt> owner,
      List<Stmt> body) {
    this.code = code;
    this.module = module;
    this.outer = outer;
    this.owner = owner;
    this.statements = body.stream().flatMap(Stmt::sameScope).toList();
  }

  /** The scope of a file and those of every class and function in it, outer ones first. */
  public static List<CodeScope> of(ProjectCode code, ModuleCode module) {
    return module.scopes(code);
  }

  /** The scope of a file. */
  public static CodeScope ofFile(ProjectCode code, ModuleCode module) {
    return of(code, module).get(0);
  }

  /** The scope of a function of the project. */
  public static Optional<CodeScope> ofFunction(ProjectCode code, Meaning.Function function) {
    return function.module().scopeOf(function.definition(), code);
  }

  /** The function or class whose body it is. */
  Optional<Stmt> owner() {
    return owner;
  }

  static List<CodeScope> in(List<Stmt> statements, ProjectCode code, ModuleCode module) {
    List<CodeScope> all = new ArrayList<>();
    collect(new CodeScope(code, module, Optional.empty(), Optional.empty(), statements), all);
    return all;
  }

  private static void collect(CodeScope scope, List<CodeScope> all) {
    all.add(scope);
    for (Stmt each : scope.statements) {
      if (each instanceof Stmt.Function || each instanceof Stmt.ClassDef) {
        collect(
            new CodeScope(
                scope.code, scope.module, Optional.of(scope), Optional.of(each), each.inner()),
            all);
      }
    }
  }

  /** The scope of another file, for what a function of it means there. */
  public CodeScope ofFile(ModuleCode other) {
    return ofFile(code, other);
  }

  /** The scope around it. */
  public Optional<CodeScope> outer() {
    return outer;
  }

  public ModuleCode module() {
    return module;
  }

  /** The function whose body it is. */
  public Optional<Stmt.Function> function() {
    return owner.filter(Stmt.Function.class::isInstance).map(Stmt.Function.class::cast);
  }

  /** The class whose body it is. */
  public Optional<ClassCode> classCode() {
    return owner
        .filter(Stmt.ClassDef.class::isInstance)
        .map(each -> code.classCode(module, (Stmt.ClassDef) each));
  }

  /** Its statements, those of the functions and classes in it left out. */
  public Stream<Stmt> statements() {
    return statements.stream();
  }

  /** Its calls, decorators of the functions in it included. */
  public Stream<Expr.Call> calls() {
    if (calls == null) {
      calls =
          statements()
              .flatMap(each -> each.expressions().stream())
              .flatMap(Expr::all)
              .filter(Expr.Call.class::isInstance)
              .map(Expr.Call.class::cast)
              .toList();
    }
    return calls.stream();
  }

  /** What an expression means here: names of functions around it hide those of the file. */
  public Meaning meaning(Expr expression) {
    String dotted = expression.dotted().orElse("");
    String root = QualifiedName.of(dotted).firstName();
    Optional<CodeScope> holder = root.isEmpty() ? Optional.empty() : holderOf(root);
    if (holder.isEmpty()) {
      return code.meaning(module, expression);
    }
    List<Stmt> bound = holder.get().bindings(root);
    if (bound.size() == 1 && bound.get(0) instanceof Stmt.Import imported) {
      return code.member(code.meaning(module, imported), dotted.substring(root.length()));
    }
    boolean isPlain = dotted.equals(root) && bound.size() == 1;
    if (isPlain && bound.get(0) instanceof Stmt.Function function) {
      return new Meaning.Function(module, function);
    }
    if (isPlain
        && bound.get(0) instanceof Stmt.Assign assign
        && assign.name().isPresent()
        && assign.operator().equals("=")
        && assign.value().isPresent()) {
      return new Meaning.Value(module, assign.value().get());
    }
    return new Meaning.Unknown();
  }

  /** The nearest function, this one or one around it, that binds the name itself. */
  private Optional<CodeScope> holderOf(String name) {
    return function().isPresent() && binds(name)
        ? Optional.of(this)
        : outer.flatMap(each -> each.holderOf(name));
  }

  private boolean binds(String name) {
    for (Expr.Parameter each : function().orElseThrow().parameters()) {
      if (each.name().equals(name)) {
        return true;
      }
    }
    return !bindings(name).isEmpty();
  }

  private List<Stmt> bindings(String name) {
    if (bindings == null) {
      bindings = new HashMap<>();
      for (Stmt each : statements) {
        Bindings.of(each)
            .forEach(bound -> bindings.computeIfAbsent(bound, key -> new ArrayList<>()).add(each));
      }
    }
    return bindings.getOrDefault(name, List.of());
  }
}
