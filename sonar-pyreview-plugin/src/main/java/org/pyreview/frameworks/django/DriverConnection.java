package org.pyreview.frameworks.django;

import java.util.Set;
import org.pyreview.python.Arguments;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.CallExpression;

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

  private DriverConnection() {}

  /** Whether a call opens one. */
  public static boolean isOpenedBy(CallExpression call, PythonModule module) {
    return module.importsFrom("django")
        && (module.isNamed(call.callee(), DRIVERS)
            || (module.isNamed(call.callee(), ENGINES) && namesDatabases(call)));
  }

  /** Whether it takes where to connect from Django's settings. */
  private static boolean namesDatabases(CallExpression call) {
    return Arguments.of(call)
        .expressions()
        .map(SourceText::of)
        .anyMatch(each -> each.matches("(?s).*\\b(?:DATABASES|settings_dict)\\b.*"));
  }
}
