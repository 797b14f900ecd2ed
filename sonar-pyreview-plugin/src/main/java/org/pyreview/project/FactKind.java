package org.pyreview.project;

import java.util.function.Function;
import org.pyreview.python.PythonModule;

/**
 * One kind of knowledge about a Python file that decisions about the whole project need later.
 * Facts are small and say nothing about other files; they survive an analysis that skips the file,
 * through the server's cache.
 *
 * @param <T> the facts of one file
 */
public final class FactKind<T extends Record> {

  private final String id;
  private final Function<PythonModule, T> recorder;
  private final RecordFormat<T> format;

  private FactKind(String id, Function<PythonModule, T> recorder, RecordFormat<T> format) {
    this.id = id;
    this.recorder = recorder;
    this.format = format;
  }

  /**
   * @param type the facts' class
   * @param recorder reads the facts off a file's tree
   */
  public static <T extends Record> FactKind<T> of(
      Class<T> type, Function<PythonModule, T> recorder) {
    RecordFormat<T> format = RecordFormat.of(type);
    return new FactKind<>(type.getSimpleName() + "-" + format.fingerprint(), recorder, format);
  }

  /** Name in the cache of a build; changes with the components of the facts. */
  public String id() {
    return id;
  }

  T record(PythonModule module) {
    return recorder.apply(module);
  }

  byte[] encode(T facts) {
    return format.encode(facts);
  }

  T decode(byte[] bytes) {
    return format.decode(bytes);
  }
}
