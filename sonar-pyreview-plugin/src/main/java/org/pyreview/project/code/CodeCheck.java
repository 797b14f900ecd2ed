package org.pyreview.project.code;

import java.util.List;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;

/** A rule about several files that needs nothing but their code. */
public abstract class CodeCheck extends CrossFileCheck {

  @Override
  protected final List<FactKind<?>> facts() {
    return List.of(SourceCode.FACTS);
  }
}
