package org.pyreview.frameworks.fastapi;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * {@code Depends()} that gets the result of a call, where that can't be called itself.
 *
 * @param dependency what is called, as it is written
 * @param place the call
 * @param result what FastAPI gets instead of something to call
 * @see <a
 *     href="https://fastapi.tiangolo.com/tutorial/dependencies/#declare-the-dependency-in-the-dependant">
 *     FastAPI: declare the dependency, in the "dependant"</a>
 */
public record CalledDependency(ProjectFile file, String dependency, Place place, String result) {

  private static final Set<String> PLAIN =
      Set.of("str", "int", "float", "bool", "bytes", "list", "dict", "set", "tuple", "None");

  /** All of a project. */
  public static Stream<CalledDependency> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    return code.mainModules().stream()
        .filter(module -> module.mentions(DependsCall.SIGNS))
        .flatMap(module -> CodeScope.of(code, module).stream())
        .flatMap(scope -> of(scope, code));
  }

  private static Stream<CalledDependency> of(CodeScope scope, ProjectCode code) {
    return DependsCall.in(scope)
        .flatMap(depends -> depends.dependency().stream())
        .filter(Expr.Call.class::isInstance)
        .map(Expr.Call.class::cast)
        .flatMap(
            inner ->
                result(scope.meaning(inner.callee()), code).stream()
                    .map(
                        result ->
                            new CalledDependency(
                                scope.module().file(),
                                inner.callee().dotted().orElse(""),
                                inner.place(),
                                result)));
  }

  /** What a call gives, if that certainly can't be called. */
  private static Optional<String> result(Meaning callee, ProjectCode code) {
    if (callee instanceof Meaning.Class each) {
      return isUncallable(code.classCode(each))
          ? Optional.of("an object of " + each.definition().name())
          : Optional.empty();
    }
    if (!(callee instanceof Meaning.Function function)
        || !function.definition().decorators().isEmpty()) {
      return Optional.empty();
    }
    Stmt.Function definition = function.definition();
    if (definition.isGenerator()) {
      return Optional.of("a generator");
    }
    if (definition.isAsync()) {
      return Optional.of("a coroutine");
    }
    boolean isPlain =
        definition
            .returns()
            .map(type -> isPlainType(type, function, code))
            .orElseGet(() -> returnsLiterals(definition));
    return isPlain ? Optional.of("its result") : Optional.empty();
  }

  private static boolean isUncallable(ClassCode definition) {
    return definition.method("__call__").isEmpty()
        && !definition.isOpen()
        && definition.externalBases().isEmpty();
  }

  private static boolean isPlainType(Expr type, Meaning.Function function, ProjectCode code) {
    if (type instanceof Expr.Name name && PLAIN.contains(name.id())) {
      return true;
    }
    return code.meaning(function.module(), type) instanceof Meaning.Class each
        && isUncallable(code.classCode(each));
  }

  private static boolean returnsLiterals(Stmt.Function definition) {
    List<Expr> returned =
        definition
            .statements()
            .filter(Stmt.Return.class::isInstance)
            .flatMap(each -> ((Stmt.Return) each).value().stream())
            .toList();
    return !returned.isEmpty()
        && returned.stream()
            .allMatch(
                each ->
                    each instanceof Expr.Constant
                        || each instanceof Expr.Text
                        || each instanceof Expr.Mapping
                        || each instanceof Expr.Collection);
  }
}
