package org.pyreview.dataflow;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;

/**
 * Data of the client that arrives where it must not.
 *
 * @param place what is passed on there
 * @param source what the code calls the data where it enters
 * @param data which data it is: the same for all flows of it
 * @param made what gives it, by its qualified name: {@code json.dumps()}; empty if that isn't known
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
    String data,
    String made,
    String sink,
    String template,
    Optional<TemplateOutput> output,
    List<Step> steps) {

  private static final String ANSWER = "return";
  private static final String JOIN = "/";
  private static final Pattern JSON = Pattern.compile("(?:\\w+\\.)*\\w*json\\w*\\.dumps\\(\\)");

  /** Whether a view returns it, and no call gets it. */
  public boolean isAnswer() {
    return sink.equals(ANSWER);
  }

  /** Whether it is the text of a JSON document. */
  public boolean isJson() {
    return JSON.matcher(made).matches();
  }

  /** The same for all flows that one check of the data would end. */
  public List<Object> cause() {
    Step start = steps.get(0);
    // What a template prints is cured in the template.
    String printed = output.map(each -> each.file() + " " + each.place()).orElse("");
    return List.of(danger, data, start.file(), start.place(), printed);
  }

  /** Whether it is joined to a path by an operator. */
  public boolean isJoin() {
    return sink.equals(JOIN);
  }
}
