package org.pyreview.python;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sonar.plugins.python.api.PythonFile;
import org.sonar.plugins.python.api.SubscriptionContext;
import org.sonar.plugins.python.api.symbols.ClassSymbol;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.AliasedName;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.BaseTreeVisitor;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.HasSymbol;
import org.sonar.plugins.python.api.tree.ImportFrom;
import org.sonar.plugins.python.api.tree.ImportName;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * What is known about one Python file beyond its tree: where it lies and what its names mean.
 *
 * <p>Qualified names come from two sources, because the analyzer's differ by version ("{@code
 * django.db.models.FloatField}" on 26.1, "{@code django.db.models.fields.FloatField}" on 26.9): the
 * file's own import statements, and the analyzer's symbols, which also see through other modules of
 * the project. A recogniser asks whether any spelling is one it knows.
 */
public final class PythonModule {

  /** All rules of a file ask for the same module; the last one is enough to share the work. */
  private static volatile SoftReference<PythonModule> latest = new SoftReference<>(null);

  /** A recursion over the tree needs about as many frames of the stack several times over. */
  private static final int DEEPEST = 500;

  private static final Logger LOG = LoggerFactory.getLogger(PythonModule.class);

  private final FileInput tree;
  private final PythonFile file;
  private final ModulePath path;
  private Map<String, String> imports;
  private final Map<Symbol, SymbolUses> uses = new IdentityHashMap<>();
  private final Map<String, Boolean> packages = new HashMap<>();
  private final Map<Pattern, Boolean> patterns = new IdentityHashMap<>();
  private final Neighbours neighbours;
  private final boolean isTooDeep;
  private String source;
  private LineComments comments;
  private SourceLines lines;

  PythonModule(FileInput tree, PythonFile file) {
    this.tree = tree;
    this.file = file;
    this.path = ModulePath.ofKey(file.key());
    this.neighbours = new Neighbours(file.uri());
    this.isTooDeep = Nesting.isDeeperThan(DEEPEST, tree);
    if (isTooDeep) {
      LOG.warn("{} is not reviewed: its code is nested too deeply", path);
    }
  }

  /** The module a node of an analysed file belongs to. */
  public static PythonModule of(SubscriptionContext context) {
    Tree root = rootOf(context.syntaxNode());
    PythonModule known = latest.get();
    if (known == null || known.tree != root) {
      known = new PythonModule((FileInput) root, context.pythonFile());
      latest = new SoftReference<>(known);
    }
    return known;
  }

  private static Tree rootOf(Tree node) {
    Tree root = node;
    while (root.parent() != null) {
      root = root.parent();
    }
    return root;
  }

  /** The uses of a symbol; shared as long as rules look at the file that a node of it is in. */
  static SymbolUses usesOf(Symbol symbol, Tree node) {
    PythonModule known = latest.get();
    return known != null && known.tree == rootOf(node)
        ? known.uses.computeIfAbsent(symbol, SymbolUses::new)
        : new SymbolUses(symbol);
  }

  public FileInput tree() {
    return tree;
  }

  /** Whether the code is nested so deeply that no rule looks at it; the log says so once. */
  public boolean isTooDeep() {
    return isTooDeep;
  }

  public ModulePath path() {
    return path;
  }

  /** The lines of its text, which is read again: only files with issues need them. */
  SourceLines lines() {
    if (lines == null) {
      lines = SourceLines.of(file.content());
    }
    return lines;
  }

  /**
   * Whether a comment on a line tells linters to be silent about one of these codes, or about all.
   */
  public boolean isSuppressed(int line, String... codes) {
    if (comments == null) {
      comments = LineComments.of(tree);
    }
    return comments.suppress(line, Set.of(codes));
  }

  /** The comment that a line consists of, with its {@code #}; empty text for other lines. */
  public String commentLine(int line) {
    if (comments == null) {
      comments = LineComments.of(tree);
    }
    return comments.alone(line);
  }

  /** The comment on a line, behind code or alone, with its {@code #}; empty text without one. */
  public String comment(int line) {
    if (comments == null) {
      comments = LineComments.of(tree);
    }
    return comments.at(line);
  }

  /** The first comment of the file that a pattern matches. */
  public Optional<String> commentsMatch(Pattern pattern) {
    if (comments == null) {
      comments = LineComments.of(tree);
    }
    return comments.all().filter(each -> pattern.matcher(each).matches()).findFirst();
  }

  /** Whether the expression means something with one of these qualified names. */
  public boolean isNamed(Expression expression, Set<String> qualifiedNames) {
    return importedName(expression).filter(qualifiedNames::contains).isPresent()
        || symbolName(expression).filter(qualifiedNames::contains).isPresent();
  }

  /** Whether the call's callee has one of these qualified names. */
  public boolean isCallTo(Expression expression, Set<String> qualifiedNames) {
    return expression.is(Tree.Kind.CALL_EXPR)
        && isNamed(((CallExpression) expression).callee(), qualifiedNames);
  }

  /** Whether an import of the file gives the name its meaning, and nothing else does. */
  public boolean isImported(Name name) {
    List<Usage> bindings = SymbolUses.of(name).bindings();
    return !bindings.isEmpty()
        && bindings.stream().allMatch(usage -> usage.kind() == Usage.Kind.IMPORT);
  }

  /** Whether some assignment of the file gives the name a call to one of these. */
  public boolean isAssignedFrom(Name name, Set<String> qualifiedNames) {
    return !callsAssignedTo(name, qualifiedNames).isEmpty();
  }

  /** The calls to one of these that assignments of the file give the name. */
  public List<CallExpression> callsAssignedTo(Name name, Set<String> qualifiedNames) {
    SymbolUses all = SymbolUses.of(name);
    return all.once(
        qualifiedNames,
        () ->
            all.bindings().stream()
                .filter(usage -> usage.kind() == Usage.Kind.ASSIGNMENT_LHS)
                .map(usage -> usage.tree().parent().parent())
                .filter(AssignmentStatement.class::isInstance)
                .map(statement -> ((AssignmentStatement) statement).assignedValue())
                .filter(value -> isCallTo(value, qualifiedNames))
                .map(CallExpression.class::cast)
                .toList());
  }

  /** Every place of the file where the variable is read. */
  public static List<Tree> readsOf(Name variable) {
    return SymbolUses.of(variable).reads();
  }

  /** The function of the same file that a name stands for. */
  public static Optional<FunctionDef> functionNamed(Name name) {
    SymbolUses all = SymbolUses.of(name);
    return all.once(
        "function",
        () ->
            all.bindings().stream()
                .filter(usage -> usage.kind() == Usage.Kind.FUNC_DECLARATION)
                .map(usage -> usage.tree().parent())
                .filter(FunctionDef.class::isInstance)
                .map(FunctionDef.class::cast)
                .findFirst());
  }

  /** Whether a file beside this one, or in the folder above, contains what a pattern finds. */
  public boolean isFoundBeside(Pattern pattern) {
    return neighbours.contain(pattern);
  }

  /** Whether a pattern is found in the code of the file, or in the files beside it. */
  public boolean isFoundHereOrBeside(Pattern pattern) {
    if (source == null) {
      source = SourceText.of(tree);
    }
    return pattern.matcher(source).find() || isFoundBeside(pattern);
  }

  /** Whether the file's top level gives one of these names a value. */
  public boolean binds(Set<String> names) {
    return tree.globalVariables().stream()
        .filter(symbol -> names.contains(symbol.name()))
        .flatMap(symbol -> symbol.usages().stream())
        .anyMatch(Usage::isBindingUsage);
  }

  /** Whether the file imports the package or something below it. */
  public boolean importsFrom(String packageName) {
    return packages.computeIfAbsent(
        packageName,
        key ->
            imports().values().stream()
                .anyMatch(name -> name.equals(key) || name.startsWith(key + ".")));
  }

  /** Whether the file imports something of a top-level package with such a name. */
  public boolean importsAny(Pattern names) {
    return patterns.computeIfAbsent(
        names,
        key ->
            imports().values().stream()
                .map(name -> QualifiedName.of(name).firstName())
                .anyMatch(name -> key.matcher(name).matches()));
  }

  /** Whether the file imports just this. */
  public boolean isImported(String qualifiedName) {
    return imports().containsValue(qualifiedName);
  }

  /**
   * Whether the expression names a class that the project defines, in this file or in another that
   * the analyzer resolves; protocols are none.
   */
  public boolean isClassOfProject(Expression expression) {
    return expression instanceof HasSymbol named
        && named.symbol() instanceof ClassSymbol type
        && type.definitionLocation() != null
        && !type.isOrExtends("typing.Protocol");
  }

  /** Whether the expression names a class of the project that inherits from one of these. */
  public boolean isClassOfProject(Expression expression, Set<String> bases) {
    return isClassOfProject(expression)
        && bases.stream().anyMatch(((ClassSymbol) ((HasSymbol) expression).symbol())::isOrExtends);
  }

  /** Every qualified name the expression may stand for; empty if unknown. */
  public Set<String> spellings(Expression expression) {
    Set<String> found = new HashSet<>();
    importedName(expression).ifPresent(found::add);
    symbolName(expression).ifPresent(found::add);
    return found;
  }

  private static Optional<String> symbolName(Expression expression) {
    return expression instanceof HasSymbol named && named.symbol() != null
        ? Optional.ofNullable(named.symbol().fullyQualifiedName())
        : Optional.empty();
  }

  /**
   * Whether a class is, or inherits from, one of these: directly, or through classes of the same
   * project as far as the analyzer resolves them.
   */
  public boolean inheritsFrom(ClassDef classDef, Set<String> qualifiedNames) {
    boolean direct =
        classDef.args() != null
            && classDef.args().arguments().stream()
                .filter(argument -> argument.is(Tree.Kind.REGULAR_ARGUMENT))
                .map(argument -> ((RegularArgument) argument).expression())
                .anyMatch(base -> isNamed(base, qualifiedNames));
    if (direct) {
      return true;
    }
    Symbol symbol = classDef.name().symbol();
    return symbol instanceof ClassSymbol classSymbol
        && qualifiedNames.stream().anyMatch(classSymbol::isOrExtends);
  }

  private Optional<String> importedName(Expression expression) {
    if (expression instanceof Name name) {
      String imported = imports().get(name.name());
      return imported == null || isRebound(name) ? Optional.empty() : Optional.of(imported);
    }
    if (expression instanceof QualifiedExpression attribute) {
      return importedName(attribute.qualifier()).map(base -> base + "." + attribute.name().name());
    }
    return Optional.empty();
  }

  private boolean isRebound(Name name) {
    SymbolUses all = SymbolUses.of(name);
    return all.once(
        "rebound",
        () -> all.bindings().stream().anyMatch(usage -> usage.kind() != Usage.Kind.IMPORT));
  }

  private Map<String, String> imports() {
    if (imports == null) {
      imports = new HashMap<>();
      tree.accept(new ImportCollector());
    }
    return imports;
  }

  private final class ImportCollector extends BaseTreeVisitor {
    @Override
    public void visitImportName(ImportName statement) {
      for (AliasedName imported : statement.modules()) {
        List<Name> names = imported.dottedName().names();
        if (imported.alias() != null) {
          imports.put(imported.alias().name(), dotted(names));
        } else {
          imports.put(names.get(0).name(), names.get(0).name());
        }
      }
    }

    @Override
    public void visitImportFrom(ImportFrom statement) {
      if (statement.module() == null || !statement.dottedPrefixForModule().isEmpty()) {
        return;
      }
      String module = dotted(statement.module().names());
      for (AliasedName imported : statement.importedNames()) {
        String name = dotted(imported.dottedName().names());
        Name bound = imported.alias();
        imports.put(bound == null ? name : bound.name(), module + "." + name);
      }
    }
  }

  private static String dotted(List<Name> names) {
    return names.stream().map(Name::name).collect(Collectors.joining("."));
  }
}
