package org.pyreview.dataflow;

import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;

/** A place on the way of a value, and what happens there. */
public record Step(ProjectFile file, Place place, String message) {}
