package org.pyreview.frameworks.django;

import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.UnpackingExpression;

/** A connection to a database server that a file of a Django project opens by hand. */
public final class DriverConnection {

  private static final Set<String> DRIVERS =
      Set.of(
          "psycopg2.connect",
          "psycopg.connect",
          "psycopg.Connection.connect",
          "MySQLdb.connect",
          "pymysql.connect",
          "mysql.connector.connect",
          "cx_Oracle.connect",
          "oracledb.connect");
  private static final Set<String> ENGINES =
      Set.of("sqlalchemy.create_engine", "sqlalchemy.engine.create_engine");

  private static final Pattern OTHER = Pattern.compile("\\bsettings\\.(?!DATABASE)[A-Z]");

  private DriverConnection() {}

  /** Whether a call opens one. */
  public static boolean isOpenedBy(CallExpression call, PythonModule module) {
    return module.importsFrom("django")
        && (module.isNamed(call.callee(), DRIVERS) && !namesAnother(call)
            || (module.isNamed(call.callee(), ENGINES) && namesDatabases(call)));
  }

  /** Whether settings of its own say where to connect: to a database that isn't Django's. */
  private static boolean namesAnother(CallExpression call) {
    return call.arguments().stream()
        .map(
            each ->
                each instanceof RegularArgument argument
                    ? argument.expression()
                    : ((UnpackingExpression) each).expression())
        .map(AssignedValue::behind)
        .map(SourceText::of)
        .anyMatch(each -> OTHER.matcher(each).find());
  }

  /** Whether it takes where to connect from Django's settings. */
  private static boolean namesDatabases(CallExpression call) {
    return Arguments.of(call)
        .expressions()
        .map(SourceText::of)
        .anyMatch(each -> each.matches("(?s).*\\b(?:DATABASES|settings_dict)\\b.*"));
  }
}
