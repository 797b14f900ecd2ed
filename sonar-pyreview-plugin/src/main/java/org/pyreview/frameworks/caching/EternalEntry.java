package org.pyreview.frameworks.caching;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pyreview.python.Ancestors;
import org.pyreview.python.Arguments;
import org.pyreview.python.AssignedValue;
import org.pyreview.python.Descendants;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.QualifiedName;
import org.pyreview.python.SourceText;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * An entry of a cache that never expires, under a key of which there may be any number; or a
 * setting that makes all entries so.
 *
 * @param place what has to change
 * @param isSetting whether a setting says it
 * @param option the argument or setting, as the code names it
 */
public record EternalEntry(Tree place, boolean isSetting, String option) {

  private static final Set<String> DJANGO_CACHE =
      Set.of("django.core.cache.cache", "django.core.cache.caches");
  private static final Set<String> DJANGO_METHODS =
      Set.of(
          "set",
          "add",
          "get_or_set",
          "set_many",
          "touch",
          "aset",
          "aadd",
          "aget_or_set",
          "aset_many",
          "atouch");
  private static final Pattern REMOVAL = Pattern.compile("a?(?:delete(?:_many|_pattern)?|clear)");
  private static final Set<String> FLASK_CACHE =
      Set.of("flask_caching.Cache", "flask_caching.cache.Cache");
  private static final Set<String> FLASK_METHODS =
      Set.of("set", "add", "set_many", "memoize", "cached");
  private static final String FLASK_SETTING = "CACHE_DEFAULT_TIMEOUT";
  private static final Pattern REDIS = Pattern.compile("(?i)(?:\\w+\\.)*\\w*(?:redis|cache)\\w*");
  private static final Set<String> CLIENTS =
      Set.of(
          "redis.Redis",
          "redis.StrictRedis",
          "redis.from_url",
          "redis.client.Redis",
          "redis.asyncio.Redis",
          "redis.asyncio.from_url");
  private static final Set<String> REDIS_METHODS = Set.of("set", "setnx");
  private static final Set<String> EXPIRIES =
      Set.of("ex", "px", "exat", "pxat", "keepttl", "timeout", "time");
  private static final Set<String> RESULT_SETTINGS =
      Set.of("CELERY_RESULT_EXPIRES", "result_expires", "CELERY_TASK_RESULT_EXPIRES");

  /** The entry that a call makes, or what it sets; empty if it expires or there is only one. */
  public static Optional<EternalEntry> of(CallExpression call, PythonModule module) {
    Optional<EternalEntry> setting =
        Arguments.of(call)
            .named(FLASK_SETTING)
            .filter(EternalEntry::isZero)
            .map(value -> new EternalEntry(value, true, FLASK_SETTING));
    if (setting.isPresent()) {
      return setting;
    }
    if (!(call.callee() instanceof QualifiedExpression method)) {
      return Optional.empty();
    }
    String name = method.name().name();
    Arguments arguments = Arguments.of(call);
    if (DJANGO_METHODS.contains(name) && isDjangoCache(method.qualifier(), module)) {
      if (isEmptied(module)) {
        return Optional.empty();
      }
      return timeout(arguments, name.endsWith("touch") ? 1 : name.endsWith("set_many") ? 1 : 2)
          .filter(value -> value.is(Tree.Kind.NONE))
          .filter(value -> name.endsWith("set_many") || hasManyKeys(arguments))
          .map(value -> new EternalEntry(value, false, "timeout=None"));
    }
    if (FLASK_METHODS.contains(name) && method.qualifier() instanceof Name cache) {
      Optional<Expression> endless = arguments.named("timeout").filter(EternalEntry::isZero);
      if (module.isAssignedFrom(cache, FLASK_CACHE)
          || (endless.isPresent() && isMadeBeside(cache, module))) {
        return endless.map(value -> new EternalEntry(value, false, "timeout=0"));
      }
    }
    boolean isRedis =
        REDIS_METHODS.contains(name)
            && module.importsFrom("redis")
            && isRedis(method.qualifier(), module);
    return isRedis
            && EXPIRIES.stream().noneMatch(each -> arguments.named(each).isPresent())
            && call.arguments().size() == 2
            && hasManyKeys(arguments)
            && speaksOfCache(method.qualifier(), arguments)
            && !expiresLater(call)
        ? Optional.of(new EternalEntry(call, false, "ex"))
        : Optional.empty();
  }

  /** {@code cache = Cache()} in the extensions.py that the name is imported from. */
  private static boolean isMadeBeside(Name cache, PythonModule module) {
    return module.isImported(cache)
        && module.isFoundBeside(
            Pattern.compile(
                "(?s)\\bflask_caching\\b.*?\\n"
                    + Pattern.quote(cache.name())
                    + "\\s*(?::[^=\\n]*)?=\\s*(?:flask_caching\\.)?Cache\\("));
  }

  private static boolean isZero(Expression value) {
    return SourceText.of(value).equals("0");
  }

  private static boolean isRedis(Expression client, PythonModule module) {
    return REDIS.matcher(SourceText.of(client)).matches()
        || (client instanceof Name name && module.isAssignedFrom(name, CLIENTS));
  }

  private static Optional<Expression> timeout(Arguments arguments, int position) {
    return arguments.at(position, "timeout");
  }

  /** Whether the file removes entries itself, when what they hold has changed. */
  private static boolean isEmptied(PythonModule module) {
    return Descendants.of(module.tree(), CallExpression.class)
        .anyMatch(
            call ->
                call.callee() instanceof QualifiedExpression method
                    && REMOVAL.matcher(method.name().name()).matches()
                    && isDjangoCache(method.qualifier(), module));
  }

  private static boolean isDjangoCache(Expression receiver, PythonModule module) {
    Expression cache = receiver instanceof SubscriptionExpression item ? item.object() : receiver;
    return module.isNamed(cache, DJANGO_CACHE);
  }

  /** Whether the key is put together: one that is written out is a single entry. */
  private static boolean hasManyKeys(Arguments arguments) {
    Optional<Expression> key = arguments.at(0, "key").or(() -> arguments.named("name"));
    return key.filter(each -> Literal.string(each).isEmpty() && !isConstant(each)).isPresent();
  }

  private static boolean isConstant(Expression key) {
    if (isAttributeOfClass(key) || Literal.string(AssignedValue.behind(key)).isPresent()) {
      return true;
    }
    return QualifiedName.of(SourceText.of(key)).lastName().matches("[A-Z][A-Z0-9_]*");
  }

  /** {@code self.count_key}, where the class around it has {@code count_key = "articles.count"}. */
  private static boolean isAttributeOfClass(Expression key) {
    return key instanceof QualifiedExpression member
        && Ancestors.of(key)
            .filter(ClassDef.class::isInstance)
            .flatMap(each -> ((ClassDef) each).body().statements().stream())
            .filter(AssignmentStatement.class::isInstance)
            .map(AssignmentStatement.class::cast)
            .anyMatch(
                each ->
                    Literal.string(each.assignedValue()).isPresent()
                        && SourceText.of(each.lhsExpressions().get(0))
                            .equals(member.name().name()));
  }

  private static boolean speaksOfCache(Expression client, Arguments arguments) {
    return Stream.of(Optional.of(client), arguments.positional(0))
        .flatMap(Optional::stream)
        .map(SourceText::of)
        .anyMatch(text -> text.toLowerCase(java.util.Locale.ROOT).contains("cache"));
  }

  private static boolean expiresLater(CallExpression call) {
    return Ancestors.function(call)
        .map(function -> SourceText.of(function.body()))
        .filter(body -> body.matches("(?s).*\\.p?expire(?:at)?\\(.*"))
        .isPresent();
  }

  /** What an entry of a dictionary says: {@code cache.init_app(app, config={…})}. */
  public static Optional<EternalEntry> of(KeyValuePair pair) {
    return pair.key() != null
            && isZero(pair.value())
            && Literal.string(pair.key()).filter(FLASK_SETTING::equals).isPresent()
        ? Optional.of(new EternalEntry(pair.value(), true, FLASK_SETTING))
        : Optional.empty();
  }

  /** What a setting says of all entries. */
  public static List<EternalEntry> of(AssignmentStatement assignment) {
    String name = setting(assignment.lhsExpressions().get(0).expressions().get(0));
    Expression value = assignment.assignedValue();
    if (RESULT_SETTINGS.contains(name)) {
      return value.is(Tree.Kind.NONE) || isZero(value)
          ? List.of(new EternalEntry(value, true, name))
          : List.of();
    }
    if (name.equals(FLASK_SETTING) && isZero(value)) {
      return List.of(new EternalEntry(value, true, name));
    }
    return name.equals("CACHES") && value instanceof DictionaryLiteral caches
        ? caches.elements().stream()
            .filter(KeyValuePair.class::isInstance)
            .map(each -> ((KeyValuePair) each).value())
            .filter(DictionaryLiteral.class::isInstance)
            .flatMap(each -> Literal.entry((DictionaryLiteral) each, "TIMEOUT").stream())
            .filter(each -> each.is(Tree.Kind.NONE))
            .map(each -> new EternalEntry(each, true, "TIMEOUT"))
            .toList()
        : List.of();
  }

  /** {@code NAME}, {@code config["NAME"]}. */
  private static String setting(Expression target) {
    if (target instanceof SubscriptionExpression item
        && item.subscripts().expressions().size() == 1) {
      return Literal.string(item.subscripts().expressions().get(0)).orElse("");
    }
    return target instanceof Name name ? name.name() : "";
  }
}
