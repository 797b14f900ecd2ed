package org.pyreview.frameworks.passwords;

import java.util.regex.Pattern;
import org.pyreview.python.PythonModule;

/**
 * A file that logs in to somebody else's service: that one decides what the password is hashed
 * with.
 */
public final class ServiceClient {

  private static final Pattern HTTP_CLIENT =
      Pattern.compile("requests|httpx|aiohttp|urllib3|httplib2|pycurl");

  /** Where passwords of one's own users come from, or go to. */
  private static final Pattern OWN_USERS =
      Pattern.compile(
          "django|rest_framework|flask\\w*|quart\\w*|fastapi\\w*|starlette|tornado|bottle|sanic"
              + "|sqlalchemy|peewee|pony|tortoise|mongoengine|pymongo|motor|sqlite3|psycopg2?|asyncpg|pymysql|MySQLdb"
              + "|redis|ldap3?|passlib|bcrypt|argon2");

  private ServiceClient() {}

  /** Whether a file sends requests, and imports nothing that its own users could be kept with. */
  public static boolean isWrittenIn(PythonModule module) {
    return module.importsAny(HTTP_CLIENT) && !module.importsAny(OWN_USERS);
  }
}
