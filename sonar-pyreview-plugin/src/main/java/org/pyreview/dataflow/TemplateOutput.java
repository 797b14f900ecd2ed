package org.pyreview.dataflow;

import java.util.List;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;

/**
 * A place where a template prints a variable.
 *
 * @param path the variable and what is read of it; {@link #ELEMENT} for any element
 * @param isRaw whether the template says that it is not to be escaped; otherwise that is up to the
 *     engine
 */
public record TemplateOutput(List<String> path, boolean isRaw, ProjectFile file, Place place) {

  /** Any element of a list or dictionary. */
  public static final String ELEMENT = "[]";

  /** As the template writes it. */
  public String variable() {
    return String.join(".", path).replace("." + ELEMENT, ELEMENT);
  }

  Step step() {
    return new Step(file, place, "`%s` is printed as it is.".formatted(variable()));
  }
}
