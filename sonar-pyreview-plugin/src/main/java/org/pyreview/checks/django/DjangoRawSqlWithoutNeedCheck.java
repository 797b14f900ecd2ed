package org.pyreview.checks.django;

import java.util.Set;
import org.pyreview.frameworks.django.DriverConnection;
import org.pyreview.frameworks.django.ExtraClause;
import org.pyreview.frameworks.django.RawStatement;
import org.pyreview.python.AstCheck;
import org.pyreview.python.PythonModule;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "django-raw-sql-without-need")
public class DjangoRawSqlWithoutNeedCheck extends AstCheck {

  private static final Set<String> BELOW_THE_ORM = Set.of("migrations", "backends", "backend");

  @Override
  protected boolean reviews(PythonModule module) {
    boolean isAboutDatabases =
        module.path().isBelow(Set.of("management"))
            && module.path().fileName().matches(".*(?:db|database).*");
    return super.reviews(module) && !module.path().isBelow(BELOW_THE_ORM) && !isAboutDatabases;
  }

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(Tree.Kind.CALL_EXPR, CallExpression.class, DjangoRawSqlWithoutNeedCheck::check);
  }

  private static void check(CallExpression call, PythonReview review) {
    RawStatement.of(call, review.module())
        .ifPresent(
            found ->
                review.report(
                    call,
                    "Write this %s with the ORM, as %s: it needs nothing that only SQL has."
                        .formatted(found.verb(), found.equivalent())));
    ExtraClause.addedBy(call, review.module())
        .ifPresent(
            method ->
                review.report(
                    method,
                    "Use annotate() and filter() with expressions instead of extra(), which Django means to remove."));
    if (DriverConnection.isOpenedBy(call, review.module())) {
      review.report(
          call,
          "Use Django's connection instead of `%s`: transactions, the test database and routers know nothing of this one."
              .formatted(SourceText.of(call.callee())));
    }
  }
}
