package org.pyreview.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.project.History.FileChange;
import org.pyreview.python.CodeRole;
import org.pyreview.python.ModulePath;

/**
 * How many changes of main code came with a change of its tests.
 *
 * @param tested how many did
 * @param untested those that didn't, the largest first
 */
public record TestedShare(int tested, List<Untested> untested) {

  /**
   * A change without tests.
   *
   * @param lines of main code that it added and deleted
   */
  public record Untested(Commit commit, int lines) {}

  private static final int SMALL = 10;
  private static final Set<String> ASIDE =
      Set.of("migrations", "alembic", "docs", "doc", "settings", "config", "examples", "scripts");

  /** What a run of tests leaves. */
  private static final Pattern REPORT =
      Pattern.compile(
          "(?i)(?:.*/)?(?:reports?|results?|coverage|htmlcov|screenshots)/.*|.*\\.(?:html?|xml|log|pdf|png|jpe?g|svg|lcov)");

  private static final Pattern NO_BEHAVIOUR =
      Pattern.compile(
          "(?i)(?:setup|conf|.*settings.*|.*config.*|_*version_*|__about__|.*_pb2(?:_grpc)?)\\.py");

  /**
   * That of the newest commits. Where most of the branch are merges, each counts as a whole: its
   * tests may be in another commit of the same request. What is older than a year says nothing
   * about how people work now.
   *
   * @param commits how many to look at
   */
  public static TestedShare of(History history, int commits, Project project) {
    List<Commit> mainLine = history.mainLine(commits);
    boolean isMerged = mainLine.stream().filter(Commit::isMerge).count() * 2 > mainLine.size();
    Set<String> ignored =
        project.text(".git-blame-ignore-revs").stream()
            .flatMap(String::lines)
            .map(String::strip)
            .collect(Collectors.toSet());
    Set<String> lastYear = history.lastYear().map(Commit::id).collect(Collectors.toSet());
    int tested = 0;
    List<Untested> untested = new ArrayList<>();
    for (Commit commit : isMerged ? mainLine : history.changes(commits)) {
      if (!lastYear.contains(commit.id())
          || ignored.contains(commit.id())
          || commit.isRevert()
          || commit.isRelease()) {
        continue;
      }
      List<FileChange> files = history.files(commit);
      if (lines(files) > SMALL) {
        List<FileChange> meant =
            history.beyondFormat(
                commit, files.stream().filter(each -> isMainCode(each.path())).toList());
        if (lines(meant) > SMALL) {
          if (files.stream().anyMatch(each -> isTest(each.path()))) {
            tested++;
          } else {
            untested.add(new Untested(commit, lines(meant)));
          }
        }
      }
    }
    untested.sort(Comparator.comparingInt(Untested::lines).reversed());
    return new TestedShare(tested, untested);
  }

  private static int lines(List<FileChange> files) {
    return files.stream().filter(each -> isMainCode(each.path())).mapToInt(FileChange::lines).sum();
  }

  private static boolean isTest(String path) {
    return CodeRole.of(ModulePath.of(path)) == CodeRole.TEST && !REPORT.matcher(path).matches();
  }

  private static boolean isMainCode(String path) {
    ModulePath parsed = ModulePath.of(path);
    return path.endsWith(".py")
        && CodeRole.of(parsed).isProduction()
        && !parsed.isBelow(ASIDE)
        && !NO_BEHAVIOUR.matcher(parsed.fileName()).matches();
  }

  /** How many changed main code. */
  public int changes() {
    return tested + untested.size();
  }

  public double percent() {
    return changes() == 0 ? 100 : 100.0 * tested / changes();
  }
}
