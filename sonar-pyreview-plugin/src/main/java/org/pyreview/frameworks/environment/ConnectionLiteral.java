package org.pyreview.frameworks.environment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.Variable;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;

/**
 * The address of a server that code connects to, written out.
 *
 * @param value where it is written
 * @param client what connects to it, without the module
 */
public record ConnectionLiteral(Expression value, String client) {

  /** Clients that take a URL, or the name of a host, as their first argument. */
  private static final Pattern CLIENT =
      Pattern.compile(
          "sqlalchemy\\.(?:\\w+\\.)*(?:create_engine|create_async_engine)"
              + "|sqlmodel\\.create_engine"
              + "|pymongo\\.(?:mongo_client\\.)?MongoClient"
              + "|motor\\.motor_asyncio\\.AsyncIOMotorClient"
              + "|redis\\.(?:\\w+\\.)*(?:Redis|StrictRedis|from_url)(?:\\.from_url)?"
              + "|celery\\.(?:app\\.base\\.)?Celery"
              + "|psycopg2?\\.(?:\\w+\\.)*connect"
              + "|asyncpg\\.(?:\\w+\\.)*(?:connect|create_pool)"
              + "|elasticsearch\\.(?:\\w+\\.)*(?:Async)?Elasticsearch"
              + "|pika\\.(?:\\w+\\.)*(?:ConnectionParameters|URLParameters)");

  private static final Set<String> KEYWORDS =
      Set.of("url", "host", "hosts", "dsn", "conninfo", "broker", "backend");
  private static final Pattern NO_SERVER =
      Pattern.compile(
          "(?i)(?:sqlite|memory|mongomock|fakeredis|cache\\+memory|rpc|db\\+sqlite|filesystem|disabled|unix).*");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?i)[a-z][a-z0-9+.]*://[^/\\s]+.*|(?:.*\\s)?host=\\S+.*|localhost(?::\\d+)?|[\\w-]++(?:\\.[\\w-]++)++(?::\\d+)?");

  /** What a call connects to, where that is written out. */
  public static List<ConnectionLiteral> of(CallExpression call, PythonModule module) {
    Optional<String> client =
        module.spellings(call.callee()).stream()
            .filter(name -> CLIENT.matcher(name).matches())
            .map(name -> QualifiedName.of(name).lastName())
            .findFirst();
    if (client.isEmpty()) {
      return List.of();
    }
    Arguments arguments = Arguments.of(call);
    // The first argument of Celery is the name of the application.
    Stream<Expression> first =
        client.get().equals("Celery") ? Stream.empty() : arguments.positional(0).stream();
    return Stream.concat(
            first, KEYWORDS.stream().sorted().flatMap(name -> arguments.named(name).stream()))
        .flatMap(
            value -> Literal.elements(value).map(List::stream).orElseGet(() -> Stream.of(value)))
        .map(value -> isSetElsewhere(value, module) ? value : AssignedValue.behind(value))
        .filter(value -> Literal.string(value).filter(ConnectionLiteral::isAddress).isPresent())
        .map(value -> new ConnectionLiteral(value, client.get()))
        .toList();
  }

  /** A variable of the file in small letters is a default that a configuration may overwrite. */
  private static boolean isSetElsewhere(Expression value, PythonModule module) {
    return value instanceof Name name
        && Variable.of(name).isOfFile(module)
        && !name.name().equals(name.name().toUpperCase(Locale.ROOT));
  }

  private static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches() && !NO_SERVER.matcher(text).matches();
  }
}
