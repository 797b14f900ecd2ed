package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Lifetime.Leak;

/**
 * A temporary file or directory that stays when it isn't needed any more.
 *
 * @param place the call that makes it
 * @param name the variable that has it, or its path
 * @param removal where it is removed on some ways through the function; empty if it never is
 * @param leak where another way leaves it; empty if it is never removed
 * @see <a href="https://docs.python.org/3/library/tempfile.html">tempfile</a>
 */
public record TemporaryFile(
    ProjectFile file, Place place, String name, Optional<Place> removal, Optional<Leak> leak) {

  private static final Set<String> ALWAYS_KEPT = Set.of("tempfile.mkstemp", "tempfile.mkdtemp");
  private static final Set<String> KEPT_ON_DEMAND =
      Set.of("tempfile.NamedTemporaryFile", "tempfile.TemporaryDirectory");
  private static final Set<String> REMOVING =
      Set.of(
          "remove",
          "unlink",
          "rmtree",
          "rmdir",
          "removedirs",
          "cleanup",
          "move",
          "replace",
          "rename",
          "renames",
          "rename_to",
          "delete");
  private static final Set<String> HANDING_ON =
      Set.of(
          "addCleanup",
          "callback",
          "enter_context",
          "push",
          "register",
          "finalize",
          "add_task",
          "call_on_close",
          "BackgroundTask",
          "after_this_request",
          "Popen",
          "Thread",
          "Process",
          "submit",
          "delay",
          "apply_async",
          "send",
          "create_task",
          "append",
          "add",
          "put",
          "extend",
          "insert",
          "setdefault",
          "update",
          "chdir",
          "setattr",
          "partial",
          "system",
          "run",
          "call",
          "check_call",
          "check_output");
  private static final Set<String> SCRIPTS = Set.of("scripts", "script", "bin", "tools", "contrib");

  /** Those of a project's functions. */
  public static List<TemporaryFile> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    List<ModuleCode> modules =
        code.mainModules().stream()
            .filter(module -> !module.file().path().isBelow(SCRIPTS))
            .toList();
    List<ModuleCode> making =
        modules.stream().filter(module -> module.mentions("tempfile")).toList();
    if (making.isEmpty()) {
      return List.of();
    }
    Set<String> own =
        modules.stream()
            .flatMap(ModuleCode::functions)
            .map(Stmt.Function::name)
            .collect(Collectors.toSet());
    List<TemporaryFile> found = new ArrayList<>();
    for (ModuleCode module : making) {
      for (CodeScope scope : CodeScope.of(code, module)) {
        if (scope.function().isPresent()) {
          new Search(code, scope, own, modules).collect(found);
        }
      }
    }
    return found;
  }

  private record Search(
      ProjectCode code, CodeScope scope, Set<String> own, List<ModuleCode> modules) {

    void collect(List<TemporaryFile> found) {
      for (Stmt each : scope.statements().toList()) {
        if (each instanceof Stmt.Assign assign && assign.value().isPresent()) {
          made(assign.value().get())
              .ifPresent(call -> assign.targets().forEach(to -> assigned(assign, to, call, found)));
        } else if (each instanceof Stmt.With with) {
          for (Stmt.Resource resource : with.resources()) {
            Optional<Expr.Call> call = made(resource.value());
            if (call.isPresent() && resource.target().orElse(null) instanceof Expr.Name name) {
              local(with, name.id(), call.get(), found);
            }
          }
        }
      }
    }

    private Optional<Expr.Call> made(Expr value) {
      if (!(value instanceof Expr.Call call)) {
        return Optional.empty();
      }
      Meaning callee = scope.meaning(call.callee());
      if (callee instanceof Meaning.Function helper && helper.module() == scope.module()) {
        return isMaker(helper) ? Optional.of(call) : Optional.empty();
      }
      return kept(call);
    }

    private Optional<Expr.Call> kept(Expr value) {
      if (!(value instanceof Expr.Call call)) {
        return Optional.empty();
      }
      String function = scope.meaning(call.callee()).external();
      boolean isKept =
          ALWAYS_KEPT.contains(function)
              || (KEPT_ON_DEMAND.contains(function)
                  && call.named("delete")
                      .filter(
                          each -> each instanceof Expr.Constant off && off.text().equals("False"))
                      .isPresent());
      // What is made in a directory that goes away goes with it.
      return isKept && call.named("dir").isEmpty() ? Optional.of(call) : Optional.empty();
    }

    /** A function of the same file that makes one and returns it: it is the caller's then. */
    private boolean isMaker(Meaning.Function function) {
      return CodeScope.ofFunction(code, function).stream()
          .anyMatch(
              each ->
                  each.statements()
                      .anyMatch(one -> new Search(code, each, own, modules).hands(one)));
    }

    private boolean hands(Stmt statement) {
      if (!(statement instanceof Stmt.Return result) || result.value().isEmpty()) {
        return false;
      }
      Expr value = result.value().get();
      return kept(value).isPresent()
          || scope
              .statements()
              .anyMatch(
                  each ->
                      each instanceof Stmt.Assign assign
                          && assign.value().flatMap(this::kept).isPresent()
                          && assign.targets().stream()
                              .flatMap(target -> lastName(target).stream())
                              .anyMatch(name -> isPathOf(value, Set.of(name))));
    }

    /** The variable that gets the file or its path. */
    private static Optional<String> lastName(Expr target) {
      if (target instanceof Expr.Collection pair && pair.elements().size() == 2) {
        return lastName(pair.elements().get(1));
      }
      return target instanceof Expr.Name name ? Optional.of(name.id()) : Optional.empty();
    }

    private void assigned(
        Stmt.Assign making, Expr target, Expr.Call call, List<TemporaryFile> found) {
      if (target instanceof Expr.Name name) {
        local(making, name.id(), call, found);
      } else if (target instanceof Expr.Collection pair
          && pair.elements().size() == 2
          && pair.elements().get(1) instanceof Expr.Name path) {
        local(making, path.id(), call, found);
      } else if (target instanceof Expr.Attribute attribute
          && attribute.value().dotted().filter("self"::equals).isPresent()
          && !isRemovedAnywhere(attribute.name())) {
        found.add(
            new TemporaryFile(
                scope.module().file(),
                call.callee().place(),
                "self." + attribute.name(),
                Optional.empty(),
                Optional.empty()));
      }
    }

    /** An attribute is the affair of all classes that may see it. */
    private boolean isRemovedAnywhere(String attribute) {
      return modules.stream()
          .filter(module -> module.mentions(attribute))
          .flatMap(module -> module.statements().stream())
          .flatMap(Stmt::everyExpression)
          .filter(Expr.Call.class::isInstance)
          .map(Expr.Call.class::cast)
          .filter(call -> REMOVING.contains(call.name()) || HANDING_ON.contains(call.name()))
          .flatMap(call -> call.children().stream())
          .flatMap(Expr::all)
          .anyMatch(
              each -> each instanceof Expr.Attribute member && member.name().equals(attribute));
    }

    private void local(Stmt making, String variable, Expr.Call call, List<TemporaryFile> found) {
      Set<String> names = aliases(variable);
      if (escapes(names)) {
        return;
      }
      List<Stmt> removals =
          scope
              .statements()
              .filter(each -> own(each).anyMatch(one -> removes(one, names)))
              .toList();
      if (removals.isEmpty()) {
        if (!isSeenInside(names)) {
          add(variable, call, Optional.empty(), Optional.empty(), found);
        }
      } else {
        Lifetime.leak(
                scope.function().orElseThrow().body(),
                making,
                removals,
                each -> refersTo(each, names))
            .ifPresent(
                leak ->
                    add(
                        variable,
                        call,
                        Optional.of(removals.get(0).place()),
                        Optional.of(leak),
                        found));
      }
    }

    private void add(
        String variable,
        Expr.Call call,
        Optional<Place> removal,
        Optional<Leak> leak,
        List<TemporaryFile> found) {
      found.add(
          new TemporaryFile(scope.module().file(), call.callee().place(), variable, removal, leak));
    }

    private static Stream<Expr> own(Stmt statement) {
      return statement.expressions().stream().flatMap(Expr::all);
    }

    /** The variable, and others that get it or its path. */
    private Set<String> aliases(String variable) {
      Set<String> names = new HashSet<>(Set.of(variable));
      scope
          .statements()
          .forEach(
              each -> {
                if (each instanceof Stmt.Assign assign
                    && assign.name().isPresent()
                    && assign.value().filter(value -> isPathOf(value, names)).isPresent()) {
                  names.add(assign.name().get());
                }
              });
      return names;
    }

    private static boolean isPathOf(Expr value, Set<String> names) {
      if (value instanceof Expr.Call call) {
        return Set.of("Path", "str", "abspath", "realpath").contains(call.name())
            && call.positional().stream().anyMatch(each -> isPathOf(each, names));
      }
      return refersTo(value, names);
    }

    /** {@code tmp} or {@code tmp.name}. */
    private static boolean refersTo(Expr expression, Set<String> names) {
      return expression
          .dotted()
          .filter(
              dotted ->
                  names.contains(dotted) || names.contains(dotted.replaceFirst("\\.name$", "")))
          .isPresent();
    }

    private boolean escapes(Set<String> names) {
      return scope
          .statements()
          .anyMatch(
              each -> handsOut(each, names) || own(each).anyMatch(one -> handsOn(one, names)));
    }

    private static boolean handsOut(Stmt statement, Set<String> names) {
      if (statement instanceof Stmt.Return result) {
        return result.value().filter(value -> holds(value, names)).isPresent();
      }
      return statement instanceof Stmt.Assign assign
          && assign.targets().stream()
              .anyMatch(each -> each instanceof Expr.Attribute || each instanceof Expr.Item)
          && assign.value().filter(value -> holds(value, names)).isPresent();
    }

    /** The value itself, or one of what it is made of; not what a call is given. */
    private static boolean holds(Expr value, Set<String> names) {
      if (value instanceof Expr.Call call) {
        return isPathOf(call, names);
      }
      return refersTo(value, names)
          || value.children().stream().anyMatch(each -> holds(each, names));
    }

    private boolean handsOn(Expr expression, Set<String> names) {
      if (expression instanceof Expr.Other || expression instanceof Expr.Lambda) {
        return expression.children().stream()
            .flatMap(Expr::all)
            .anyMatch(each -> refersTo(each, names));
      }
      if (!(expression instanceof Expr.Call call)) {
        return false;
      }
      boolean isGiven = call.arguments().stream().anyMatch(each -> holds(each.value(), names));
      boolean isOfItself = call.receiver().filter(each -> refersTo(each, names)).isPresent();
      return isGiven && !isOfItself && (isOurs(call) || HANDING_ON.contains(call.name()));
    }

    private boolean isOurs(Expr.Call call) {
      Meaning callee = scope.meaning(call.callee());
      return callee instanceof Meaning.Function
          || callee instanceof Meaning.Class
          || (callee.external().isEmpty() && own.contains(call.name()))
          || isParameter(call.callee());
    }

    /** A function that the caller brings along. */
    private boolean isParameter(Expr callee) {
      return callee instanceof Expr.Name name
          && scope.function().orElseThrow().parameters().stream()
              .anyMatch(each -> each.name().equals(name.id()));
    }

    /** Functions in this one may remove it later. */
    private boolean isSeenInside(Set<String> names) {
      return scope
          .statements()
          .filter(each -> each instanceof Stmt.Function || each instanceof Stmt.ClassDef)
          .flatMap(Stmt::everyExpression)
          .anyMatch(each -> refersTo(each, names));
    }

    private static boolean removes(Expr expression, Set<String> names) {
      if (!(expression instanceof Expr.Call call) || !REMOVING.contains(call.name())) {
        return false;
      }
      return call.children().stream().flatMap(Expr::all).anyMatch(each -> refersTo(each, names));
    }
  }
}
