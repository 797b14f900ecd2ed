package org.pyreview.project;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.AliasedName;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.ElseClause;
import org.sonar.plugins.python.api.tree.ExceptClause;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.ImportFrom;
import org.sonar.plugins.python.api.tree.ImportName;
import org.sonar.plugins.python.api.tree.LambdaExpression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.TryStatement;

/**
 * An import that runs when its module is imported.
 *
 * @param level number of leading dots
 * @param module dotted name after {@code from} or {@code import}; may be empty after dots
 * @param name what {@code from … import} takes; empty for {@code import …} and {@code *}
 * @param place the statement
 * @param usedOnlyInFunctions whether the imported name is used, and only when functions run
 * @param isUnused whether the imported name isn't used in the file
 * @param isExplained whether a comment at the statement speaks of the circle it is part of
 */
public record ModuleImport(
    int level,
    String module,
    String name,
    Place place,
    boolean usedOnlyInFunctions,
    boolean isUnused,
    boolean isExplained) {

  private static final Pattern TYPE_CHECKING =
      Pattern.compile("(?:.*\\W)?TYPE_CHECKING(?:\\s*(?:is|==)\\s*True)?");

  private static final Pattern CIRCLE =
      Pattern.compile(
          "(?i).*\\b(?:circular\\w*|cyclic\\w*|import (?:cycle|loop)s?|partial(?:ly)?[ -](?:\\w+ )?(?:load\\w*|initiali[sz]ed|imported))\\b.*");

  /** An import whose name is used. */
  public ModuleImport(
      int level, String module, String name, Place place, boolean usedOnlyInFunctions) {
    this(level, module, name, place, usedOnlyInFunctions, false, false);
  }

  /** The imports of each file. */
  public static final FactKind<OfFile> FACTS = FactKind.of(OfFile.class, OfFile::recordedIn);

  /** The imports of one file. */
  public record OfFile(List<ModuleImport> all) {

    private static OfFile recordedIn(PythonModule module) {
      Collector collector = new Collector(module);
      FileInput tree = module.tree();
      tree.accept(collector);
      return new OfFile(collector.imports);
    }
  }

  /** Walks the statements that run at import time. */
  private static final class Collector extends BaseTreeVisitor {
    private final PythonModule file;
    private final List<ModuleImport> imports = new ArrayList<>();

    private Collector(PythonModule file) {
      this.file = file;
    }

    @Override
    public void visitFunctionDef(FunctionDef function) {
      // Runs later.
    }

    @Override
    public void visitLambda(LambdaExpression lambda) {
      // Runs later.
    }

    @Override
    public void visitIfStatement(IfStatement statement) {
      String condition = SourceText.of(statement.condition());
      boolean neverImported =
          TYPE_CHECKING.matcher(condition).matches() || condition.startsWith("__name__ ==");
      if (!neverImported) {
        scan(statement.body());
      }
      statement.elifBranches().forEach(this::visitIfStatement);
      ElseClause otherwise = statement.elseBranch();
      if (otherwise != null) {
        scan(otherwise);
      }
    }

    @Override
    public void visitTryStatement(TryStatement statement) {
      boolean expectsFailure =
          statement.exceptClauses().stream()
              .map(ExceptClause::exception)
              .anyMatch(
                  caught ->
                      caught != null
                          && SourceText.of(caught)
                              .matches(".*(ImportError|ModuleNotFoundError).*"));
      if (!expectsFailure) {
        super.visitTryStatement(statement);
      }
    }

    @Override
    public void visitImportName(ImportName statement) {
      for (AliasedName imported : statement.modules()) {
        add(0, SourceText.of(imported.dottedName()), "", statement, imported);
      }
    }

    @Override
    public void visitImportFrom(ImportFrom statement) {
      int level =
          statement.dottedPrefixForModule().stream().mapToInt(dots -> dots.value().length()).sum();
      String module = statement.module() == null ? "" : SourceText.of(statement.module());
      if (statement.isWildcardImport()) {
        imports.add(
            new ModuleImport(
                level, module, "", Place.of(statement), false, false, isExplained(statement)));
      }
      for (AliasedName imported : statement.importedNames()) {
        add(level, module, SourceText.of(imported.dottedName()), statement, imported);
      }
    }

    private void add(int level, String module, String name, Tree statement, AliasedName imported) {
      Name bound =
          imported.alias() != null ? imported.alias() : imported.dottedName().names().get(0);
      imports.add(
          new ModuleImport(
              level,
              module,
              name,
              Place.of(statement),
              isUsedOnlyInFunctions(bound),
              isUnused(bound),
              isExplained(statement)));
    }

    /** Whether the lines of comments right above speak of it, or one behind the statement. */
    private boolean isExplained(Tree statement) {
      int first = statement.firstToken().line();
      for (int line = first - 1; !file.commentLine(line).isEmpty(); line--) {
        if (CIRCLE.matcher(file.commentLine(line)).matches()) {
          return true;
        }
      }
      return CIRCLE.matcher(file.comment(first)).matches()
          || CIRCLE.matcher(file.comment(statement.lastToken().line())).matches();
    }

    private static boolean isUnused(Name bound) {
      return bound.symbol() != null
          && bound.symbol().usages().stream().allMatch(usage -> usage.kind() == Usage.Kind.IMPORT);
    }

    private static boolean isUsedOnlyInFunctions(Name bound) {
      if (bound.symbol() == null) {
        return false;
      }
      List<Tree> uses =
          bound.symbol().usages().stream()
              .filter(usage -> usage.kind() != Usage.Kind.IMPORT)
              .map(Usage::tree)
              .toList();
      return !uses.isEmpty() && uses.stream().allMatch(Collector::runsInFunction);
    }

    private static boolean runsInFunction(Tree use) {
      Tree child = use;
      for (Tree parent = use.parent(); parent != null; parent = parent.parent()) {
        if (parent instanceof FunctionDef function && function.body() == child) {
          return true;
        }
        child = parent;
      }
      return false;
    }
  }
}
