package org.pyreview.frameworks.django;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.frameworks.templates.GivenValues;
import org.pyreview.frameworks.templates.GivenValues.Given;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;

/** Lists that views give templates and that hold rows of configured tables: staff keep those. */
public final class ConfiguredLists {

  private static final Set<String> WRAPPING = Set.of("list", "sorted", "set", "tuple", "reversed");

  /** A list is made of a queryset that is held by a variable, which refines another one. */
  private static final int DEEPEST = 12;

  private final GivenValues given;
  private final ModelIndex models;
  private final GrowingTables tables;

  private ConfiguredLists(Project project) {
    given = GivenValues.of(project);
    models = ModelIndex.of(project);
    tables = GrowingTables.of(project);
  }

  /** Those of a project; worked out once. */
  public static ConfiguredLists of(Project project) {
    return project.knowledge(ConfiguredLists.class, ConfiguredLists::new);
  }

  /** Whether all that a template is given under a name are such lists. */
  public boolean contain(TemplateFile template, String name) {
    List<Given> values = given.to(template, name);
    return !values.isEmpty()
        && values.stream()
            .allMatch(
                each ->
                    model(each.value(), each.scope(), DEEPEST)
                        .filter(model -> tables.sizeOf(model) == TableSize.FEW)
                        .isPresent());
  }

  /** The model whose rows a list is made of. */
  private Optional<DjangoModel> model(Expr list, CodeScope scope, int depth) {
    if (depth == 0) {
      return Optional.empty();
    }
    if (list instanceof Expr.Comprehension each) {
      return model(each.clauses().get(0).iterable(), scope, depth - 1);
    }
    if (list instanceof Expr.Call call) {
      Optional<Expr> inner =
          WRAPPING.contains(call.name()) ? call.positional().stream().findFirst() : call.receiver();
      return inner.flatMap(each -> model(each, scope, depth - 1));
    }
    if (list instanceof Expr.Attribute manager && manager.name().equals("objects")) {
      return models.of(scope.meaning(manager.value()));
    }
    return list instanceof Expr.Name && scope.meaning(list) instanceof Meaning.Value held
        ? model(held.value(), scope, depth - 1)
        : Optional.empty();
  }
}
