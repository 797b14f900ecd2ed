package org.pyreview.frameworks.django.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.python.Ancestors;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tree;

/** A ModelAdmin or AdminSite of Django, or of a library that derives from them. */
public record AdminClass(ClassDef definition, boolean isSite) {

  private static final Set<String> MODEL_ADMINS =
      Set.of(
          "django.contrib.admin.ModelAdmin",
          "django.contrib.admin.options.ModelAdmin",
          "django.contrib.admin.options.BaseModelAdmin",
          "django.contrib.auth.admin.UserAdmin",
          "django.contrib.auth.admin.GroupAdmin",
          "django.contrib.gis.admin.OSMGeoAdmin",
          "django.contrib.gis.admin.GISModelAdmin");
  private static final Set<String> SITES =
      Set.of("django.contrib.admin.AdminSite", "django.contrib.admin.sites.AdminSite");

  /** The class of the admin that a class is; empty if it is none. */
  public static Optional<AdminClass> of(ClassDef definition, PythonModule module) {
    if (module.inheritsFrom(definition, MODEL_ADMINS)) {
      return Optional.of(new AdminClass(definition, false));
    }
    return module.inheritsFrom(definition, SITES)
        ? Optional.of(new AdminClass(definition, true))
        : Optional.empty();
  }

  /** The class of the admin that a method belongs to. */
  public static Optional<AdminClass> around(Tree node, PythonModule module) {
    return Ancestors.nearest(node, Tree.Kind.CLASSDEF)
        .flatMap(definition -> of((ClassDef) definition, module));
  }

  /** Its own methods. */
  public Stream<FunctionDef> methods() {
    List<Statement> body = definition.body().statements();
    return body.stream().filter(FunctionDef.class::isInstance).map(FunctionDef.class::cast);
  }

  /** Its own method with a name. */
  public Optional<FunctionDef> method(String name) {
    return methods().filter(each -> each.name().name().equals(name)).findFirst();
  }

  /** Whether only superusers see it at all, or it decides itself who sees its actions. */
  public boolean isForSuperusers() {
    return Stream.of(
            "has_view_permission", "has_module_permission", "get_actions", "has_permission")
        .flatMap(name -> method(name).stream())
        .anyMatch(method -> SourceText.of(method).contains("is_superuser"));
  }
}
