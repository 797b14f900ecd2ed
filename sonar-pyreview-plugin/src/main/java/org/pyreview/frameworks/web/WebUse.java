package org.pyreview.frameworks.web;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.project.FactKind;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.RepositoryPart;
import org.pyreview.project.RepositoryParts;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * How a file, or the whole project, takes part in answering requests.
 *
 * @param packages web packages it imports
 * @param exemptTemplates templates named in views that switch the CSRF check off
 * @param checkedTemplates templates named anywhere else
 * @param staticTemplates templates of views that answer GET alone
 * @param exemptViews names of view functions that switch the CSRF check off, in lower case
 */
public record WebUse(
    Set<String> packages,
    Set<String> exemptTemplates,
    Set<String> checkedTemplates,
    Set<String> staticTemplates,
    Set<String> exemptViews) {

  /** The web use of each file. */
  public static final FactKind<WebUse> FACTS = FactKind.of(WebUse.class, WebUse::recordedIn);

  private static final Set<String> PACKAGES =
      Set.of("django", "flask", "fastapi", "flask_wtf", "flask_login", "flask.session");
  private static final Set<String> FRAMEWORKS = Set.of("django", "flask", "fastapi");
  private static final Set<String> EXEMPT = Set.of("django.views.decorators.csrf.csrf_exempt");
  private static final Set<String> STATIC_PAGE =
      Set.of("django.views.generic.TemplateView", "django.views.generic.base.TemplateView");
  private static final Pattern TEMPLATE_NAME = Pattern.compile("[\\w./-]+\\.(?:html?|jinja2?|j2)");

  /** The use of all files together. */
  public static WebUse of(Project project) {
    return project.knowledge(WebUse.class, WebUse::ofAllFiles);
  }

  private static WebUse ofAllFiles(Project project) {
    return all(project.everywhere(FACTS));
  }

  private static WebUse all(Stream<WebUse> files) {
    WebUse all =
        new WebUse(
            new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
    files.forEach(
        file -> {
          all.packages.addAll(file.packages);
          all.exemptTemplates.addAll(file.exemptTemplates);
          all.checkedTemplates.addAll(file.checkedTemplates);
          all.staticTemplates.addAll(file.staticTemplates);
          all.exemptViews.addAll(file.exemptViews);
        });
    return all;
  }

  /**
   * The use of the part of the repository that a file lies in; of the one around it if that part
   * answers no requests.
   */
  public static WebUse around(ProjectFile file, Project project) {
    Optional<RepositoryPart> part = Optional.of(RepositoryParts.of(project).of(file));
    while (part.isPresent()) {
      WebUse use = project.knowledge(OfParts.class, OfParts::new).of(part.get());
      if (!Collections.disjoint(use.packages, FRAMEWORKS)) {
        return use;
      }
      part = part.get().enclosing();
    }
    return of(project);
  }

  /** The use of each part of a repository. */
  private static final class OfParts {
    private final Map<ProjectFile, WebUse> facts;
    private final Map<RepositoryPart, WebUse> known = new HashMap<>();

    OfParts(Project project) {
      facts = project.facts(FACTS);
    }

    WebUse of(RepositoryPart part) {
      return known.computeIfAbsent(
          part, each -> all(each.files().stream().map(facts::get).filter(Objects::nonNull)));
    }
  }

  /** Whether some code names a template, by its path or the end of it. */
  public boolean names(String template) {
    return exemptTemplates.contains(template)
        || checkedTemplates.contains(template)
        || staticTemplates.contains(template);
  }

  public boolean isDjango() {
    return packages.contains("django");
  }

  /** Whether the tokens are those of Flask-WTF. */
  public boolean usesFlaskWtf() {
    return packages.contains("flask_wtf");
  }

  /** Whether a Flask application knows its users by a cookie, or checks CSRF tokens already. */
  public boolean isFlaskWithSessions() {
    return packages.contains("flask")
        && Stream.of("flask_wtf", "flask_login", "flask.session").anyMatch(packages::contains);
  }

  /** Whether every view that names the template has switched the check off. */
  public boolean isExempt(String template) {
    return exemptTemplates.contains(template)
        && !checkedTemplates.contains(template)
        && !staticTemplates.contains(template);
  }

  /** Whether every view that names the template refuses what a form would post to it. */
  public boolean isStatic(String template) {
    return staticTemplates.contains(template)
        && !checkedTemplates.contains(template)
        && !exemptTemplates.contains(template);
  }

  /** Whether a view that switches the check off is called like the end of an address. */
  public boolean isAddressOfExempt(String address) {
    String path = address.strip().replaceFirst("[?#].*", "").replaceFirst("/+$", "");
    String last = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return exemptViews.contains(last.replace('-', '_'));
  }

  private static WebUse recordedIn(PythonModule module) {
    Set<String> packages = new HashSet<>();
    PACKAGES.stream().filter(module::importsFrom).forEach(packages::add);
    TemplateNameCollector names = new TemplateNameCollector(module);
    if (!module.path().isTest()) {
      module.tree().accept(names);
    }
    return new WebUse(
        packages, names.exempt, names.checked, names.ofStaticPages, names.exemptViews);
  }

  private static final class TemplateNameCollector extends BaseTreeVisitor {
    private final PythonModule module;
    private final Set<String> exempt = new HashSet<>();
    private final Set<String> checked = new HashSet<>();
    private final Set<String> ofStaticPages = new HashSet<>();
    private final Set<String> exemptViews = new HashSet<>();
    private final Deque<Boolean> inExemptView = new ArrayDeque<>(Set.of(false));

    TemplateNameCollector(PythonModule module) {
      this.module = module;
    }

    @Override
    public void visitFunctionDef(FunctionDef function) {
      inExemptView.push(inExemptView.peek() || isExempt(function.decorators()));
      if (inExemptView.peek()) {
        exemptViews.add(function.name().name().toLowerCase(Locale.ROOT));
      }
      super.visitFunctionDef(function);
      inExemptView.pop();
    }

    @Override
    public void visitClassDef(ClassDef view) {
      inExemptView.push(inExemptView.peek() || isExempt(view.decorators()));
      super.visitClassDef(view);
      inExemptView.pop();
    }

    @Override
    public void visitCallExpression(CallExpression call) {
      Optional<String> page =
          Arguments.of(call)
              .named("template_name")
              .filter(each -> call.callee() instanceof QualifiedExpression)
              .filter(
                  each ->
                      module.isNamed(((QualifiedExpression) call.callee()).qualifier(), STATIC_PAGE)
                          && call.callee().lastToken().value().equals("as_view"))
              .flatMap(Literal::string);
      if (page.isPresent()) {
        ofStaticPages.add(page.get());
      } else {
        super.visitCallExpression(call);
      }
    }

    @Override
    public void visitStringLiteral(StringLiteral literal) {
      String text = literal.trimmedQuotesValue();
      if (TEMPLATE_NAME.matcher(text).matches()) {
        (inExemptView.peek() ? exempt : checked).add(text);
      }
    }

    private boolean isExempt(Iterable<Decorator> decorators) {
      for (Decorator decorator : decorators) {
        String text = SourceText.of(decorator.expression());
        boolean named =
            module.isNamed(decorator.expression(), EXEMPT)
                || text.matches("(?s)(?:\\w+\\.)?method_decorator\\(.*csrf_exempt.*")
                || (decorator.expression().is(Tree.Kind.QUALIFIED_EXPR)
                    && text.matches("(?i)\\w*csrf\\w*\\.exempt"));
        if (named) {
          return true;
        }
      }
      return false;
    }
  }
}
