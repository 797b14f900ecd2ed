package org.pyreview.checks.security;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.dataflow.Step;
import org.pyreview.frameworks.django.rest.WritableSerializers;
import org.pyreview.frameworks.model.FilledModel;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.pyreview.frameworks.web.AdminsOnly;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

/** A form shows three fields; the request that it sends can have thirty. */
@Rule(key = "mass-assignment-from-request")
public class MassAssignmentFromRequestCheck extends RequestFlowCheck {

  @RuleProperty(
      key = "reportSerializerAll",
      description = "Whether to report serializers that write through fields = \"__all__\", too",
      defaultValue = "true")
  public boolean reportSerializerAll = true;

  @Override
  public void review(ProjectReview review) {
    super.review(review);
    if (reportSerializerAll) {
      WritableSerializers.of(review.project()).forEach(each -> report(each, review));
    }
  }

  private static void report(WritableSerializers.Open each, ProjectReview review) {
    String fields =
        each.fields().stream()
            .limit(3)
            .map(name -> "\"" + name + "\"")
            .collect(Collectors.joining(", "));
    review
        .report(
            each.file(),
            each.at(),
            "List the fields that clients may write: \"__all__\" lets them set %s of %s."
                .formatted(fields, each.model().name()))
        .because(each.viewFile(), each.view(), "Clients write through it here.");
  }

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.MASS_ASSIGNMENT);
  }

  /** Administrators may set each column anyway, and most columns are the client's to set. */
  @Override
  protected boolean isHarmful(Flow flow, Project project) {
    Step start = flow.steps().get(0);
    return FilledModel.mayHavePrivileges(flow, project)
        && !FilledModel.isLoadedBySchema(flow, project)
        && !AdminsOnly.of(project).reach(start.file(), start.place());
  }

  @Override
  protected String message(Flow flow) {
    return "Name the fields that `%s` may set: `%s()` takes whatever a client adds to it."
        .formatted(flow.source(), flow.sink());
  }
}
