package org.pyreview.plugin;

import org.sonar.api.Plugin;
import org.sonar.api.SonarProduct;

/** The entry point of the plugin. */
public final class PyReviewPlugin implements Plugin {

  /** Key of the repository of our rules. */
  static final String REPOSITORY = "pyreview";

  /** Key of the Python language and name users see on repository and profile. */
  static final String LANGUAGE = "py";

  static final String NAME = "PyReview";

  @Override
  public void define(Context context) {
    context.addExtension(PyReviewRules.class);
    if (context.getRuntime().getProduct() == SonarProduct.SONARLINT) {
      context.addExtension(IdeRuleRepository.class);
    } else {
      context.addExtensions(
          PyReviewProfile.class,
          PyReviewMetrics.class,
          ChecklistComputer.class,
          ChecklistPage.class,
          ReviewRules.class,
          ServerRuleRepository.class,
          ReviewSensor.class,
          RunSensor.class);
    }
  }
}
