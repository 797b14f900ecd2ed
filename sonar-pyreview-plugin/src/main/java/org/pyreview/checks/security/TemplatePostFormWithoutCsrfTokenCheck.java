package org.pyreview.checks.security;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.pyreview.frameworks.templates.CsrfToken;
import org.pyreview.frameworks.templates.ScriptedForms;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateFile.Form;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.frameworks.templates.TemplateTags;
import org.pyreview.frameworks.templates.TokenScripts;
import org.pyreview.frameworks.web.WebUse;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.ProjectReview;
import org.sonar.check.Rule;

@Rule(key = "template-post-form-without-csrf-token")
public class TemplatePostFormWithoutCsrfTokenCheck extends CrossFileCheck {

  private static final Pattern CONTROL =
      Pattern.compile("(?i)<(?:input|button|select|textarea)\\b");

  @Override
  protected List<FactKind<?>> facts() {
    return List.of(WebUse.FACTS, TemplateTags.FACTS);
  }

  @Override
  public void review(ProjectReview review) {
    WebUse all = WebUse.of(review.project());
    if (!all.isDjango() && !all.isFlaskWithSessions()) {
      return;
    }
    TokenScripts scripts = TokenScripts.of(review.project());
    TemplateSet templates = TemplateSet.of(review.project());
    boolean checksOwn =
        !all.isDjango()
            && !all.usesFlaskWtf()
            && (scripts.areChecked() || CsrfToken.isOwnInAny(templates));
    if (checksOwn || scripts.fillForms()) {
      // What misses a token of the application would not work.
      return;
    }
    CsrfToken token = new CsrfToken(templates, TemplateTags.of(review.project()));
    review.each(
        templates.files().stream().filter(file -> !file.path().isTest()).toList(),
        file ->
            templates
                .template(file)
                .filter(template -> !all.isExempt(template.name()))
                .filter(template -> templates.isUsed(template, all::names))
                .filter(template -> !token.isSentByScript(template))
                .ifPresent(
                    template -> {
                      boolean isExample =
                          all.isStatic(template.name())
                              && !templates.isUsed(template, name -> false);
                      check(
                          template,
                          form -> isExample && isSentToPage(form),
                          token,
                          scripts,
                          review);
                    }));
  }

  private static void check(
      TemplateFile template,
      Predicate<Form> isForShow,
      CsrfToken token,
      TokenScripts scripts,
      ProjectReview review) {
    WebUse web = WebUse.around(template.file(), review.project());
    if (!web.isDjango() && !web.isFlaskWithSessions()) {
      return;
    }
    template.forms().stream()
        .filter(TemplatePostFormWithoutCsrfTokenCheck::postsToOwnOrigin)
        .filter(TemplatePostFormWithoutCsrfTokenCheck::canBeSubmitted)
        .filter(form -> !isForShow.test(form))
        .filter(form -> !(scripts.sendHeader() && isSentToPage(form)))
        .filter(form -> !ScriptedForms.of(review.project()).contain(form, template))
        .filter(form -> !web.isAddressOfExempt(form.attribute("action")))
        .filter(form -> !token.isIn(form.content(), template))
        .filter(form -> web.isDjango() || !CsrfToken.isOwnIn(form.content()))
        .forEach(
            form ->
                review.report(
                    template.file(),
                    form.place(),
                    "Add %s to this form: without the token %s."
                        .formatted(
                            CsrfToken.markup(form, template, web),
                            web.isDjango()
                                ? "Django answers its POST with 403, or any site can send it"
                                : "any site can send it in the name of your users")));
  }

  private static boolean postsToOwnOrigin(Form form) {
    return form.attribute("method").strip().equalsIgnoreCase("post")
        && !form.attribute("action").strip().matches("(?i)(?:https?:)?//.*");
  }

  /**
   * Without an address of its own a form is often sent by a script; on a page that only answers GET
   * it is an example.
   */
  private static boolean isSentToPage(Form form) {
    return form.attribute("action").isBlank();
  }

  private static boolean canBeSubmitted(Form form) {
    return CONTROL.matcher(form.content().html()).find()
        || form.content().constructs().anyMatch(TemplateFile.Construct::isOutput);
  }
}
