package org.pyreview.checks.security;

import java.util.List;
import java.util.stream.Collectors;
import org.pyreview.frameworks.django.HtmlFormat;
import org.pyreview.python.AstCheck;
import org.pyreview.python.Finding;
import org.pyreview.python.PythonReview;
import org.pyreview.python.SourceText;
import org.pyreview.python.Subscriptions;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "format-html-interpolated")
public class FormatHtmlInterpolatedCheck extends AstCheck {

  private static final int MOST_NAMED = 3;

  @Override
  protected void subscribe(Subscriptions on) {
    on.to(
        Tree.Kind.CALL_EXPR,
        CallExpression.class,
        (call, review) ->
            HtmlFormat.of(call, review.module()).ifPresent(format -> check(format, review)));
  }

  private static void check(HtmlFormat format, PythonReview review) {
    List<Expression> values = format.interpolated();
    if (!values.isEmpty()) {
      String names =
          values.stream()
              .limit(MOST_NAMED)
              .map(each -> "`" + SourceText.of(each) + "`")
              .collect(Collectors.joining(", "));
      Finding finding =
          review.report(
              format.text(),
              "Pass %s to format_html() as an argument: inside the text it is not escaped."
                  .formatted(names));
      format
          .withArguments()
          .ifPresent(
              fix -> finding.fixByReplacing(format.text(), fix, "Pass the values as arguments"));
    } else if (format.hasNoArguments()) {
      review.report(
          format.text(),
          format.isFixed()
              ? "Use mark_safe() for markup without values: format_html() needs arguments from Django 6.0 on."
              : "Pass the values in this text to format_html() as arguments: without arguments it escapes nothing.");
    }
  }
}
