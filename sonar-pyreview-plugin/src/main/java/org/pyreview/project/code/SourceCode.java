package org.pyreview.project.code;

import java.nio.charset.StandardCharsets;
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
    // Bytes as characters: the search in strings is the fastest one that the JDK has.
    String wanted = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return new String(encoded, StandardCharsets.ISO_8859_1).contains(wanted);
  }

  /** The statements of the file; decoded on every call. */
  public List<Stmt> statements() {
    return FORMAT.decode(encoded).statements();
  }
}
