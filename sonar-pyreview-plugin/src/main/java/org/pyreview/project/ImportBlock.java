package org.pyreview.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AliasedName;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.ExpressionStatement;
import org.sonar.plugins.python.api.tree.ImportFrom;
import org.sonar.plugins.python.api.tree.ImportName;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * The imports at the top of a file, in their order; those in an if, try or function are left out,
 * and so is what comes after code that has to run first.
 *
 * @param lines the imports
 */
public record ImportBlock(List<Line> lines) {

  /** The imports of each file. */
  public static final FactKind<ImportBlock> FACTS =
      FactKind.of(ImportBlock.class, ImportBlock::recordedIn);

  /** Such statements make Python find the modules that are imported below them. */
  private static final Pattern PREPARES =
      Pattern.compile(
          "(?s).*(?:\\bsys\\.path\\b|monkey_patch|\\bpatch_all\\b|\\bdjango\\.setup\\b|\\bos\\.environ\\b|\\bsite\\.addsitedir\\b"
              + "|\\binstall_as_MySQLdb\\b|filterwarnings|simplefilter).*");

  private static final Pattern SWITCHED_OFF =
      Pattern.compile("(?s).*(?:isort:\\s*(?:skip_file|off)|ruff:\\s*noqa|flake8:\\s*noqa).*");

  /**
   * An import.
   *
   * @param level number of leading dots
   * @param module dotted name after {@code from} or {@code import}
   * @param text the statement
   * @param isExempt whether a comment says that it stands where it has to
   */
  public record Line(int level, String module, String text, Place place, boolean isExempt) {}

  private static ImportBlock recordedIn(PythonModule module) {
    List<Line> lines = new ArrayList<>();
    if (module.tree().statements() != null
        && !module.path().isTest()
        && module.commentsMatch(SWITCHED_OFF).isEmpty()) {
      for (Statement statement : module.tree().statements().statements()) {
        if (!(statement instanceof ImportName || statement instanceof ImportFrom)) {
          if (prepares(statement)) {
            break;
          }
          continue;
        }
        lineOf(statement, module).ifPresent(lines::add);
      }
    }
    return new ImportBlock(lines);
  }

  private static boolean prepares(Statement statement) {
    boolean isPlain =
        statement instanceof AssignmentStatement || statement instanceof ExpressionStatement;
    boolean isText =
        statement instanceof ExpressionStatement expression
            && expression.expressions().stream().allMatch(StringLiteral.class::isInstance);
    // Any call may prepare something; an assignment of a constant doesn't.
    String text = isPlain && !isText ? SourceText.of(statement) : "";
    return PREPARES.matcher(text).matches()
        || (statement instanceof ExpressionStatement && !isText && text.endsWith(")"));
  }

  private static Optional<Line> lineOf(Statement statement, PythonModule module) {
    int start = statement.firstToken().line();
    boolean isExempt = module.isSuppressed(start, "E402", "I001", "I100", "I201");
    if (statement instanceof ImportFrom from) {
      int level =
          from.dottedPrefixForModule().stream().mapToInt(dots -> dots.value().length()).sum();
      String name = from.module() == null ? "" : SourceText.of(from.module());
      List<AliasedName> names = from.importedNames();
      String text =
          "from %s%s import %s%s"
              .formatted(
                  ".".repeat(level),
                  name,
                  names.isEmpty() ? "*" : SourceText.of(names.get(0)),
                  names.size() > 1 ? ", …" : "");
      return Optional.of(new Line(level, name, text, placeOf(statement), isExempt));
    }
    List<AliasedName> modules = ((ImportName) statement).modules();
    return modules.stream()
        .findFirst()
        .map(
            first ->
                new Line(
                    0,
                    SourceText.of(first.dottedName()),
                    "import " + SourceText.of(first),
                    placeOf(statement),
                    isExempt));
  }

  /** Without the line break at its end. */
  private static Place placeOf(Statement statement) {
    Place whole = Place.of(statement);
    Tree last =
        statement.children().stream()
            .filter(each -> !each.firstToken().value().isBlank())
            .reduce((first, second) -> second)
            .orElse(statement);
    Place end = Place.of(last);
    return new Place(whole.line(), whole.column(), end.endLine(), end.endColumn());
  }
}
