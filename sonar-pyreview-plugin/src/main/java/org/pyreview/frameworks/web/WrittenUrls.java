package org.pyreview.frameworks.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.frameworks.templates.TemplateFile;
import org.pyreview.frameworks.templates.TemplateSet;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.CodeScope;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/** Where main code and templates send users to URLs of the own server that are written out. */
public final class WrittenUrls {

  private static final Pattern REDIRECTS =
      Pattern.compile(
          "django\\.shortcuts\\.redirect|flask\\.(?:helpers\\.)?redirect|werkzeug\\.utils\\.redirect"
              + "|django\\.http\\.(?:response\\.)?HttpResponse(?:Permanent)?Redirect");

  /** One of them stands in every file with such a URL. */
  private static final String[] WORDS = {
    "edirect", "success_url", "login_url", "get_absolute_url", "ocation"
  };

  private static final Set<String> CLASS_ATTRIBUTES = Set.of("success_url", "login_url");
  private static final Set<String> METHODS = Set.of("get_absolute_url", "get_success_url");
  private static final Set<String> HTML_ATTRIBUTES =
      Set.of(
          "href",
          "action",
          "formaction",
          "hx-get",
          "hx-post",
          "hx-put",
          "hx-patch",
          "hx-delete",
          "data-href",
          "data-url");

  /** What is shown when nothing else works has to do without the routes. */
  private static final Set<String> LAST_RESORT = Set.of("500.html", "502.html", "503.html");

  private WrittenUrls() {}

  /**
   * A URL and where it stands.
   *
   * @param isImport whether it is evaluated when the file is imported, before routes are known
   * @param isRedirect whether users are redirected to it
   */
  public record Use(
      ProjectFile file, Place place, WrittenUrl url, boolean isImport, boolean isRedirect) {}

  /** The URLs in main code: redirects, attributes and methods of views and models. */
  public static List<Use> inCode(Project project) {
    ProjectCode code = ProjectCode.of(project);
    List<Use> found = new ArrayList<>();
    for (ModuleCode module : code.mainModules()) {
      if (!module.mentions(WORDS)) {
        continue;
      }
      for (CodeScope scope : CodeScope.of(code, module)) {
        scope.calls().forEach(call -> collectCall(scope, call, found));
        scope.statements().forEach(statement -> collectStatement(scope, statement, found));
      }
    }
    return found;
  }

  private static void collectCall(CodeScope scope, Expr.Call call, List<Use> found) {
    boolean isImport = scope.function().isEmpty();
    call.named("login_url").ifPresent(each -> add(scope, each, isImport, false, found));
    boolean isView =
        call.name().equals("as_view")
            && call.receiver()
                .flatMap(Expr::dotted)
                .filter(each -> each.endsWith("RedirectView"))
                .isPresent();
    if (isView) {
      // The view fills in %(name)s from the URL it answers, which reverse() can't.
      call.named("url")
          .filter(each -> !(each instanceof Expr.Text text && text.value().contains("%(")))
          .ifPresent(each -> add(scope, each, isImport, false, found));
    }
    boolean mayRedirect =
        !call.arguments().isEmpty() && WrittenUrl.of(call.arguments().get(0).value()).isPresent();
    if (mayRedirect && REDIRECTS.matcher(scope.meaning(call.callee()).external()).matches()) {
      add(scope, call.arguments().get(0).value(), false, true, found);
    }
  }

  private static void collectStatement(CodeScope scope, Stmt statement, List<Use> found) {
    if (statement instanceof Stmt.Assign assign && assign.value().isPresent()) {
      boolean isAttribute =
          scope.classCode().isPresent()
              && assign.name().filter(CLASS_ATTRIBUTES::contains).isPresent();
      boolean isHeader =
          assign.targets().get(0) instanceof Expr.Item item
              && item.index() instanceof Expr.Text header
              && header.value().equalsIgnoreCase("Location");
      if (isAttribute || isHeader) {
        add(scope, assign.value().get(), isAttribute, isHeader, found);
      }
    }
    if (statement instanceof Stmt.Return returned
        && scope.function().filter(each -> METHODS.contains(each.name())).isPresent()) {
      returned.value().ifPresent(each -> add(scope, each, false, false, found));
    }
  }

  private static void add(
      CodeScope scope, Expr expression, boolean isImport, boolean isRedirect, List<Use> found) {
    Optional<WrittenUrl> url = WrittenUrl.of(expression);
    url.ifPresent(
        each ->
            found.add(
                new Use(scope.module().file(), expression.place(), each, isImport, isRedirect)));
  }

  /** The URLs in each template of main code: links, forms and requests of htmx. */
  public static Stream<List<Use>> inTemplates(Project project) {
    TemplateSet templates = TemplateSet.of(project);
    return templates.files().stream()
        .filter(file -> !file.path().isTest() && !DevelopmentPath.of(file.path()).isDevelopment())
        .filter(file -> !file.path().isBelow(Set.of("styleguide", "email", "emails", "mail")))
        .filter(file -> !LAST_RESORT.contains(file.name()))
        .filter(file -> file.text().filter(text -> text.matches("(?s).*[\"'=]/.*")).isPresent())
        .flatMap(file -> templates.template(file).stream())
        .map(WrittenUrls::in);
  }

  private static List<Use> in(TemplateFile template) {
    boolean setsActions = template.setsActions();
    return template.attributes(HTML_ATTRIBUTES).stream()
        .filter(attribute -> !(setsActions && attribute.name().equalsIgnoreCase("action")))
        // A route takes no argument that is missing, while the text only leads nowhere.
        .filter(attribute -> attribute.outputs().stream().noneMatch(template::mayMissOwner))
        .flatMap(
            attribute ->
                WrittenUrl.ofText(attribute.text()).stream()
                    .map(url -> new Use(template.file(), attribute.place(), url, false, false)))
        .toList();
  }
}
