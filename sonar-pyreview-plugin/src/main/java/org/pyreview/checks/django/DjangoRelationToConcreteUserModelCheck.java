package org.pyreview.checks.django;

import org.pyreview.frameworks.django.UserRelation;
import org.pyreview.project.Habit;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-relation-to-concrete-user-model")
public class DjangoRelationToConcreteUserModelCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    Habit habit = review.habit();
    habit.looked(UserRelation.count(review.project()));
    UserRelation.of(review.project()).forEach(relation -> report(relation, habit, review));
    habit.report(
        "Point the relations to users to settings.AUTH_USER_MODEL: %d of them name Django's user model, and one of the project's own can't take its place later."
            ::formatted);
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
