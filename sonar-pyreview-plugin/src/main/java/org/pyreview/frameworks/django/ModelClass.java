package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.python.Ancestors;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.ArgList;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Tree;

/** A class of the file that is a Django model, abstract ones included. */
public record ModelClass(ClassDef definition, PythonModule module) {

  private static final Set<String> MODELS =
      Set.of(
          "django.db.models.Model",
          "django.db.models.base.Model",
          "django.contrib.auth.models.AbstractUser",
          "django.contrib.auth.models.AbstractBaseUser",
          "django.contrib.auth.base_user.AbstractBaseUser");

  /** The model that a class is; empty if it is none. */
  public static Optional<ModelClass> of(ClassDef definition, PythonModule module) {
    return module.inheritsFrom(definition, MODELS)
        ? Optional.of(new ModelClass(definition, module))
        : Optional.empty();
  }

  /** The model whose body a node stands in directly, no function between them. */
  public static Optional<ModelClass> around(Tree node, PythonModule module) {
    return Ancestors.nearest(node, Tree.Kind.CLASSDEF, Tree.Kind.FUNCDEF)
        .filter(ClassDef.class::isInstance)
        .flatMap(owner -> of((ClassDef) owner, module));
  }

  public String name() {
    return definition.name().name();
  }

  /**
   * Whether it brings a metaclass: the base of a kind of models, whose methods are what the models
   * of others get.
   */
  public boolean isKindOfModel() {
    ArgList arguments = definition.args();
    return arguments != null
        && arguments.arguments().stream()
            .anyMatch(
                each ->
                    each instanceof RegularArgument argument
                        && argument.keywordArgument() != null
                        && argument.keywordArgument().name().equals("metaclass"));
  }

  /** Whether it has no table: others derive their models from it. */
  public boolean isAbstract() {
    return definition.body().statements().stream()
        .filter(ClassDef.class::isInstance)
        .map(ClassDef.class::cast)
        .filter(nested -> nested.name().name().equals("Meta"))
        .flatMap(meta -> meta.body().statements().stream())
        .anyMatch(statement -> SourceText.of(statement).matches("(?s)abstract\\s*=\\s*True\\s*"));
  }

  /** Its own methods. */
  public Stream<FunctionDef> methods() {
    return definition.body().statements().stream()
        .filter(FunctionDef.class::isInstance)
        .map(FunctionDef.class::cast);
  }
}
