package org.pyreview.checks.django;

import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.pyreview.frameworks.django.UserRelation;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Habit;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.RepositoryParts;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-relation-to-concrete-user-model")
public class DjangoRelationToConcreteUserModelCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    Habit habit = review.habit();
    RepositoryParts parts = RepositoryParts.of(review.project());
    UserRelation.of(review.project())
        .collect(Collectors.groupingBy(each -> parts.of(each.file()), LinkedHashMap::new, toList()))
        .forEach((part, named) -> review(part, named, habit, review));
    habit.report(
        "Point the relations to users to settings.AUTH_USER_MODEL: %d of them name Django's user model, and one of the project's own can't take its place later."
            ::formatted);
  }

  private static void review(
      RepositoryPart part, List<UserRelation> named, Habit habit, ProjectReview review) {
    int all = UserRelation.count(review.project(), part);
    habit.looked(all);
    // An application that names Django's users throughout has settled on them.
    boolean isSettled =
        !DeployedApplication.of(review.project()).isLibrary() && 2 * named.size() >= all;
    named.stream()
        .filter(each -> each.actual().isPresent() || !isSettled)
        .forEach(each -> report(each, habit, review));
  }

  private static void report(UserRelation relation, Habit habit, ProjectReview review) {
    String message =
        "Point `%s` to settings.AUTH_USER_MODEL instead of `%s`: %s."
            .formatted(
                relation.field(),
                relation.written(),
                relation
                    .actual()
                    .map(
                        model ->
                            "the users of this project are `%s`, and Django refuses to start"
                                .formatted(model))
                    .orElse("a user model of the project's own can't take its place later"));
    if (relation.actual().isPresent()) {
      review.report(relation.file(), relation.place(), message);
    } else {
      habit.found(relation.file(), relation.place(), message);
    }
  }
}
