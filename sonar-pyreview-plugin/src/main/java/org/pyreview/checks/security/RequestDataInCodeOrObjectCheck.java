package org.pyreview.checks.security;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.frameworks.requests.RequestFlowCheck;
import org.pyreview.frameworks.requests.RequestFlows;
import org.pyreview.project.Project;
import org.sonar.check.Rule;

/** Code, pickled objects and templates are programs. */
@Rule(key = "request-data-in-code-or-object")
public class RequestDataInCodeOrObjectCheck extends RequestFlowCheck {

  private static final Pattern IMPORT = Pattern.compile("(?:\\w+\\.)*(?:import_module|__import__)");
  private static final Pattern PACKAGE = Pattern.compile("(?s)[A-Za-z_][\\w.]*\\..*");

  @Override
  protected Stream<Flow> flows(RequestFlows all) {
    return all.bringing(Danger.CODE, Danger.OBJECT, Danger.TEMPLATE);
  }

  /** {@code import_module(f"shop.carriers.{name}")} finds what lies in that package alone. */
  @Override
  protected boolean isHarmful(Flow flow, Project project) {
    return !(IMPORT.matcher(flow.sink()).matches() && PACKAGE.matcher(flow.template()).matches());
  }

  @Override
  protected String message(Flow flow) {
    return switch (flow.danger()) {
      case OBJECT ->
          "Read `%s` in a format without objects, JSON for one: `%s()` runs what a client puts into it."
              .formatted(flow.source(), flow.sink());
      case TEMPLATE ->
          "Pass `%s` to the template as a variable: as a part of its text, `%s()` runs it."
              .formatted(flow.source(), flow.sink());
      default ->
          "Choose what is run from names you know: `%s()` runs whatever `%s` contains."
              .formatted(flow.sink(), flow.source());
    };
  }
}
