package org.pyreview.project;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;

/**
 * A range in a file.
 *
 * @param line first line, from 1
 * @param column offset in the first line, from 0
 * @param endLine last line
 * @param endColumn offset behind the last character
 */
public record Place(int line, int column, int endLine, int endColumn) {

  public static Place of(Tree tree) {
    Token first = tree.firstToken();
    Token last = tree.lastToken();
    return new Place(
        first.line(), first.column(), last.line(), last.column() + last.value().length());
  }

  /** A range within one line. */
  public static Place inLine(int line, int column, int length) {
    return new Place(line, column, line, column + length);
  }

  public void write(DataOutput out) throws IOException {
    out.writeInt(line);
    out.writeInt(column);
    out.writeInt(endLine);
    out.writeInt(endColumn);
  }

  public static Place read(DataInput in) throws IOException {
    return new Place(in.readInt(), in.readInt(), in.readInt(), in.readInt());
  }
}
