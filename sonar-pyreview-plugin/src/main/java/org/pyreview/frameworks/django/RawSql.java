package org.pyreview.frameworks.django;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.FactKind;
import org.pyreview.project.Place;
import org.pyreview.python.Ancestors;
import org.pyreview.python.CodeRole;
import org.pyreview.python.Descendants;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ExceptClause;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.TryStatement;

/**
 * What a file of a Django project writes beside the ORM, although the ORM can say it. Files about
 * databases have none, and neither do commands that move data once.
 *
 * @param statements that the connection of Django runs
 * @param extras calls that add pieces of SQL to a queryset
 * @param connections that are opened beside Django's
 */
public record RawSql(List<Statement> statements, List<Extra> extras, List<Connection> connections) {

  /** What each file has. */
  public static final FactKind<RawSql> FACTS = FactKind.of(RawSql.class, RawSql::recordedIn);

  private static final Set<String> BELOW_THE_ORM = Set.of("migrations", "backends", "backend");
  private static final Set<String> COMMANDS = Set.of("management");
  private static final Pattern ABOUT_DATABASES = Pattern.compile(".*(?:db|database).*");
  private static final Pattern ONCE =
      Pattern.compile(
          "(?:migrate|import|convert|copy|move|merge|rename|backfill|upgrade|fix|repair)_.*");

  /** What a database says about a table or column that isn't there yet. */
  private static final Pattern NO_SCHEMA =
      Pattern.compile("(?s).*\\b(?:ProgrammingError|OperationalError|DatabaseError)\\b.*");

  /**
   * A statement of SQL.
   *
   * @param verb its first word, in capitals
   * @param equivalent what the ORM has instead
   */
  public record Statement(Place place, String verb, String equivalent) {}

  /**
   * A call of {@code extra()}.
   *
   * @param method its name
   */
  public record Extra(Place method) {}

  /**
   * A connection by a driver.
   *
   * @param function what opens it
   */
  public record Connection(Place place, String function) {}

  private static RawSql recordedIn(PythonModule module) {
    RawSql found = new RawSql(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    if (isMeant(module)) {
      Descendants.of(module.tree(), CallExpression.class).forEach(call -> found.add(call, module));
    }
    return found;
  }

  private static boolean isMeant(PythonModule module) {
    CodeRole role = CodeRole.of(module.path());
    String name = module.path().fileName();
    boolean isOtherCommand =
        module.path().isBelow(COMMANDS)
            && (ABOUT_DATABASES.matcher(name).matches() || ONCE.matcher(name).matches());
    return role != CodeRole.TEST
        && role != CodeRole.EXAMPLE
        && role != CodeRole.MIGRATION
        && !module.path().isGenerated()
        && !module.path().isBelow(BELOW_THE_ORM)
        && !isOtherCommand;
  }

  private void add(CallExpression call, PythonModule module) {
    RawStatement.of(call, module)
        .filter(each -> !expectsNoSchema(call))
        .ifPresent(
            each -> statements.add(new Statement(Place.of(call), each.verb(), each.equivalent())));
    ExtraClause.addedBy(call, module).ifPresent(method -> extras.add(new Extra(Place.of(method))));
    if (DriverConnection.isOpenedBy(call, module)) {
      connections.add(new Connection(Place.of(call), SourceText.of(call.callee())));
    }
  }

  /** Whether it may run before the migrations: the model's columns needn't be there all. */
  private static boolean expectsNoSchema(CallExpression call) {
    return Ancestors.of(call)
        .takeWhile(each -> !each.is(Tree.Kind.FUNCDEF))
        .filter(TryStatement.class::isInstance)
        .flatMap(each -> ((TryStatement) each).exceptClauses().stream())
        .map(ExceptClause::exception)
        .anyMatch(each -> each != null && NO_SCHEMA.matcher(SourceText.of(each)).matches());
  }
}
