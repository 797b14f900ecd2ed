package org.pyreview.frameworks.templates;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.frameworks.templates.TemplateFile.Construct;
import org.pyreview.frameworks.templates.TemplateFile.Region;
import org.pyreview.frameworks.web.WebUse;

/** How templates put the token of the CSRF protection into a form or a request header. */
public final class CsrfToken {

  private static final Set<String> TAGS = Set.of("csrf_token", "crispy");
  private static final Pattern OUTPUT =
      Pattern.compile(
          "\\b(?:csrf_input|csrf_token|hidden_tag|quick_form|render_form)\\b"
              + "|\\w\\((?:\\w+_)?form\\b|\\.(?:nonce|csrf\\w*|xsrf\\w*|authenticity_token)\\b");

  /** A hidden input of an application that makes and checks tokens itself. */
  private static final Pattern OWN =
      Pattern.compile(
          "(?is)<input\\b(?=[^>]*\\bname\\s*=\\s*[\"']?[\\w-]*(?:csrf|xsrf|nonce|authenticity_token))[^>]*\\bvalue\\s*=\\s*[\"']?\\s*\\{\\{");

  /** A field of a form of Flask-WTF. */
  private static final Pattern FORM_OBJECT = Pattern.compile("\\{\\{-?\\s*form\\b");

  private static final Pattern HEADER =
      Pattern.compile("(?i)X-CSRF-?Token|hx-headers\\s*=\\s*[^>]*csrf");

  private final TemplateSet templates;
  private final TemplateTags tags;

  public CsrfToken(TemplateSet templates, TemplateTags tags) {
    this.templates = templates;
    this.tags = tags;
  }

  /** What to write in a form of this template. */
  public static String markup(TemplateFile.Form form, TemplateFile template, WebUse web) {
    if (!web.isDjango()) {
      return FORM_OBJECT.matcher(form.content().source()).find()
          ? "{{ form.hidden_tag() }}"
          : "a hidden input csrf_token with the value {{ csrf_token() }}";
    }
    return template.isNamedForJinja() ? "{{ csrf_input }}" : "{% csrf_token %}";
  }

  /** Whether a part of a template has a token that the application makes itself. */
  public static boolean isOwnIn(Region region) {
    return OWN.matcher(region.source()).find();
  }

  /** Whether some template has a token that the application makes itself. */
  public static boolean isOwnInAny(TemplateSet templates) {
    return templates.files().stream()
        .filter(file -> !file.path().isTest())
        .flatMap(file -> templates.template(file).stream())
        .anyMatch(template -> isOwnIn(template.whole()));
  }

  /**
   * Whether a script of the template, or of one it extends, sends the token in a header or puts it
   * into the forms.
   */
  public boolean isSentByScript(TemplateFile template) {
    return templates.withAncestors(template).stream()
        .map(each -> each.whole().source())
        .anyMatch(source -> HEADER.matcher(source).find() || TokenScripts.fillForms(source));
  }

  /**
   * Whether the token is in a part of a template: written there, in a template that is included or
   * rendered by a tag, or in a block that some child template fills. What can't be found counts as
   * having it.
   */
  public boolean isIn(Region region, TemplateFile template) {
    return isIn(region, template, new HashSet<>());
  }

  private boolean isIn(Region region, TemplateFile template, Set<TemplateFile> included) {
    return region
        .constructs()
        .anyMatch(
            construct ->
                isToken(construct)
                    || isIncluded(construct, included)
                    || tags.isUnknownFormRenderer(construct, template)
                    || isInBlockOfChild(construct, template));
  }

  private static boolean isToken(Construct construct) {
    return construct.isOutput()
        ? OUTPUT.matcher(construct.arguments()).find()
        : TAGS.contains(construct.name());
  }

  private boolean isIncluded(Construct construct, Set<TemplateFile> included) {
    Optional<String> rendered = tags.rendered(construct);
    if (!construct.name().equals("include") && rendered.isEmpty()) {
      return false;
    }
    Optional<TemplateFile> target =
        rendered.or(construct::quotedArgument).flatMap(templates::named);
    return target.isEmpty()
        || (included.add(target.get()) && isIn(target.get().whole(), target.get(), included));
  }

  private boolean isInBlockOfChild(Construct construct, TemplateFile template) {
    if (!construct.name().equals("block")) {
      return false;
    }
    String block = construct.arguments().split("\\s+")[0];
    return templates
        .childrenOf(template)
        .flatMap(child -> child.block(block).stream())
        .anyMatch(region -> region.constructs().anyMatch(CsrfToken::isToken));
  }
}
