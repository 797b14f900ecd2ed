package org.pyreview.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualifiedNameTest {

  @ParameterizedTest
  @CsvSource({
    "'',          '',     '',    '',   false, x",
    "Model,       Model,  Model, '',   false, x",
    "a.Model,     a,      Model, a,    true,  a.x",
    "a.b.Model,   a,      Model, a.b,  true,  a.b.x",
    "a.b.,        a,      '',    a.b,  true,  a.b.x",
    ".b,          '',     b,     '',   true,  .x",
    ".,           '',     '',    '',   true,  .x",
    "..,          '',     '',    .,    true,  ..x",
  })
  void asks_a_name_for_its_parts(
      String text, String first, String last, String owner, boolean hasOwner, String sibling) {
    QualifiedName name = QualifiedName.of(text);
    assertThat(name.firstName()).isEqualTo(first);
    assertThat(name.lastName()).isEqualTo(last);
    assertThat(name.owner()).isEqualTo(owner);
    assertThat(name.hasOwner()).isEqualTo(hasOwner);
    assertThat(name.sibling("x").text()).isEqualTo(sibling);
  }
}
