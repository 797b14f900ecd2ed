package org.pyreview.dataflow;

import java.util.List;
import org.pyreview.project.code.ClassCode;
import org.pyreview.project.code.CodeScope;

/** What the engine has to be told about a project: how the outside meets its code. */
public interface Outside {

  /** How the outside calls a function; one that it doesn't call has an entry without values. */
  Entry entryOf(CodeScope function);

  /**
   * How the outside calls a function whose result is a parameter of another one, as {@link
   * Entry#provided} says.
   */
  Entry entryOfProvider(CodeScope function);

  /**
   * What the tables call a class of the project whose objects a library treats specially.
   *
   * @return empty if there is nothing special about it
   */
  String nameOf(ClassCode type);

  /**
   * The variables that a template, and those it includes and extends, print.
   *
   * @param template its name, as the code writes it
   * @return without those that a filter makes harmless; empty if there is no such template
   */
  List<TemplateOutput> outputs(String template);
}
