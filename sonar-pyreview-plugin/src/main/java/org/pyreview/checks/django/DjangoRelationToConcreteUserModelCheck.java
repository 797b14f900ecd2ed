package org.pyreview.checks.django;

import org.pyreview.frameworks.django.UserRelation;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "django-relation-to-concrete-user-model")
public class DjangoRelationToConcreteUserModelCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    UserRelation.of(review.project())
        .forEach(
            relation ->
                review.report(
                    relation.file(),
                    relation.place(),
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
                                .orElse(
                                    "a user model of the project's own can't take its place later"))));
  }
}
