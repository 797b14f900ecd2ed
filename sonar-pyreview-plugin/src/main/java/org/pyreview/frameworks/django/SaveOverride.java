package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.python.Ancestors;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.Signature;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.Argument;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RaiseStatement;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.UnpackingExpression;

/**
 * {@code save()} or {@code delete()} of a Django model, overridden.
 *
 * @see <a
 *     href="https://docs.djangoproject.com/en/stable/topics/db/models/#overriding-predefined-model-methods">
 *     Django: overriding predefined model methods</a>
 */
public final class SaveOverride {

  private static final Set<String> SAVE =
      Set.of("force_insert", "force_update", "using", "update_fields");
  private static final Set<String> DELETE = Set.of("using", "keep_parents");

  /** Words of what stores or removes something, in whatever store. */
  private static final Pattern WRITES =
      Pattern.compile(
          "save|delete|update|create|insert|remove|execute|commit|write|put|post|send|destroy|modify");

  private final FunctionDef method;
  private final List<CallExpression> inherited = new ArrayList<>();
  private boolean isDifferent;
  private boolean handsKeywordsOn;

  private SaveOverride(FunctionDef method) {
    this.method = method;
    method.body().accept(new Body());
  }

  /** The override that a function is; empty if it is anything else. */
  public static Optional<SaveOverride> of(FunctionDef function, PythonModule module) {
    boolean isNamedSo = Set.of("save", "delete").contains(function.name().name());
    return isNamedSo
            && function.isMethodDefinition()
            && ModelClass.around(function, module).isPresent()
        ? Optional.of(new SaveOverride(function))
        : Optional.empty();
  }

  private final class Body extends BaseTreeVisitor {
    @Override
    public void visitCallExpression(CallExpression call) {
      String callee = SourceText.of(call.callee());
      if (call.callee() instanceof QualifiedExpression attribute) {
        String owner = SourceText.of(attribute.qualifier());
        boolean isSame = attribute.name().name().equals(name());
        // super(Other, other) saves another object.
        boolean isSuper = owner.matches("super\\(\\s*(?:[^,()]*,\\s*self\\s*)?\\)");
        // Base.save(self, …)
        boolean isUnbound =
            Character.isUpperCase(QualifiedName.of(owner).lastName().charAt(0))
                && call.arguments().stream()
                    .findFirst()
                    .map(SourceText::of)
                    .orElse("")
                    .equals("self");
        if (isSame && (isSuper || isUnbound)) {
          inherited.add(call);
        }
        isDifferent |= WRITES.matcher(attribute.name().name()).find() || owner.equals("self");
      }
      isDifferent |= callee.startsWith("super");
      handsKeywordsOn |=
          !inherited.contains(call)
              && call.arguments().stream().anyMatch(SaveOverride::isUnpackedMapping);
      super.visitCallExpression(call);
    }

    @Override
    public void visitRaiseStatement(RaiseStatement statement) {
      isDifferent = true;
      super.visitRaiseStatement(statement);
    }
  }

  /** {@code save} or {@code delete}. */
  public String name() {
    return method.name().name();
  }

  public FunctionDef method() {
    return method;
  }

  private Set<String> options() {
    return name().equals("save") ? SAVE : DELETE;
  }

  /**
   * Whether it takes everything that Django passes, one way or the other. It passes nothing to
   * {@code delete()}.
   */
  public boolean takesDjangosArguments() {
    return name().equals("delete")
        || takesKeywords()
        || Set.copyOf(Signature.of(method).names()).containsAll(options());
  }

  private boolean takesKeywords() {
    return method.parameters() != null
        && method.parameters().nonTuple().stream()
            .anyMatch(
                parameter ->
                    parameter.starToken() != null && parameter.starToken().value().equals("**"));
  }

  /**
   * The calls of the inherited method that lose keywords this one was given. Where another method
   * of the object gets them, they are meant for that one.
   */
  public List<CallExpression> forgetfulCalls() {
    return takesKeywords() && !handsKeywordsOn
        ? inherited.stream().filter(call -> !passesKeywords(call)).toList()
        : List.of();
  }

  private boolean passesKeywords(CallExpression call) {
    Set<String> named =
        call.arguments().stream()
            .filter(RegularArgument.class::isInstance)
            .map(RegularArgument.class::cast)
            .filter(argument -> argument.keywordArgument() != null)
            .map(argument -> argument.keywordArgument().name())
            .collect(Collectors.toSet());
    return call.arguments().stream().anyMatch(SaveOverride::isUnpackedMapping)
        || named.containsAll(options());
  }

  private static boolean isUnpackedMapping(Argument argument) {
    return argument instanceof UnpackingExpression && SourceText.of(argument).startsWith("**");
  }

  /** Whether it takes {@code *args} and {@code **kwargs} under these names. */
  public boolean isTransparent() {
    return SourceText.of(method.parameters()).matches(".*\\*args\\b.*\\*\\*kwargs\\b.*");
  }

  /** Whether nothing in it stores or removes anything, refuses to, or leaves that to others. */
  public boolean doesNothing() {
    return inherited.isEmpty() && !isDifferent && !isOfProxy();
  }

  /** A proxy is another view of rows, and may well be one for reading. */
  private boolean isOfProxy() {
    return Ancestors.nearest(method, Tree.Kind.CLASSDEF).stream()
        .flatMap(owner -> ((ClassDef) owner).body().statements().stream())
        .filter(ClassDef.class::isInstance)
        .map(ClassDef.class::cast)
        .filter(nested -> nested.name().name().equals("Meta"))
        .flatMap(meta -> meta.body().statements().stream())
        .anyMatch(statement -> SourceText.of(statement).matches("(?s)proxy\\s*=\\s*True\\s*"));
  }

  /** The parameters after {@code self} as they are written. */
  public List<String> parameters() {
    return Signature.of(method).names();
  }

  /** The calls of the inherited method. */
  public List<CallExpression> inheritedCalls() {
    return inherited;
  }
}
