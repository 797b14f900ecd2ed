package org.pyreview.dataflow;

import java.util.List;
import java.util.Optional;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;

/**
 * Data of the client that arrives where it must not.
 *
 * @param place what is passed on there
 * @param source what the code calls the data where it enters
 * @param sink what it is passed to, as the code names it; {@code return} for the answer of a view,
 *     {@code /} for a path that is joined
 * @param template the text that is passed, with marks for the client's data
 * @param output where a template prints it
 * @param steps the way, from where the data enters to the sink
 */
public record Flow(
    Danger danger,
    ProjectFile file,
    Place place,
    String source,
    String sink,
    String template,
    Optional<TemplateOutput> output,
    List<Step> steps) {

  private static final String ANSWER = "return";
  private static final String JOIN = "/";

  /** Whether a view returns it, and no call gets it. */
  public boolean isAnswer() {
    return sink.equals(ANSWER);
  }

  /** Whether it is joined to a path by an operator. */
  public boolean isJoin() {
    return sink.equals(JOIN);
  }
}
