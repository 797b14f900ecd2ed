package org.pyreview.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.ecosystem.Mutation.Edit;

class MutationTest {

  @TempDir Path folder;

  @Test
  void is_read_as_it_was_written() {
    List<Mutation> mutations =
        List.of(
            new Mutation(
                "book-not-returned",
                "town+library",
                "the book stays out",
                List.of(
                    new Edit("shelf.py", "    book.back()\n", "\tpass  # a \\n\n"),
                    new Edit("return.txt", Edit.NEW, "never\n")),
                "shelf.py:3",
                "Return it."),
            new Mutation(
                "book-not-returned",
                "town+library",
                "another stays out",
                List.of(new Edit("desk.py", "a", "b")),
                "(project)",
                ""));

    Mutation.writeAll(folder, mutations);

    assertThat(Mutation.readAll(folder)).isEqualTo(mutations);
  }

  @Test
  void an_edit_changes_one_place_or_a_whole_file() {
    assertThat(new Edit("a.py", "one", "two").apply("one, three")).isEqualTo("two, three");
    assertThat(new Edit("a.py", Edit.NEW, "text").apply(null)).isEqualTo("text");
    assertThat(new Edit("a.py", Edit.ALL, "text").apply("one")).isEqualTo("text");
    assertThat(new Edit("a.py", Edit.ALL, "").apply("one")).isNull();
  }

  @Test
  void an_edit_that_does_not_fit_is_an_error() {
    assertThatThrownBy(() -> new Edit("a.py", "one", "two").apply("one, one"))
        .hasMessageContaining("more than once");
    assertThatThrownBy(() -> new Edit("a.py", "one", "two").apply("none, three".substring(6)))
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> new Edit("a.py", "one", "two").apply(null))
        .hasMessageContaining("is not there");
    assertThatThrownBy(() -> new Edit("a.py", Edit.NEW, "two").apply(""))
        .hasMessageContaining("is there already");
  }
}
