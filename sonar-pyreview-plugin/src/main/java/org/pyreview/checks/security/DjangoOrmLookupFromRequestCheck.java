package org.pyreview.checks.security;

import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.sonar.check.Rule;

/** A name of a field in Django's ORM is a path through the database. */
@Rule(key = "django-orm-lookup-from-request")
public class DjangoOrmLookupFromRequestCheck extends RequestFlowCheck {

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.LOOKUP);
  }

  @Override
  protected String message(Flow flow) {
    return "Choose the field from names you know: through `%s` a client decides which columns `%s()` looks at."
        .formatted(flow.source(), flow.sink());
  }
}
