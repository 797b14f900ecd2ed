package org.pyreview.checks.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.django.ConfiguredLists;
import org.pyreview.frameworks.templates.DeveloperNames;
import org.pyreview.frameworks.templates.EmbeddedOutput;
import org.pyreview.frameworks.templates.EmbeddedOutput.Surroundings;
import org.pyreview.frameworks.templates.GivenNumbers;
import org.pyreview.frameworks.templates.MarkupNames;
import org.pyreview.frameworks.templates.OutputExpression;
import org.pyreview.frameworks.templates.PlainNames;
import org.pyreview.frameworks.templates.RequestedNames;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateNames;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.frameworks.templates.UserNames;
import org.pyreview.frameworks.templates.WrittenNames;
import org.pyreview.frameworks.web.WebFrameworks;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.python.QualifiedName;
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

  private static final Pattern PROSE =
      Pattern.compile(
          "(?:.*_)?(?:name|title|label|word|text|description|comment|remark|note|summary|subject|confirmation|product|username|nickname)");

  @Override
  public void review(ProjectReview review) {
    TemplateSet templates = TemplateSet.of(review.project());
    if (templates.files().isEmpty()) {
      return;
    }
    review.each(
        templates.files().stream().filter(file -> !file.path().isTest()).toList(),
        file -> templates.template(file).ifPresent(template -> check(template, review)));
  }

  private static void check(TemplateFile template, ProjectReview review) {
    RequestedNames requested = RequestedNames.of(review.project());
    TemplateNames names = TemplateNames.of(template);
    boolean isOfDjango = isOfDjango(template, review);
    EmbeddedOutput.of(template).stream()
        .filter(each -> isDangerous(each, template, requested))
        .filter(each -> mayBeFreeText(each, template))
        .filter(each -> !isMadeByCode(each, names, review.project()))
        .filter(each -> !isPlain(each, template, review.project()))
        .filter(each -> !isWritten(each, template, names, review.project()))
        .filter(each -> !isChosenByStaff(each, template, isOfDjango, review.project()))
        .collect(
            Collectors.groupingBy(
                TemplateVariableInUnsafeContextCheck::cure,
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .stream()
        .collect(
            Collectors.groupingBy(
                same -> spot(same.get(0), template), LinkedHashMap::new, Collectors.toList()))
        .values()
        .forEach(each -> report(each, template, isOfDjango, review));
  }

  private static boolean isOfDjango(TemplateFile template, ProjectReview review) {
    return !template.isNamedForJinja()
        && WebFrameworks.around(template.file(), review.project())
            .names()
            .contains(WebFrameworks.DJANGO);
  }

  /** What is changed in one go: a variable at places of the same kind. */
  private static List<String> cure(EmbeddedOutput embedded) {
    return List.of(
        OutputExpression.of(embedded.output()).value(),
        embedded.surroundings().name(),
        embedded.attribute());
  }

  /** What is seen at a glance: a line with several variables at places of the same kind. */
  private static List<String> spot(EmbeddedOutput embedded, TemplateFile template) {
    return List.of(
        String.valueOf(template.place(embedded.output()).line()),
        embedded.surroundings().name(),
        embedded.attribute());
  }

  /** Whether a function of the project, the template itself or a macro's caller decides. */
  private static boolean isMadeByCode(
      EmbeddedOutput embedded, TemplateNames names, Project project) {
    MarkupNames made = MarkupNames.of(project);
    OutputExpression printed = OutputExpression.of(embedded.output());
    return made.areAddresses(printed.lastName())
        || printed.filters().stream().anyMatch(made::areAddresses)
        || names.filtersBehind(printed, embedded.output()).stream().anyMatch(made::areAddresses)
        || names.isFixed(printed)
        || names.isOfCaller(printed, embedded.output());
  }

  /** Whether the code writes out what it can be, or the template knows the few words. */
  private static boolean isWritten(
      EmbeddedOutput embedded, TemplateFile template, TemplateNames names, Project project) {
    OutputExpression printed = OutputExpression.of(embedded.output());
    return embedded.surroundings() != Surroundings.URL
        && (WrittenNames.of(project).contain(template, printed) || names.isOneOfWords(printed));
  }

  /** Whether it is yes or no, a number or a date. */
  private static boolean isPlain(EmbeddedOutput embedded, TemplateFile template, Project project) {
    OutputExpression printed = OutputExpression.of(embedded.output());
    return embedded.surroundings() != Surroundings.URL
        && (PlainNames.of(project).contains(printed.lastName())
            || GivenNumbers.of(project).contain(template, printed));
  }

  /** Whether developers or the staff of the site choose it, or a validator keeps it simple. */
  private static boolean isChosenByStaff(
      EmbeddedOutput embedded, TemplateFile template, boolean isOfDjango, Project project) {
    OutputExpression printed = OutputExpression.of(embedded.output());
    return embedded.surroundings() != Surroundings.URL
        && (DeveloperNames.of(project).contain(printed)
            || (isOfDjango && UserNames.of(project).contain(meant(embedded, template)))
            || (isOfDjango
                && template
                    .iterated(printed.value(), embedded.output())
                    .filter(list -> ConfiguredLists.of(project).contain(template, list))
                    .isPresent()));
  }

  /**
   * Whether users may write whatever they like: by its name, or because a list goes into a script.
   * Keys, numbers and what the code says are harmless there.
   */
  private static boolean mayBeFreeText(EmbeddedOutput embedded, TemplateFile template) {
    return switch (embedded.surroundings()) {
      case URL -> true;
      case SCRIPT -> isProse(embedded, template) || template.isRepeatedInScript(embedded.output());
      case EVENT_ATTRIBUTE, UNQUOTED_ATTRIBUTE -> isProse(embedded, template);
    };
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

  /** Users write such a text; what stands beside it is often a name of theirs or a key. */
  private static boolean isProse(EmbeddedOutput embedded, TemplateFile template) {
    String given = QualifiedName.of(meant(embedded, template)).lastName();
    return Stream.of(OutputExpression.of(embedded.output()).lastName(), given)
        .anyMatch(name -> PROSE.matcher(name.toLowerCase(Locale.ROOT)).matches());
  }

  private static String meant(EmbeddedOutput embedded, TemplateFile template) {
    return template.meant(OutputExpression.of(embedded.output()).value(), embedded.output());
  }

  private static void report(
      List<List<EmbeddedOutput>> spot,
      TemplateFile template,
      boolean isOfDjango,
      ProjectReview review) {
    List<EmbeddedOutput> named =
        spot.stream()
            .filter(same -> isProse(same.get(0), template))
            .findFirst()
            .orElse(spot.get(0));
    EmbeddedOutput embedded = named.get(0);
    String variable = variable(embedded);
    ProjectReview.Issue issue =
        review.report(
            template.file(),
            template.place(embedded.output()),
            switch (embedded.surroundings()) {
              case SCRIPT -> scriptAdvice(embedded, template, isOfDjango);
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
    named.stream()
        .skip(1)
        .forEach(
            each ->
                issue.because(
                    template.file(), template.place(each.output()), "It is printed here, too."));
    spot.stream()
        .filter(each -> each != named)
        .flatMap(List::stream)
        .forEach(
            each ->
                issue.because(
                    template.file(),
                    template.place(each.output()),
                    "`%s` needs the same.".formatted(variable(each))));
  }

  private static String variable(EmbeddedOutput embedded) {
    return OutputExpression.of(embedded.output()).value();
  }

  private static String scriptAdvice(
      EmbeddedOutput embedded, TemplateFile template, boolean isOfDjango) {
    String variable = variable(embedded);
    if (isOfDjango) {
      return template.isRepeatedInScript(embedded.output())
          ? "Print `%s` with the filter `escapejs`, or pass the whole list with `json_script`: escaping HTML does not protect code."
              .formatted(variable)
          : "Pass `%s` to the script with the filter `json_script`: escaping HTML does not protect code."
              .formatted(variable);
    }
    // An element of a list may be an object, which has no JSON but a text.
    boolean isElement =
        !variable.contains(".") && template.isLoopVariable(variable, embedded.output());
    return "Pass `%s` to the script with the filter `%s`: escaping HTML does not protect code."
        .formatted(variable, isElement ? "string|tojson" : "tojson");
  }
}
