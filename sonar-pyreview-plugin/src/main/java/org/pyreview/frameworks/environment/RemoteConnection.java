package org.pyreview.frameworks.environment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.python.Arguments;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A connection to a database on another machine whose data anybody on the way can read.
 *
 * @param place what has to change
 * @param host the machine
 * @param isSwitchedOff whether encryption is switched off, rather than not asked for
 */
public record RemoteConnection(Expression place, String host, boolean isSwitchedOff) {

  private static final Pattern URL =
      Pattern.compile(
          "(?i)(postgres(?:ql)?|mysql|mariadb|redis)(?:\\+\\w+)?://(?:[^@/\\s]*@)?([\\w.-]+)(?::\\d+)?(?:/[^?\\s]*)?(?:\\?(\\S*))?");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?i)(?:.*[-_])?(?:example|placeholder|help(?:_?text)?|description)");
  private static final Pattern OFF =
      Pattern.compile(
          "(?i)(?:^|&)(?:sslmode=(?:disable|allow)|ssl=(?:false|disable|0)|ssl_disabled=true|ssl_verify_cert=false|ssl_mode=disabled)(?:&|$)");
  private static final Pattern ENGINE =
      Pattern.compile("(?i).*(?:postgres|postgis|mysql|mariadb).*");
  private static final Pattern CONNECT =
      Pattern.compile(
          "(?:psycopg2?|asyncpg|pymysql|MySQLdb|aiomysql|mysql\\.connector|aiopg)\\.(?:\\w+\\.)*(?:connect|create_pool|Connection|Connect)");
  private static final List<String> OFF_VALUES = List.of("disable", "allow");

  /** That of a URL that is written out. */
  public static Optional<RemoteConnection> of(StringLiteral literal) {
    Matcher url = URL.matcher(literal.trimmedQuotesValue());
    if (!url.matches() || !isRemote(url.group(2)) || isExample(literal)) {
      return Optional.empty();
    }
    String query = Optional.ofNullable(url.group(3)).orElse("");
    if (OFF.matcher(query).find()) {
      return Optional.of(new RemoteConnection(literal, url.group(2), true));
    }
    return query.toLowerCase(Locale.ROOT).contains("ssl")
        ? Optional.empty()
        : Optional.of(new RemoteConnection(literal, url.group(2), false));
  }

  /** What a schema or a form shows its readers, under {@code "example": …} or {@code example=…}. */
  private static boolean isExample(StringLiteral literal) {
    Tree parent = literal.parent();
    Optional<String> name =
        parent instanceof KeyValuePair pair && pair.value() == literal
            ? Literal.string(pair.key())
            : parent instanceof RegularArgument argument && argument.keywordArgument() != null
                ? Optional.of(argument.keywordArgument().name())
                : Optional.empty();
    return name.filter(each -> EXAMPLE.matcher(each).matches()).isPresent();
  }

  /** That of an entry of Django's DATABASES. */
  public static Optional<RemoteConnection> of(DictionaryLiteral database) {
    Optional<Expression> host = Literal.entry(database, "HOST");
    boolean isOnServer =
        Literal.entry(database, "ENGINE")
            .flatMap(Literal::string)
            .filter(engine -> ENGINE.matcher(engine).matches())
            .isPresent();
    Optional<String> name = host.flatMap(Literal::string).filter(RemoteConnection::isRemote);
    if (!isOnServer || name.isEmpty()) {
      return Optional.empty();
    }
    Optional<Expression> options = Literal.entry(database, "OPTIONS");
    if (options.isPresent() && !(options.get() instanceof DictionaryLiteral)) {
      return Optional.empty();
    }
    Optional<DictionaryLiteral> written = options.map(DictionaryLiteral.class::cast);
    Optional<Expression> mode = written.flatMap(each -> Literal.entry(each, "sslmode"));
    if (mode.flatMap(Literal::string).filter(OFF_VALUES::contains).isPresent()) {
      return Optional.of(new RemoteConnection(mode.get(), name.get(), true));
    }
    boolean asks =
        mode.isPresent()
            || written
                .filter(
                    each ->
                        Literal.entry(each, "ssl").isPresent()
                            || Literal.entry(each, "ssl_mode").isPresent()
                            || Literal.entry(each, "service").isPresent())
                .isPresent();
    return asks
        ? Optional.empty()
        : Optional.of(new RemoteConnection(host.get(), name.get(), false));
  }

  /** That of a call of a driver. */
  public static Optional<RemoteConnection> of(CallExpression call, PythonModule module) {
    boolean connects =
        module.spellings(call.callee()).stream().anyMatch(name -> CONNECT.matcher(name).matches());
    if (!connects) {
      return Optional.empty();
    }
    Arguments arguments = Arguments.of(call);
    Optional<String> host =
        arguments.named("host").flatMap(Literal::string).filter(RemoteConnection::isRemote);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    Optional<Expression> off =
        arguments
            .named("sslmode")
            .filter(mode -> Literal.string(mode).filter(OFF_VALUES::contains).isPresent())
            .or(
                () ->
                    arguments
                        .named("ssl")
                        .filter(ssl -> Literal.bool(ssl).filter(Boolean.FALSE::equals).isPresent()))
            .or(
                () ->
                    arguments
                        .named("ssl_disabled")
                        .filter(ssl -> Literal.bool(ssl).filter(Boolean.TRUE::equals).isPresent()));
    return off.map(value -> new RemoteConnection(value, host.get(), true));
  }

  /**
   * A full name of another network: not this machine, a service of compose, or a private address.
   */
  private static boolean isRemote(String host) {
    return host.contains(".")
        && !host.matches(
            "(?i)127\\..*|10\\..*|192\\.168\\..*|172\\.(?:1[6-9]|2\\d|3[01])\\..*|0\\.0\\.0\\.0|.*\\.(?:local|internal|localhost|localdomain|lan|test|cluster|svc|example|invalid)|(?:.*\\.)?example\\.\\w+|host\\.docker\\..*");
  }
}
