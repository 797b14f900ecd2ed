package org.pyreview.frameworks.django;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.MigrationGraph.Node;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Meaning;
import org.pyreview.project.code.ProjectCode;

/**
 * A data migration that queries a model class it imported instead of the historical one.
 *
 * @param place the class's name
 * @param operation what runs the function
 */
public record ImportedModelUse(Node migration, String model, Place place, DataOperation operation) {

  /**
   * Which table users are in is up to the settings; Django's other tables have long been as now.
   */
  private static final String DJANGOS_USER = "django.contrib.auth.models.User";

  private static final Pattern EXPLAINED =
      Pattern.compile(
          "(?i)#[^\\n]*\\b(?:historical|deliberate(?:ly)?|on purpose|intentional(?:ly)?|must (?:be )?import(?:ed)?|(?:real|actual) model)\\b");

  /** Historical models have it, too. */
  private static final String META = "_meta";

  private static final Set<String> MANAGERS =
      Set.of("objects", "_default_manager", "_base_manager");

  /** Every use in the functions that RunPython starts, each class once per migration. */
  public static Stream<ImportedModelUse> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    ModelIndex models = ModelIndex.of(project);
    return DataOperation.of(project)
        .filter(operation -> !operation.isSql() && !isExplained(operation.migration()))
        .flatMap(operation -> new Search(operation, code, models).found().stream());
  }

  /** Whether a comment of the migration says that it needs the class of today. */
  private static boolean isExplained(Node migration) {
    return migration.file().text().filter(text -> EXPLAINED.matcher(text).find()).isPresent();
  }

  private static final class Search {
    private final DataOperation operation;
    private final ModelIndex models;
    private final List<CodeScope> scopes;
    private final List<ImportedModelUse> found = new ArrayList<>();
    private final Set<String> named = new HashSet<>();

    /** Classes of which something is used that their historical models lack. */
    private final Set<String> todaysOwn = new HashSet<>();

    Search(DataOperation operation, ProjectCode code, ModelIndex models) {
      this.operation = operation;
      this.models = models;
      this.scopes = CodeScope.of(code, operation.migration().migration().module());
    }

    List<ImportedModelUse> found() {
      Deque<String> waiting = new ArrayDeque<>();
      Set<String> seen = new HashSet<>();
      Stream.of(operation.forwards(), operation.call().at(1, "reverse_code"))
          .flatMap(Optional::stream)
          .filter(Expr.Name.class::isInstance)
          .forEach(function -> waiting.add(((Expr.Name) function).id()));
      while (!waiting.isEmpty()) {
        String function = waiting.pop();
        if (seen.add(function)) {
          scopes.stream()
              .filter(scope -> isBody(scope, function))
              .forEach(scope -> search(scope, waiting));
        }
      }
      found.removeIf(use -> todaysOwn.contains(use.model()));
      return found;
    }

    /** The function's scope, or that of a function in it. */
    private static boolean isBody(CodeScope scope, String function) {
      return scope.function().filter(each -> each.name().equals(function)).isPresent()
          || scope.outer().filter(outer -> isBody(outer, function)).isPresent();
    }

    private void search(CodeScope scope, Deque<String> waiting) {
      scope
          .statements()
          .flatMap(statement -> statement.expressions().stream())
          .flatMap(Expr::all)
          .forEach(expression -> look(expression, scope, waiting));
    }

    private void look(Expr expression, CodeScope scope, Deque<String> waiting) {
      if (expression instanceof Expr.Attribute manager && MANAGERS.contains(manager.name())) {
        add(manager.value(), scope);
      } else if (expression instanceof Expr.Attribute own && !own.name().equals(META)) {
        noteOwn(own, scope);
      } else if (expression instanceof Expr.Call call) {
        if (call.callee() instanceof Expr.Name callee) {
          waiting.add(callee.id());
        }
        if (call.callee() instanceof Expr.Attribute save
            && save.name().equals("save")
            && save.value() instanceof Expr.Call made) {
          add(made.callee(), scope);
        }
      }
    }

    /** A method, another manager or a constant, rather than a class of exceptions. */
    private void noteOwn(Expr.Attribute own, CodeScope scope) {
      boolean isException = Character.isUpperCase(own.name().charAt(0)) && !isUpper(own.name());
      if (!isException && scope.meaning(own.value()) instanceof Meaning.Class type) {
        models
            .of(type)
            .filter(model -> model.field(own.name()).isEmpty())
            .flatMap(model -> own.value().dotted())
            .ifPresent(todaysOwn::add);
      }
    }

    private static boolean isUpper(String name) {
      return name.equals(name.toUpperCase(Locale.ROOT));
    }

    private void add(Expr type, CodeScope scope) {
      Meaning meaning = scope.meaning(type);
      // What get_model() gives is historical.
      Optional<DjangoModel> model =
          meaning instanceof Meaning.Class ? models.of(meaning) : Optional.empty();
      // A class of the migration itself has no columns that change.
      boolean isOfProject =
          model.filter(each -> !each.file().equals(operation.migration().file())).isPresent();
      if (isOfProject || meaning.external().equals(DJANGOS_USER)) {
        String name = type.dotted().orElse("");
        if (named.add(name)) {
          found.add(new ImportedModelUse(operation.migration(), name, type.place(), operation));
        }
      }
    }
  }
}
