package org.pyreview.checks.cleanup;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pyreview.frameworks.django.settings.GrowingApp;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "expired-tokens-not-purged")
public class ExpiredTokensNotPurgedCheck extends CodeCheck {

  private static final String COMMANDS =
      "rest_framework_simplejwt.token_blacklist=flushexpiredtokens,oauth2_provider=cleartokens,social_django=clearsocial,captcha=captcha_clean,post_office=cleanup_mail,axes=axes_reset_logs";

  @RuleProperty(
      key = "commands",
      description =
          "Apps and the commands that purge their tables: app=command, separated by commas",
      defaultValue = COMMANDS)
  public String commands = COMMANDS;

  @Override
  public void review(ProjectReview review) {
    if (!DeployedApplication.of(review.project()).isDeployed()) {
      return;
    }
    GrowingApp.neverPurged(review.project(), byApp())
        .forEach(
            app ->
                review.report(
                    app.file(),
                    app.place(),
                    "Run `%s` regularly: the tables of %s only grow, and nothing in the project purges them."
                        .formatted(app.command(), app.name())));
  }

  private Map<String, String> byApp() {
    Map<String, String> byApp = new LinkedHashMap<>();
    for (String pair : commands.split(",")) {
      String[] sides = pair.strip().split("=", 2);
      if (sides.length == 2) {
        byApp.put(sides[0].strip(), sides[1].strip());
      }
    }
    return byApp;
  }
}
