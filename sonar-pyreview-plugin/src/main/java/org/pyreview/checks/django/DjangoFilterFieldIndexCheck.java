package org.pyreview.checks.django;

import java.util.List;
import java.util.Map;
import org.pyreview.frameworks.django.ColumnLookups;
import org.pyreview.frameworks.django.FieldDefinition;
import org.pyreview.frameworks.django.queries.QueryUses.Called;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "django-filter-field-index")
public class DjangoFilterFieldIndexCheck extends CodeCheck {

  @RuleProperty(
      key = "minCallSites",
      description =
          "Number of places that look rows up by the field; one is enough for names such as"
              + " order_id, api_key, code and token",
      defaultValue = "2")
  public int minCallSites = 2;

  @Override
  public void review(ProjectReview review) {
    ColumnLookups lookups = new ColumnLookups(review.project());
    for (Map.Entry<FieldDefinition, List<Called>> each : lookups.sites().entrySet()) {
      FieldDefinition field = each.getKey();
      int wanted = ColumnLookups.isKey(field) ? 1 : minCallSites;
      if (each.getValue().size() >= wanted) {
        ProjectReview.Issue issue =
            review.report(
                field.file(),
                field.place(),
                "Add db_index=True to \"%s\": %d %s up by it, and the database reads the whole table each time."
                    .formatted(
                        lookups.ownerOf(field).name() + "." + field.name(),
                        each.getValue().size(),
                        each.getValue().size() == 1 ? "query looks rows" : "queries look rows"));
        each.getValue()
            .forEach(
                call ->
                    issue.because(
                        call.module().file(), call.call().place(), "Looks rows up by it"));
      }
    }
  }
}
