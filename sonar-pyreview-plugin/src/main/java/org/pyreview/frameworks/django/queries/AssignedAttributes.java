package org.pyreview.frameworks.django.queries;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.Stmt;

/** Which method of a class gives its objects an attribute: {@code self.orders = …}. */
final class AssignedAttributes {

  private AssignedAttributes() {}

  /** The only method of a class, or of one it inherits from, that assigns it. */
  static Optional<ClassCode.Member<Stmt.Function>> of(ClassCode type, String attribute) {
    List<ClassCode.Member<Stmt.Function>> all =
        type.lineage().stream()
            .filter(owner -> owner.module().mentions(attribute))
            .flatMap(owner -> assigning(owner, attribute))
            .toList();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** Whether a method of a class itself assigns it. */
  static boolean isAssignedIn(ClassCode owner, String attribute) {
    return owner.module().mentions(attribute) && assigning(owner, attribute).findAny().isPresent();
  }

  private static Stream<ClassCode.Member<Stmt.Function>> assigning(
      ClassCode owner, String attribute) {
    return owner
        .body()
        .filter(Stmt.Function.class::isInstance)
        .map(Stmt.Function.class::cast)
        .filter(function -> !function.parameters().isEmpty() && assigns(function, attribute))
        .map(function -> new ClassCode.Member<>(owner, function));
  }

  /** What a method does until it has assigned the attribute: the rest is for other things. */
  static List<Stmt> assigning(Stmt.Function method, String attribute) {
    String target = method.parameters().get(0).name() + "." + attribute;
    int end = method.body().size();
    while (end > 0 && !assigns(method.body().get(end - 1).everything(), target)) {
      end--;
    }
    return method.body().subList(0, end);
  }

  private static boolean assigns(Stmt.Function function, String attribute) {
    return assigns(function.statements(), function.parameters().get(0).name() + "." + attribute);
  }

  private static boolean assigns(Stream<Stmt> statements, String target) {
    return statements.anyMatch(
        each ->
            each instanceof Stmt.Assign assign
                && assign.operator().equals("=")
                && assign.targets().stream()
                    .anyMatch(one -> one.dotted().filter(target::equals).isPresent()));
  }
}
