package org.pyreview.frameworks.web;

import java.util.regex.Pattern;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;

/**
 * A route that code can name.
 *
 * @param name with its namespaces or blueprint; empty if it has none
 * @param place where the project writes it
 */
public record NamedRoute(String name, UrlPattern pattern, ProjectFile file, Place place) {

  /** Decides which URLs the route answers; compiled once. */
  public Matcher matcher() {
    return new Matcher(this, Pattern.compile(pattern.regex()));
  }

  /** A route that is asked for many URLs. */
  public record Matcher(NamedRoute route, Pattern compiled) {

    /** Whether the route answers the URL. */
    public boolean matches(WrittenUrl url) {
      return url.samples().anyMatch(sample -> compiled.matcher(sample).matches());
    }
  }
}
