package org.pyreview.dataflow;

import java.util.List;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;

/**
 * Data of the client that arrives where it must not.
 *
 * @param place what is passed on there
 * @param sink what it is passed to, as the code names it; {@code return} for an answer of a view
 * @param template the text that is passed, with marks for the client's data
 * @param steps the way, from where the data enters to the sink
 */
public record Flow(
    Danger danger, ProjectFile file, Place place, String sink, String template, List<Step> steps) {}
