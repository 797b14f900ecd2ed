package org.pyreview.frameworks.django.admin;

import java.util.List;
import java.util.Map;
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

  /** The pages that ask for a permission. */
  private static final Map<String, String> PAGES =
      Map.of(
          "has_add_permission", "add_view",
          "has_change_permission", "change_view",
          "has_delete_permission", "delete_view",
          "has_view_permission", "changelist_view");

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

  /**
   * Whether pages of Django open to who has a permission: not if the class has URLs of its own in
   * their place, and not if the page itself turns everybody away.
   *
   * @param permission the method that is asked, such as {@code has_delete_permission}
   */
  public boolean opensPagesFor(String permission) {
    boolean hasOnlyOwnUrls =
        !isSite && method("get_urls").filter(each -> !calls(each, "get_urls")).isPresent();
    boolean isRefused =
        Optional.ofNullable(PAGES.get(permission)).flatMap(this::method).stream()
            .flatMap(each -> each.body().statements().stream())
            .anyMatch(each -> each.is(Tree.Kind.RAISE_STMT));
    return !hasOnlyOwnUrls && !isRefused;
  }

  private static boolean calls(FunctionDef function, String method) {
    return SourceText.of(function.body()).contains("." + method + "(");
  }

  /** Whether only superusers see it at all, or it decides itself who sees its actions. */
  public boolean isForSuperusers() {
    return Stream.of(
            "has_view_permission", "has_module_permission", "get_actions", "has_permission")
        .flatMap(name -> method(name).stream())
        .anyMatch(method -> SourceText.of(method).contains("is_superuser"));
  }
}
