package org.pyreview.frameworks.django.urls;

import java.util.List;
import org.pyreview.frameworks.web.UrlPattern;
import org.pyreview.project.Place;
import org.pyreview.project.code.ModuleCode;

/** An element of the {@code urlpatterns} of a Django urlconf. */
sealed interface UrlEntry {

  /**
   * A pattern with a view.
   *
   * @param name empty if it has none
   */
  record Route(UrlPattern pattern, String name, ModuleCode module, Place place)
      implements UrlEntry {}

  /**
   * Patterns that are included.
   *
   * @param instance the namespace they are reached under; empty for none
   * @param app the name of their app, under which they are found too; empty for none
   */
  record Include(UrlPattern prefix, String instance, String app, List<UrlEntry> entries)
      implements UrlEntry {}

  /** Patterns that can't be told. */
  record Open() implements UrlEntry {}
}
