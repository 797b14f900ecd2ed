package org.pyreview.frameworks.django;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.RepositoryParts;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;

/**
 * A relation of a model to Django's own user class, whichever class the settings choose.
 *
 * @param field the relation
 * @param written its target as the code writes it
 * @param place the target
 * @param actual the user model that the settings choose instead; empty if they don't
 */
public record UserRelation(
    ProjectFile file, String field, String written, Place place, Optional<String> actual) {

  private static final Set<String> USERS =
      Set.of("django.contrib.auth.models.User", "django.contrib.auth.models.AbstractUser");
  private static final String LABEL = "auth.user";

  /** All of a project's models, abstract ones included. */
  public static Stream<UserRelation> of(Project project) {
    ProjectCode code = ProjectCode.of(project);
    ModelIndex models = ModelIndex.of(project);
    Optional<String> chosen = models.chosenUserModel();
    return models.all().stream()
        .filter(model -> !model.file().path().isTest())
        .flatMap(
            model ->
                model.fields().values().stream()
                    .filter(field -> field.type().isRelation())
                    .filter(field -> field.file().equals(model.file())))
        .distinct()
        .flatMap(field -> of(field, code, chosen).stream());
  }

  /** Number of the relations of models in a part to users, however they name them. */
  public static int count(Project project, RepositoryPart part) {
    RepositoryParts parts = RepositoryParts.of(project);
    ModelIndex models = ModelIndex.of(project);
    Optional<String> chosen = models.chosenUserModel();
    return (int)
        models.all().stream()
            .flatMap(
                model ->
                    model.fields().values().stream()
                        .filter(field -> field.type().isRelation())
                        .filter(field -> field.file().equals(model.file()))
                        .filter(
                            field ->
                                models
                                    .targetOf(field, model)
                                    .filter(
                                        target ->
                                            target.equals(ModelIndex.USER)
                                                || target.equals(LABEL)
                                                || chosen.filter(target::equals).isPresent())
                                    .isPresent()))
            .distinct()
            .filter(field -> parts.of(field.file()).equals(part))
            .count();
  }

  private static Optional<UserRelation> of(
      FieldDefinition field, ProjectCode code, Optional<String> chosen) {
    return field
        .target()
        .flatMap(
            target ->
                written(target, field, code)
                    .map(
                        text ->
                            new UserRelation(
                                field.file(), field.name(), text, target.place(), chosen)));
  }

  private static Optional<String> written(Expr target, FieldDefinition field, ProjectCode code) {
    if (target instanceof Expr.Text text) {
      return text.value().equalsIgnoreCase(LABEL) ? Optional.of(text.value()) : Optional.empty();
    }
    return USERS.contains(code.meaning(field.module(), target).external())
        ? target.dotted()
        : Optional.empty();
  }
}
