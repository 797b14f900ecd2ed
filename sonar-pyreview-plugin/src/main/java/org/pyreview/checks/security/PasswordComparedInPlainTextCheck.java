package org.pyreview.checks.security;

import org.pyreview.frameworks.passwords.PasswordComparison;
import org.pyreview.frameworks.passwords.PasswordWords;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.FlowCheck;
import org.sonar.check.Rule;

@Rule(key = "password-compared-in-plain-text")
public class PasswordComparedInPlainTextCheck extends FlowCheck {

  private static final PasswordWords WORDS = PasswordWords.of("password,passwd,pwd,passphrase");

  @Override
  public void review(ProjectReview review) {
    PasswordComparison.of(review.project(), WORDS)
        .forEach(each -> review.report(each.file(), each.at().place(), message(each)));
  }

  private static String message(PasswordComparison comparison) {
    return comparison.isQuery()
        ? "Look the user up without `%s`, then call check_password(), checkpw() or verify(): a query finds only passwords that are stored in plain text or without salt."
            .formatted(comparison.stored())
        : "Call check_password(), checkpw() or verify() instead of comparing `%s`: the texts are equal only if passwords are stored in plain text."
            .formatted(comparison.stored());
  }
}
