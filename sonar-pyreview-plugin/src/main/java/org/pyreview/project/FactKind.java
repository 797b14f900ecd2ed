package org.pyreview.project;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.pyreview.python.PythonModule;

/**
 * One kind of knowledge about a Python file that decisions about the whole project need later.
 * Facts are small and say nothing about other files; they survive an analysis that skips the file,
 * through the server's cache.
 *
 * @param <T> the facts of one file
 */
public interface FactKind<T> {

  /** Name in the cache; changes with the format of {@link #write}. */
  String id();

  /** Reads the facts off a file's tree. */
  T record(PythonModule module);

  void write(T facts, DataOutput out) throws IOException;

  T read(DataInput in) throws IOException;
}
