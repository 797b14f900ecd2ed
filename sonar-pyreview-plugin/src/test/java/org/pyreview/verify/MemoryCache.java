package org.pyreview.verify;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.sonar.plugins.python.api.caching.CacheContext;
import org.sonar.plugins.python.api.caching.PythonReadCache;
import org.sonar.plugins.python.api.caching.PythonWriteCache;

/** The server's cache: writing a key twice is an error there too. */
public final class MemoryCache implements CacheContext, PythonReadCache, PythonWriteCache {
  private final Map<String, byte[]> previous;
  private final Map<String, byte[]> written = new HashMap<>();

  public MemoryCache(Map<String, byte[]> previous) {
    this.previous = previous;
  }

  @Override
  public boolean isCacheEnabled() {
    return true;
  }

  @Override
  public PythonReadCache getReadCache() {
    return this;
  }

  @Override
  public PythonWriteCache getWriteCache() {
    return this;
  }

  @Override
  public InputStream read(String key) {
    return new ByteArrayInputStream(previous.get(key));
  }

  @Override
  public byte[] readBytes(String key) {
    return previous.get(key);
  }

  @Override
  public boolean contains(String key) {
    return previous.containsKey(key);
  }

  @Override
  public void write(String key, byte[] data) {
    if (written.putIfAbsent(key, data) != null) {
      throw new IllegalArgumentException("written twice: " + key);
    }
  }

  @Override
  public void copyFromPrevious(String key) {
    write(key, previous.get(key));
  }

  /** What was written, by key. */
  public Map<String, byte[]> written() {
    return written;
  }
}
