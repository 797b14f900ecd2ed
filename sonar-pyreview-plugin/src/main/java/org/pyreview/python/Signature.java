package org.pyreview.python;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.AnyParameter;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Parameter;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.TupleParameter;

/** What a function takes. */
public final class Signature {

  private static final Set<String> STUBS = Set.of("overload", "abstractmethod");
  private static final Set<String> RECEIVERS = Set.of("self", "cls", "mcs", "metacls");

  private final FunctionDef definition;
  private final String function;

  private Signature(FunctionDef definition, String function) {
    this.definition = definition;
    this.function = function;
  }

  public static Signature of(FunctionDef definition) {
    return new Signature(definition, definition.name().name());
  }

  /** What {@code __init__} of a class takes; empty if the class itself defines none. */
  public static Optional<Signature> ofConstructor(ClassDef definition) {
    return definition.body().statements().stream()
        .filter(FunctionDef.class::isInstance)
        .map(FunctionDef.class::cast)
        .filter(method -> method.name().name().equals("__init__"))
        .findFirst()
        .map(method -> new Signature(method, definition.name().name()));
  }

  /** The name by which it is called. */
  public String function() {
    return function;
  }

  /** The names of its parameters, without the object or class of a method. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    all(definition).stream()
        .filter(parameter -> parameter.name() != null)
        .map(parameter -> parameter.name().name())
        .forEach(names::add);
    if (isMethod() && !names.isEmpty() && RECEIVERS.contains(names.get(0))) {
      names.remove(0);
    }
    return names;
  }

  /** Every parameter's name, and those of functions inside: it may make a decorator. */
  public Set<String> namesIncludingInner() {
    Set<String> names = new HashSet<>();
    definition.accept(
        new BaseTreeVisitor() {
          @Override
          public void visitParameter(Parameter parameter) {
            if (parameter.name() != null) {
              names.add(parameter.name().name());
            }
            super.visitParameter(parameter);
          }
        });
    return names;
  }

  /** Whether it takes arguments that are not written out: {@code *args}, {@code **kwargs}. */
  public boolean takesAnything() {
    if (definition.parameters() == null) {
      return false;
    }
    return definition.parameters().all().stream()
        .anyMatch(
            each ->
                each instanceof TupleParameter
                    || (each instanceof Parameter parameter
                        && parameter.starToken() != null
                        && parameter.name() != null));
  }

  /** Whether others are not meant to call it: by its name, or because it stands in a function. */
  public boolean isPrivate() {
    return (function.startsWith("_") && !function.startsWith("__"))
        || Ancestors.of(definition).anyMatch(each -> each.is(Tree.Kind.FUNCDEF));
  }

  public boolean isMethod() {
    return definition.isMethodDefinition();
  }

  public boolean isProperty() {
    return definition.decorators().stream()
        .map(Signature::nameOf)
        .anyMatch(name -> name.endsWith("property") || name.equals("setter"));
  }

  /** Whether it only says what others take: an overload, an abstract method, no body. */
  public boolean isStub() {
    List<Statement> body = definition.body().statements();
    boolean isEmpty =
        body.stream()
            .skip(definition.docstring() == null ? 0 : 1)
            .allMatch(
                each ->
                    each.is(Tree.Kind.PASS_STMT)
                        || (each.firstToken().value().equals("...") && each.children().size() <= 2)
                        || SourceText.of(each).startsWith("raise NotImplementedError"));
    return isEmpty
        || definition.decorators().stream().map(Signature::nameOf).anyMatch(STUBS::contains);
  }

  private static String nameOf(Decorator decorator) {
    return QualifiedName.of(SourceText.of(decorator.expression())).lastName();
  }

  private static List<Parameter> all(FunctionDef definition) {
    List<Parameter> parameters = new ArrayList<>();
    if (definition.parameters() != null) {
      for (AnyParameter each : definition.parameters().all()) {
        if (each instanceof Parameter parameter) {
          parameters.add(parameter);
        }
      }
    }
    return parameters;
  }
}
