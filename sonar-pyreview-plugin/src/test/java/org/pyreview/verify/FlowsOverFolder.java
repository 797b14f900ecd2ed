package org.pyreview.verify;

import java.nio.file.Path;
import java.util.List;
import org.pyreview.dataflow.Danger;
import org.pyreview.dataflow.Flow;
import org.pyreview.frameworks.requests.RequestFlows;
import org.pyreview.project.FactStore;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

/** Prints where data of requests arrives in the files of a folder, with the way it takes. */
public final class FlowsOverFolder {

  private FlowsOverFolder() {}

  /** Keeps the code of the files. */
  @Rule(key = "keeps-the-code")
  public static final class KeepsTheCode extends CodeCheck {
    @Override
    public void review(ProjectReview review) {
      Project project = review.project();
      List<Flow> flows = RequestFlows.of(project).bringing(Danger.values()).toList();
      for (Flow flow : flows) {
        System.out.printf(
            "%s:%s %s %s %s%n",
            flow.file(),
            flow.place(),
            flow.danger(),
            flow.sink(),
            flow.template().replace('\0', '$').replace('\1', '?').replace("\n", " "));
        flow.steps()
            .forEach(
                step ->
                    System.out.printf("    %s:%s %s%n", step.file(), step.place(), step.message()));
      }
      System.out.println(flows.size() + " flows");
    }
  }

  public static void main(String[] arguments) {
    for (String folder : arguments) {
      AnalysedProject project = new AnalysedProject(Path.of(folder));
      KeepsTheCode rule = new KeepsTheCode();
      FactStore facts = new FactStore();
      rule.connect(facts);
      project
          .pythonFiles()
          .forEach(
              path ->
                  project.visit(
                      path, List.of(rule), org.sonar.python.caching.CacheContextImpl.dummyCache()));
      long start = System.nanoTime();
      project.decide(rule, facts);
      System.out.printf("%s: %d ms%n", folder, (System.nanoTime() - start) / 1_000_000);
    }
  }
}
