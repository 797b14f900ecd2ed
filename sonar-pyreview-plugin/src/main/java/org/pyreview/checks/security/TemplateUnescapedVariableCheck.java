package org.pyreview.checks.security;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.dataflow.Danger;
import org.pyreview.frameworks.requests.RequestFlows;
import org.pyreview.frameworks.templates.MarkupNames;
import org.pyreview.frameworks.templates.OutputExpression;
import org.pyreview.frameworks.templates.PlainNames;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.frameworks.templates.TemplateNames;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "template-unescaped-variable")
public class TemplateUnescapedVariableCheck extends CodeCheck {

  /** Such names say that the value is HTML that the application has made. */
  private static final Pattern MARKUP =
      Pattern.compile(
          "(?i)(?:.*_)?(?:html\\d*|attrs|attr_string|css|markup|help_text|media|rendered|icon|svg|highlight\\w*|\\w*highlighter|output|nonce|csrf\\w*|widget|form|\\w*fields?|super"
              + "|caller|field_block|as_(?:p|ul|table|div|widget|hidden|crispy_field)|render|label_tag|get_context)"
              + "|(?:html|icon|render|form|widget)_.*");

  @RuleProperty(
      key = "trustedFilters",
      description = "Filters whose output may be marked safe, separated by commas",
      defaultValue =
          "bleach,clean,sanitize,nh3,escape,force_escape,linebreaks,linebreaksbr,urlize,markdown_safe,tojson,escapejs,json_script")
  public String trustedFilters =
      "bleach,clean,sanitize,nh3,escape,force_escape,linebreaks,linebreaksbr,urlize,markdown_safe,tojson,escapejs,json_script";

  @Override
  public void review(ProjectReview review) {
    TemplateSet templates = TemplateSet.of(review.project());
    if (templates.files().isEmpty()) {
      return;
    }
    Set<String> trusted =
        Stream.of(trustedFilters.split(",")).map(String::strip).collect(Collectors.toSet());
    MarkupNames made = MarkupNames.of(review.project());
    PlainNames plain = PlainNames.of(review.project());
    Set<String> known =
        RequestFlows.of(review.project())
            .bringing(Danger.HTML)
            .flatMap(flow -> flow.output().stream())
            .map(output -> output.file() + " " + output.place().line())
            .collect(Collectors.toSet());
    review.each(
        templates.files().stream().filter(file -> !file.path().isTest()).toList(),
        file ->
            templates
                .template(file)
                .filter(TemplateFile::hasMarkup)
                .ifPresent(template -> check(template, trusted, made, plain, known, review)));
  }

  private static void check(
      TemplateFile template,
      Set<String> trusted,
      MarkupNames made,
      PlainNames plain,
      Set<String> known,
      ProjectReview review) {
    TemplateNames names = TemplateNames.of(template);
    template
        .constructs()
        .filter(output -> isUnescaped(output, trusted))
        .filter(output -> !isMadeByCode(output, template, names, made))
        .filter(output -> !plain.contains(OutputExpression.of(output).lastName()))
        // What a client sends is reported by request-data-in-html, with its way.
        .filter(output -> !known.contains(template + " " + template.place(output).line()))
        .forEach(output -> report(template, output, review));
    template
        .tags("autoescape")
        .filter(tag -> Set.of("off", "false").contains(tag.arguments().strip()))
        .forEach(tag -> check(template, names, tag, trusted, made, review));
  }

  /** Whether Python code makes the value, or what the loop goes through that it comes from. */
  private static boolean isMadeByCode(
      Construct output, TemplateFile template, TemplateNames names, MarkupNames made) {
    OutputExpression printed = OutputExpression.of(output);
    return made.contains(printed.lastName())
        || printed.filters().stream().anyMatch(made::contains)
        || names.isOfCaller(printed, output)
        || names.isFixed(printed)
        || template.iterated(printed.value(), output).filter(made::contains).isPresent();
  }

  private static boolean isUnescaped(Construct output, Set<String> trusted) {
    if (!output.isOutput()) {
      return false;
    }
    OutputExpression printed = OutputExpression.of(output);
    return printed.isMarkedSafe() && mayHoldMarkup(printed, trusted);
  }

  private static boolean mayHoldMarkup(OutputExpression printed, Set<String> trusted) {
    boolean isMadeByForm =
        Stream.of(printed.value().split("\\."))
            .anyMatch(each -> each.matches("(?i)(?:.*_)?(?:form|formset|field|widget|block)"));
    return !printed.isFixed()
        && !printed.isConstant()
        && !printed.isHarmless()
        && !isMadeByForm
        && !printed.isCallOfResult()
        && !MARKUP.matcher(printed.lastName()).matches()
        && printed.filters().stream()
            .noneMatch(each -> trusted.contains(each) || MARKUP.matcher(each).matches());
  }

  private static void report(TemplateFile template, Construct output, ProjectReview review) {
    OutputExpression printed = OutputExpression.of(output);
    Optional<String> markdown =
        printed.filters().stream().filter(each -> each.contains("mark")).findFirst();
    review.report(
        template.file(),
        template.place(output),
        markdown.isPresent()
            ? "Clean what `%s` makes of `%s` before it is marked safe: Markdown may contain any HTML."
                .formatted(markdown.get(), printed.value())
            : "Let `%s` be escaped, or clean its HTML before it is marked safe: whoever can write it can put a script into the page."
                .formatted(printed.value()));
  }

  private static void check(
      TemplateFile template,
      TemplateNames names,
      Construct tag,
      Set<String> trusted,
      MarkupNames made,
      ProjectReview review) {
    List<Construct> printed =
        template
            .inside(tag)
            .constructs()
            .filter(Construct::isOutput)
            .filter(each -> mayHoldMarkup(OutputExpression.of(each), trusted))
            .filter(each -> !isMadeByCode(each, template, names, made))
            .toList();
    if (!printed.isEmpty()) {
      ProjectReview.Issue issue =
          review.report(
              template.file(),
              template.place(tag),
              "Leave escaping on: inside this tag `%s` is printed as it is%s."
                  .formatted(
                      OutputExpression.of(printed.get(0)).value(),
                      printed.size() > 1 ? ", and so are others" : ""));
      printed.forEach(each -> issue.because(template.file(), template.place(each), "Not escaped."));
    }
  }
}
