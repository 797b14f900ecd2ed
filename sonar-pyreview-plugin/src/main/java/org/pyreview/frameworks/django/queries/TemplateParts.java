package org.pyreview.frameworks.django.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateFile.Construct;

/** The tags and outputs of a page in the order in which they are rendered. */
final class TemplateParts {

  /** A tag or output and the template it stands in. */
  record Part(TemplateFile file, Construct construct) {}

  private TemplateParts() {}

  /** Those of one template. */
  static List<Part> of(TemplateFile page) {
    return page.constructs().map(each -> new Part(page, each)).toList();
  }

  /** Those of the template that a page extends, with the page's blocks in their places. */
  static List<Part> around(TemplateFile page, TemplateFile base) {
    List<Part> parts = new ArrayList<>();
    int replaced = 0;
    for (Construct each : base.constructs().toList()) {
      if (each.start() < replaced) {
        continue;
      }
      parts.add(new Part(base, each));
      Optional<TemplateFile.Region> own =
          each.name().equals("block")
              ? page.block(each.arguments().strip().split("\\s+")[0])
              : Optional.empty();
      if (own.isPresent()) {
        own.get().constructs().forEach(inner -> parts.add(new Part(page, inner)));
        TemplateFile.Region inside = base.inside(each);
        replaced =
            base.constructs()
                .filter(inside::contains)
                .mapToInt(Construct::end)
                .max()
                .orElse(replaced);
      }
    }
    return parts;
  }
}
