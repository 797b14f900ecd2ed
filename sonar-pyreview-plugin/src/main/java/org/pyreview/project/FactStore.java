package org.pyreview.project;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pyreview.python.Guard;
import org.pyreview.python.PythonModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sonar.plugins.python.api.caching.CacheContext;

/**
 * The facts of all Python files of an analysis, recorded once per file and kind, whichever rule
 * asks first.
 */
public final class FactStore {

  private static final Logger LOG = LoggerFactory.getLogger(FactStore.class);

  private final Map<FactKind<?>, Map<String, Object>> facts = new ConcurrentHashMap<>();
  private final Map<FactKind<?>, Guard> recorders = new ConcurrentHashMap<>();
  private final Guard caching = Guard.of("cache of facts");
  private final Set<String> cached = ConcurrentHashMap.newKeySet();
  private final PluginBuild build;

  public FactStore() {
    this(PluginBuild.running());
  }

  /**
   * @param build whose facts it takes from the cache: another one may have read less off a file, or
   *     meant something else by it
   */
  FactStore(PluginBuild build) {
    this.build = build;
  }

  /**
   * Records the facts of a parsed file and hands them to the next analysis through the cache. A
   * file on which that fails has no facts of this kind.
   *
   * @param fileKey the analyzer's key of the file: project key, colon, path
   */
  public <T extends Record> void record(
      FactKind<T> kind, String fileKey, PythonModule module, CacheContext cache) {
    Map<String, Object> files = of(kind);
    if (files.containsKey(fileKey)) {
      return;
    }
    // Here and not in the rules: all that need the facts would fail on the file one by one.
    recorders
        .computeIfAbsent(kind, unused -> Guard.of("recording of " + kind.id()))
        .result(fileKey, () -> kind.record(module))
        .ifPresent(
            recorded -> {
              files.put(fileKey, recorded);
              write(kind, fileKey, recorded, cache);
            });
  }

  private <T extends Record> void write(
      FactKind<T> kind, String fileKey, T recorded, CacheContext cache) {
    String key = cacheKey(kind, fileKey);
    caching.run(
        key,
        () -> {
          if (cache.isCacheEnabled() && cached.add(key)) {
            cache.getWriteCache().write(key, kind.encode(recorded));
          }
        });
  }

  /**
   * Takes the facts of an unchanged file from the previous analysis.
   *
   * @return whether they were there; if not, the file has to be parsed
   */
  public <T extends Record> boolean restore(FactKind<T> kind, String fileKey, CacheContext cache) {
    return of(kind).containsKey(fileKey)
        || caching
            .result(cacheKey(kind, fileKey), () -> isRead(kind, fileKey, cache))
            .orElse(false);
  }

  private <T extends Record> boolean isRead(FactKind<T> kind, String fileKey, CacheContext cache) {
    if (!cache.isCacheEnabled()) {
      return false;
    }
    String key = cacheKey(kind, fileKey);
    byte[] previous = cache.getReadCache().readBytes(key);
    if (previous == null) {
      return false;
    }
    T decoded;
    try {
      decoded = kind.decode(previous);
    } catch (RuntimeException e) {
      LOG.debug("The cached facts {} can't be read; the file is parsed again", key, e);
      return false;
    }
    if (cached.add(key)) {
      cache.getWriteCache().copyFromPrevious(key);
    }
    of(kind).put(fileKey, decoded);
    return true;
  }

  /** The facts of a kind by file key. */
  @SuppressWarnings("unchecked")
  <T extends Record> Map<String, T> all(FactKind<T> kind) {
    return (Map<String, T>) (Map<String, ?>) of(kind);
  }

  private Map<String, Object> of(FactKind<?> kind) {
    return facts.computeIfAbsent(kind, unused -> new ConcurrentHashMap<>());
  }

  private String cacheKey(FactKind<?> kind, String fileKey) {
    return "pyreview:" + build.id() + ":" + kind.id() + ":" + fileKey;
  }
}
