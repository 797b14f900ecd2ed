package org.pyreview.ecosystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The projects that the ledgers are about: {@code projects.tsv}. */
public record Projects(List<Entry> entries) {

  private static final List<String> FIELDS =
      List.of("checkout", "repository", "commit", "frameworks", "files", "lines", "note");

  /**
   * A project.
   *
   * @param checkout name of its folder
   * @param repository {@code owner/name}
   * @param commit that is reviewed
   * @param frameworks it uses
   * @param files number of Python files, as the last run counted
   * @param lines of these files
   * @param note what else has to be known to make the checkout
   */
  public record Entry(
      String checkout,
      String repository,
      String commit,
      String frameworks,
      int files,
      int lines,
      String note) {

    /**
     * Whether the checkout is what a generator in the repository makes: it has a commit of its own,
     * and {@link #commit} is the generator's.
     */
    public boolean isGenerated() {
      return checkout.contains("--");
    }

    private List<String> fields() {
      return List.of(checkout, repository, commit, frameworks, "" + files, "" + lines, note);
    }

    private Entry counted(Scan scan) {
      return new Entry(checkout, repository, commit, frameworks, scan.files(), scan.lines(), note);
    }
  }

  static Projects read(Path folder) {
    return new Projects(
        Table.read(folder.resolve("projects.tsv"), FIELDS).stream()
            .map(
                row ->
                    new Entry(
                        row.get(0),
                        row.get(1),
                        row.get(2),
                        row.get(3),
                        Integer.parseInt(row.get(4)),
                        Integer.parseInt(row.get(5)),
                        row.get(6)))
            .toList());
  }

  void write(Path folder) {
    Table.write(
        folder.resolve("projects.tsv"), FIELDS, entries.stream().map(Entry::fields).toList());
  }

  Optional<Entry> of(String checkout) {
    return entries.stream().filter(entry -> entry.checkout.equals(checkout)).findFirst();
  }

  /** With the size that a scan saw. */
  Projects counted(String checkout, Scan scan) {
    List<Entry> counted = new ArrayList<>(entries);
    counted.replaceAll(entry -> entry.checkout.equals(checkout) ? entry.counted(scan) : entry);
    return new Projects(counted);
  }
}
