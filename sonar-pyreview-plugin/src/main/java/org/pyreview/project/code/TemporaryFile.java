package org.pyreview.project.code;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * A temporary file or directory that stays when it isn't needed any more.
 *
 * @param place the call that makes it
 * @param name the variable that has it, or its path
 * @param removal where it is removed if nothing goes wrong; empty if it never is
 * @see <a href="https://docs.python.org/3/library/tempfile.html">tempfile</a>
 */
public record TemporaryFile(ProjectFile file, Place place, String name, Optional<Place> removal) {

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
          new Search(scope, own, modules).collect(found);
        }
      }
    }
    return found;
  }

  private record Search(CodeScope scope, Set<String> own, List<ModuleCode> modules) {

    void collect(List<TemporaryFile> found) {
      for (Stmt each : scope.statements().toList()) {
        if (each instanceof Stmt.Assign assign && assign.value().isPresent()) {
          made(assign.value().get())
              .ifPresent(call -> assign.targets().forEach(target -> assigned(target, call, found)));
        } else if (each instanceof Stmt.With with) {
          for (Stmt.Resource resource : with.resources()) {
            Optional<Expr.Call> call = made(resource.value());
            if (call.isPresent() && resource.target().orElse(null) instanceof Expr.Name name) {
              local(name.id(), call.get(), found);
            }
          }
        }
      }
    }

    private Optional<Expr.Call> made(Expr value) {
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

    private void assigned(Expr target, Expr.Call call, List<TemporaryFile> found) {
      if (target instanceof Expr.Name name) {
        local(name.id(), call, found);
      } else if (target instanceof Expr.Collection pair
          && pair.elements().size() == 2
          && pair.elements().get(1) instanceof Expr.Name path) {
        local(path.id(), call, found);
      } else if (target instanceof Expr.Attribute attribute
          && attribute.value().dotted().filter("self"::equals).isPresent()
          && !isRemovedAnywhere(attribute.name())) {
        found.add(
            new TemporaryFile(
                scope.module().file(),
                call.callee().place(),
                "self." + attribute.name(),
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

    private void local(String variable, Expr.Call call, List<TemporaryFile> found) {
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
          found.add(
              new TemporaryFile(
                  scope.module().file(), call.callee().place(), variable, Optional.empty()));
        }
      } else if (!isCertain(removals)) {
        found.add(
            new TemporaryFile(
                scope.module().file(),
                call.callee().place(),
                variable,
                Optional.of(removals.get(0).place())));
      }
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
          || (callee.external().isEmpty() && own.contains(call.name()));
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

    /** In a finally clause, or in a handler as well as behind it. */
    private boolean isCertain(List<Stmt> removals) {
      List<Stmt.Try> tries =
          scope.statements().filter(Stmt.Try.class::isInstance).map(Stmt.Try.class::cast).toList();
      Map<Boolean, List<Stmt>> byHandler =
          removals.stream()
              .collect(
                  Collectors.partitioningBy(
                      each ->
                          tries.stream()
                              .flatMap(one -> one.handlers().stream())
                              .anyMatch(handler -> contains(handler.body(), each))));
      return removals.stream()
              .anyMatch(each -> tries.stream().anyMatch(one -> contains(one.last(), each)))
          || (!byHandler.get(true).isEmpty() && !byHandler.get(false).isEmpty());
    }

    private static boolean contains(List<Stmt> body, Stmt wanted) {
      return body.stream().flatMap(Stmt::sameScope).anyMatch(each -> each == wanted);
    }
  }
}
