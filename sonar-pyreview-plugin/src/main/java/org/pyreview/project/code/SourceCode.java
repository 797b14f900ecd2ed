package org.pyreview.project.code;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.pyreview.project.FactKind;
import org.pyreview.project.RecordFormat;
import org.pyreview.python.PythonModule;

/**
 * The syntax of a Python file in few bytes. It lets decisions about the whole project follow a
 * value through functions, classes and files when the analyzer's trees are gone; about as long as
 * the file's text.
 *
 * @param encoded the statements
 */
public record SourceCode(byte[] encoded) {

  /** The code of each file. */
  public static final FactKind<SourceCode> FACTS =
      FactKind.of(SourceCode.class, SourceCode::recordedIn);

  private static final RecordFormat<Body> FORMAT = RecordFormat.of(Body.class);

  private record Body(List<Stmt> statements) {}

  private static SourceCode recordedIn(PythonModule module) {
    return new SourceCode(
        FORMAT.encode(new Body(CodeReader.statements(module.tree().statements()))));
  }

  /** Whether a name or string of the code contains the text; much faster than decoding it. */
  boolean mentions(String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    int last = encoded.length - wanted.length;
    for (int start = 0; start <= last; start++) {
      if (encoded[start] == wanted[0]
          && Arrays.equals(encoded, start, start + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  /** The statements of the file; decoded on every call. */
  public List<Stmt> statements() {
    return FORMAT.decode(encoded).statements();
  }
}
