package org.pyreview.plugin;

import org.sonar.api.web.page.Context;
import org.sonar.api.web.page.Page;
import org.sonar.api.web.page.PageDefinition;

/** The page of a project that shows the answers; its code is in {@code static/checklist.js}. */
public final class ChecklistPage implements PageDefinition {

  @Override
  public void define(Context context) {
    context.addPage(
        Page.builder("pyreview/checklist")
            .setName("PyReview checklist")
            .setScope(Page.Scope.COMPONENT)
            .setComponentQualifiers(Page.Qualifier.PROJECT)
            .build());
  }
}
