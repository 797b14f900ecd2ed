package org.pyreview.checks.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.frameworks.templates.EmbeddedOutput;
import org.pyreview.frameworks.templates.EmbeddedOutput.Surroundings;
import org.pyreview.frameworks.templates.MarkupNames;
import org.pyreview.frameworks.templates.OutputExpression;
import org.pyreview.frameworks.templates.PlainNames;
import org.pyreview.frameworks.templates.RequestedNames;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateNames;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.frameworks.templates.WrittenNames;
import org.pyreview.frameworks.web.WebFrameworks;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "template-variable-in-unsafe-context")
public class TemplateVariableInUnsafeContextCheck extends CodeCheck {

  /**
   * What frameworks and the application make themselves: addresses, tokens, names of fields, one of
   * few words.
   */
  private static final Pattern MADE_BY_FRAMEWORK =
      Pattern.compile(
          "(?i)(?:csrf\\w*|csp_nonce|nonce|auto_id|id_for_label|url_for|static|static_url|media_url|url|reverse|get_\\w*url"
              + "|range|namespace|super|caller|media|html_name|js_\\w+|version|(?:\\w+_)?url\\w*|\\w*urls?|prefix|(?:\\w+_)?(?:type|mode"
              + "|date|class|css|colou?r|lang|language|locale|encoding|status|state|level|slug|hash|theme|order|sort|used|max|min"
              + "|prefix|field_name|input_name|widget_name|token|enabled|visible|format)|(?:is|has|show|can|use|enable)_\\w+"
              + "|sort_\\w+|theme_\\w+|search_\\w+|model_name|app_label|app_name|required|steps?|prev|next|\\w+_json|\\w+_path|package_name|script_root|endpoint|blueprint|url_root|langs|permissions\\w*"
              + "|(?:\\w+_)?(?:api_?key|guid|checksum|digest|fingerprint|etag|secret))");

  @Override
  public void review(ProjectReview review) {
    TemplateSet templates = TemplateSet.of(review.project());
    if (templates.files().isEmpty()) {
      return;
    }
    RequestedNames requested = RequestedNames.of(review.project());
    MarkupNames made = MarkupNames.of(review.project());
    PlainNames plain = PlainNames.of(review.project());
    WrittenNames written = WrittenNames.of(review.project());
    review.each(
        templates.files().stream().filter(file -> !file.path().isTest()).toList(),
        file ->
            templates
                .template(file)
                .ifPresent(
                    template -> {
                      TemplateNames names = TemplateNames.of(template);
                      EmbeddedOutput.of(template).stream()
                          .filter(each -> isDangerous(each, template, requested))
                          .filter(each -> !isMadeByCode(each, names, made))
                          .filter(each -> !isPlain(each, plain))
                          .filter(each -> !isWritten(each, template, names, written))
                          .collect(
                              Collectors.groupingBy(
                                  TemplateVariableInUnsafeContextCheck::cure,
                                  LinkedHashMap::new,
                                  Collectors.toList()))
                          .values()
                          .forEach(each -> report(each, template, review));
                    }));
  }

  /** What is changed in one go: a variable at places of the same kind. */
  private static List<String> cure(EmbeddedOutput embedded) {
    return List.of(
        OutputExpression.of(embedded.output()).value(),
        embedded.surroundings().name(),
        embedded.attribute());
  }

  /** Whether a function of the project, the template itself or a macro's caller decides. */
  private static boolean isMadeByCode(
      EmbeddedOutput embedded, TemplateNames names, MarkupNames made) {
    OutputExpression printed = OutputExpression.of(embedded.output());
    return made.areAddresses(printed.lastName())
        || printed.filters().stream().anyMatch(made::areAddresses)
        || names.filtersBehind(printed, embedded.output()).stream().anyMatch(made::areAddresses)
        || names.isFixed(printed)
        || names.isOfCaller(printed, embedded.output());
  }

  /** Whether the code writes out what it can be, or the template knows the few words. */
  private static boolean isWritten(
      EmbeddedOutput embedded, TemplateFile template, TemplateNames names, WrittenNames written) {
    OutputExpression printed = OutputExpression.of(embedded.output());
    return embedded.surroundings() != Surroundings.URL
        && (written.contain(template, printed) || names.isOneOfWords(printed));
  }

  /** Whether it is yes or no, a number or a date. */
  private static boolean isPlain(EmbeddedOutput embedded, PlainNames plain) {
    return plain.contains(OutputExpression.of(embedded.output()).lastName());
  }

  private static boolean isDangerous(
      EmbeddedOutput embedded, TemplateFile template, RequestedNames requested) {
    OutputExpression printed = OutputExpression.of(embedded.output());
    if (embedded.surroundings() == Surroundings.URL) {
      return requested.contains(template, printed) && !printed.isHarmless();
    }
    return !printed.isFixed()
        && !printed.isConstant()
        && !printed.isHarmless()
        // What is marked safe is reported by template-unescaped-variable.
        && !printed.isMarkedSafe()
        // A widget's template prints the name of its field.
        && !printed.value().equals("name")
        && !MADE_BY_FRAMEWORK.matcher(printed.lastName()).matches();
  }

  private static void report(
      List<EmbeddedOutput> same, TemplateFile template, ProjectReview review) {
    EmbeddedOutput embedded = same.get(0);
    boolean isDjango =
        WebFrameworks.around(template.file(), review.project())
            .names()
            .contains(WebFrameworks.DJANGO);
    String variable = OutputExpression.of(embedded.output()).value();
    ProjectReview.Issue issue =
        review.report(
            template.file(),
            template.place(embedded.output()),
            switch (embedded.surroundings()) {
              case SCRIPT ->
                  "Pass `%s` to the script with the filter `%s`: escaping HTML does not protect code."
                      .formatted(
                          variable,
                          isDjango && !template.isNamedForJinja() ? "json_script" : "tojson");
              case EVENT_ATTRIBUTE ->
                  "Move `%s` from `%s` into a data attribute: the browser undoes the escaping before it runs this code."
                      .formatted(variable, embedded.attribute());
              case UNQUOTED_ATTRIBUTE ->
                  "Put quotes around the value of `%s`: without them a space in `%s` begins a new attribute."
                      .formatted(embedded.attribute(), variable);
              case URL ->
                  "Check that `%s` is an address of yours before `%s` takes it: a client can send `javascript:`."
                      .formatted(variable, embedded.attribute());
            });
    same.stream()
        .skip(1)
        .forEach(
            each ->
                issue.because(
                    template.file(), template.place(each.output()), "It is printed here, too."));
  }
}
