package org.pyreview.checks.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pyreview.frameworks.fastapi.PathOperation;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.Habit;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.python.CodeRole;
import org.pyreview.python.Descendants;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.FunctionDef;

@Rule(key = "fastapi-untyped-request-body")
public class FastapiUntypedRequestBodyCheck extends CrossFileCheck {

  private static final FactKind<Input> FACTS =
      FactKind.of(Input.class, FastapiUntypedRequestBodyCheck::record);

  /** What says nothing about what the endpoints of a file take. */
  record Input(List<Untyped> untyped) {}

  record Untyped(Place place, String message) {}

  @Override
  protected List<FactKind<?>> facts() {
    return List.of(FACTS);
  }

  @Override
  public void review(ProjectReview review) {
    Habit habit = review.habit();
    Map<ProjectFile, Input> all = review.project().facts(FACTS);
    review.each(
        all.keySet().stream().filter(file -> CodeRole.of(file.path()).isProduction()).toList(),
        // However many others are typed: who writes it down so often has decided it.
        file -> all.get(file).untyped.forEach(each -> habit.found(file, each.place, each.message)));
    habit.report(
        "Declare what requests contain with Pydantic models: FastAPI neither checks nor documents %d bodies and parameters that are read as they come."
            ::formatted);
  }

  private static Input record(PythonModule module) {
    return new Input(
        Descendants.of(module.tree(), FunctionDef.class)
            .flatMap(function -> PathOperation.of(function, module).stream())
            .filter(operation -> !operation.isHidden())
            .flatMap(each -> untyped(each, module))
            .toList());
  }

  private static Stream<Untyped> untyped(PathOperation operation, PythonModule module) {
    Stream<Untyped> parameters =
        operation.untypedParameters(module).stream()
            .map(each -> new Untyped(Place.of(each.parameter()), message(each)));
    Stream<Untyped> reads =
        operation.uncheckedBodyReads().stream()
            .map(
                read ->
                    new Untyped(
                        Place.of(read),
                        "Declare a parameter with a Pydantic model instead of reading `%s`: FastAPI neither checks nor documents this body."
                            .formatted(SourceText.of(read))));
    return Stream.concat(parameters, reads);
  }

  private static String message(PathOperation.Untyped untyped) {
    String name = untyped.parameter().name().name();
    return untyped
        .annotation()
        .map(
            type ->
                "Give `%s` a Pydantic model instead of `%s`: FastAPI neither checks nor documents what is in it."
                    .formatted(name, type))
        .orElse(
            "Annotate `%s` with its type: without one, FastAPI takes any text for it."
                .formatted(name));
  }
}
