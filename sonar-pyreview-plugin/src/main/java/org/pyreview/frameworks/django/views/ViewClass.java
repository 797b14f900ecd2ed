package org.pyreview.frameworks.django.views;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.python.BaseClass;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.Argument;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.Tree;

/** A class that may answer requests, by its bases. */
public record ViewClass(ClassDef definition, PythonModule module) {

  private static final Pattern VIEW =
      Pattern.compile(
          "django\\.views\\.(?:generic\\.)?(?:\\w+\\.)?(?!\\w*Mixin)\\w*View"
              + "|rest_framework\\.(?:views|generics|viewsets)\\.(?!\\w*Mixin)\\w+");
  private static final Pattern REST_VIEW =
      Pattern.compile("rest_framework\\.(?:views|generics|viewsets)\\.\\w+");
  private static final Pattern ACCESS_MIXIN =
      Pattern.compile(
          "django\\.contrib\\.auth\\.mixins\\.\\w+|braces\\.views\\.\\w*(?:Required|PassesTest)Mixin");
  private static final Pattern TEST_MIXIN =
      Pattern.compile("django\\.contrib\\.auth\\.mixins\\.UserPassesTestMixin");
  private static final Pattern RESOURCE =
      Pattern.compile("flask_rest(?:ful|x)\\.(?:\\w+\\.)*Resource");
  private static final Pattern ABSTRACT_NAME =
      Pattern.compile(".*(?:Mixin|Base|Abstract).*|Base.*");

  /** Its bases in their order. */
  public List<BaseClass> bases() {
    return BaseClass.of(definition, module);
  }

  /** Whether a base answers requests without asking what stands behind it. */
  public static boolean isView(BaseClass base) {
    return base.isOrInherits(VIEW) && !isAccessMixin(base);
  }

  /** Whether a base lets only some users pass. */
  public static boolean isAccessMixin(BaseClass base) {
    return base.isOrInherits(ACCESS_MIXIN);
  }

  /** Whether it answers requests in Django or REST framework. */
  public boolean answers() {
    return bases().stream().anyMatch(ViewClass::isView);
  }

  public boolean isRestView() {
    return bases().stream().anyMatch(each -> each.isOrInherits(REST_VIEW));
  }

  /** Whether it is a resource of Flask-RESTful or Flask-RESTX. */
  public boolean isFlaskResource() {
    return bases().stream().anyMatch(each -> each.isOrInherits(RESOURCE));
  }

  /** The mixin that asks a test which neither the class nor a base of it has. */
  public Optional<BaseClass> mixinWithoutTest() {
    boolean isComplete =
        bases().stream().allMatch(each -> each.is(VIEW) || each.is(ACCESS_MIXIN))
            && !ABSTRACT_NAME.matcher(definition.name().name()).matches();
    boolean hasTest =
        methods()
            .anyMatch(each -> Set.of("test_func", "get_test_func").contains(each.name().name()));
    return isComplete && !hasTest && answers()
        ? bases().stream().filter(each -> each.is(TEST_MIXIN)).findFirst()
        : Optional.empty();
  }

  /** Its own methods. */
  public Stream<FunctionDef> methods() {
    return definition.body().statements().stream()
        .filter(FunctionDef.class::isInstance)
        .map(FunctionDef.class::cast);
  }

  /** The arguments of the class statement with the access mixins before the views. */
  public Optional<String> reordered() {
    List<Argument> arguments = definition.args().arguments();
    boolean isPlain =
        arguments.size() == bases().size()
            && definition.args().firstToken().line() == definition.args().lastToken().line();
    if (!isPlain) {
      return Optional.empty();
    }
    Stream<BaseClass> first = bases().stream().filter(ViewClass::isAccessMixin);
    Stream<BaseClass> rest = bases().stream().filter(each -> !isAccessMixin(each));
    return Optional.of(
        String.join(
            ", ", Stream.concat(first, rest).map(each -> SourceText.of(each.written())).toList()));
  }

  /** The class around a method; empty for a plain function. */
  public static Optional<ViewClass> around(FunctionDef method, PythonModule module) {
    Tree parent = method.parent() == null ? null : method.parent().parent();
    return parent instanceof ClassDef owner
        ? Optional.of(new ViewClass(owner, module))
        : Optional.empty();
  }
}
