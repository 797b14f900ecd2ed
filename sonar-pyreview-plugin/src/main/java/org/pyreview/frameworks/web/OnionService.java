package org.pyreview.frameworks.web;

import java.util.Set;
import org.pyreview.project.Project;
import org.pyreview.project.code.ProjectCode;

/**
 * A web application that is reached through Tor: its connections are encrypted without https, and
 * cookies for https alone would never be sent.
 *
 * @param isOffered whether the project controls a Tor process to offer one
 * @see <a href="https://stem.torproject.org/tutorials/over_the_river.html">Stem: onion services</a>
 */
public record OnionService(boolean isOffered) {

  private static final Set<String> CONTROLLERS = Set.of("stem", "txtorcon");

  /** Looks at the imports of a project's main code, once. */
  public static OnionService of(Project project) {
    return project.knowledge(
        OnionService.class,
        each ->
            new OnionService(
                ProjectCode.of(each).mainModules().stream()
                    .anyMatch(module -> module.importsAny(CONTROLLERS))));
  }
}
