package org.pyreview.frameworks.django.csrf;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.dataflow.Flow;
import org.pyreview.project.Project;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;

/**
 * The form whose data a flow brings.
 *
 * @param isPosted whether it comes in the body of a request to a view of Django
 * @param isExempt whether the file of the view does without the token
 */
public record FormOfDjango(boolean isPosted, boolean isExempt) {

  private static final Pattern BODY = Pattern.compile("(?:\\w+\\.)*request\\.(?:POST|FILES|body)");

  /** What is known of the form, from where its data enters. */
  public static FormOfDjango of(Flow flow, Project project) {
    Optional<ModuleCode> module = ProjectCode.of(project).module(flow.steps().get(0).file());
    return new FormOfDjango(
        BODY.matcher(flow.source()).matches(),
        module.filter(each -> each.mentions("csrf_exempt")).isPresent());
  }

  /** Whether only pages of the site itself can send it. */
  public boolean isProtected() {
    return isPosted && !isExempt;
  }
}
