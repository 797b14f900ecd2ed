package org.pyreview.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.PathSuffixFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.eclipse.jgit.util.io.DisabledOutputStream;
import org.pyreview.project.code.Essence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a project came to the commit that is checked out. */
public final class History {

  /** More than any rule looks back. */
  private static final int LONGEST = 20_000;

  /** Bytes of a file whose old version is worth reading. */
  private static final int LARGEST = 1_000_000;

  private static final Pattern BOT =
      Pattern.compile(
          "(?i).*(?:\\[bot\\]|\\bbot\\b|dependabot|renovate|pre-commit-ci|github-actions|weblate|transifex|crowdin|greenkeeper|pyup|snyk-).*");

  /** A workflow may write as the last person who changed something; bots that merge don't count. */
  private static final Pattern WRITER =
      Pattern.compile(
          "(?i)github-actions|pre-commit-ci|\\bweblate\\b|transifex|crowdin|dependabot|renovate");

  private static final Pattern UPDATER =
      Pattern.compile("(?i)dependabot|renovate|\\bpyup\\b|pyup-bot|snyk-bot");
  private static final Pattern UPDATE =
      Pattern.compile("(?i)^Merge .*\\b(?:from|branch) \\S*\\b(?:dependabot|renovate|pyup-|snyk-)");
  private static final long YEAR = 365L * 24 * 60 * 60;
  private static final Pattern CLOSING =
      Pattern.compile("(?i)\\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?):?\\s+#(\\d+)\\b");
  private static final Logger LOG = LoggerFactory.getLogger(History.class);

  private final Project project;
  private final List<Commit> commits;
  private final List<Commit> mainLine;
  private final List<String> tags;

  private History(Project project, List<Commit> commits, List<Commit> mainLine, List<String> tags) {
    this.project = project;
    this.commits = commits;
    this.mainLine = mainLine;
    this.tags = tags;
  }

  private record Known(Optional<History> history) {}

  /**
   * The history of a project; read once.
   *
   * @return empty, with a log line, where there is no repository, or only its newest commits
   */
  public static Optional<History> of(Project project) {
    return project.knowledge(Known.class, History::read).history;
  }

  private static Known read(Project project) {
    return new Known(
        project
            .baseDir()
            .filter(baseDir -> project.git().isPresent())
            .flatMap(
                baseDir ->
                    GitRepository.read(
                        baseDir,
                        (repository, head, prefix) -> {
                          if (!repository.getObjectDatabase().getShallowCommits().isEmpty()) {
                            LOG.info(
                                "The git clone is shallow: rules about its history are silent");
                            return Optional.empty();
                          }
                          List<Commit> commits = commits(repository, head, prefix, false);
                          return Optional.of(
                              new History(
                                  project,
                                  commits,
                                  commits(repository, head, prefix, true),
                                  tags(repository, commits)));
                        })));
  }

  private static List<Commit> commits(
      Repository repository, ObjectId head, String prefix, boolean isMainLine) throws IOException {
    List<Commit> found = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setFirstParent(isMainLine);
      walk.sort(RevSort.COMMIT_TIME_DESC);
      if (!prefix.isEmpty()) {
        walk.setTreeFilter(
            AndTreeFilter.create(
                PathFilter.create(prefix.substring(0, prefix.length() - 1)), TreeFilter.ANY_DIFF));
      }
      walk.markStart(walk.parseCommit(head));
      for (RevCommit each : walk) {
        if (found.size() == LONGEST) {
          break;
        }
        found.add(commit(each, mergedAuthor(each, walk)));
      }
    }
    return found;
  }

  private static List<String> tags(Repository repository, List<Commit> commits) throws IOException {
    Set<String> reached = commits.stream().map(Commit::id).collect(Collectors.toSet());
    List<String> found = new ArrayList<>();
    for (Ref each : repository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
      Ref peeled = repository.getRefDatabase().peel(each);
      ObjectId target =
          peeled.getPeeledObjectId() == null ? peeled.getObjectId() : peeled.getPeeledObjectId();
      if (target != null && reached.contains(target.name())) {
        found.add(each.getName().substring(Constants.R_TAGS.length()));
      }
    }
    return found;
  }

  private static Optional<Person> mergedAuthor(RevCommit commit, RevWalk walk) throws IOException {
    if (commit.getParentCount() < 2) {
      return Optional.empty();
    }
    RevCommit merged = commit.getParent(1);
    walk.parseBody(merged);
    return Optional.of(person(merged.getAuthorIdent()));
  }

  private static Person person(PersonIdent ident) {
    return new Person(ident.getName(), ident.getEmailAddress());
  }

  private static Commit commit(RevCommit each, Optional<Person> merged) {
    PersonIdent author = each.getAuthorIdent();
    PersonIdent committer = each.getCommitterIdent();
    return new Commit(
        each.name(),
        each.getParentCount(),
        person(author),
        person(committer),
        merged,
        each.getShortMessage(),
        each.getFullMessage(),
        each.getCommitTime(),
        BOT.matcher(author.getName() + " " + author.getEmailAddress()).matches()
            || WRITER.matcher(committer.getName() + " " + committer.getEmailAddress()).find());
  }

  /** The newest changes by people, merges left out, the newest first. */
  public List<Commit> changes(int most) {
    return newest(commits, commit -> !commit.isMerge(), most);
  }

  /** The newest commits by people of the branch itself: merges, and what was pushed to it. */
  public List<Commit> mainLine(int most) {
    return newest(mainLine, commit -> true, most);
  }

  private static List<Commit> newest(List<Commit> all, Predicate<Commit> test, int most) {
    return all.stream().filter(each -> !each.isByBot()).filter(test).limit(most).toList();
  }

  /** The commits of the year before the newest one, whoever made them. */
  public Stream<Commit> lastYear() {
    long start = commits.isEmpty() ? 0 : commits.get(0).time() - YEAR;
    return commits.stream().filter(each -> each.time() >= start);
  }

  /** How many changes programs made in the last year that keep dependencies up to date. */
  public long updates() {
    return lastYear()
        .filter(
            each ->
                UPDATER.matcher(each.author().name() + " " + each.author().address()).find()
                    || UPDATE.matcher(each.subject()).find())
        .count();
  }

  /** The names of the tags on the way to the commit that is checked out. */
  public List<String> tags() {
    return tags;
  }

  /** The day of the newest commit. */
  public LocalDate day() {
    return LocalDate.ofInstant(
        Instant.ofEpochSecond(commits.isEmpty() ? 0 : commits.get(0).time()), ZoneOffset.UTC);
  }

  /** The commit that says it closes an issue; the newest of several. */
  public Optional<Commit> closing(String issue) {
    return commits.stream().filter(commit -> closed(commit).contains(issue)).findFirst();
  }

  private static Set<String> closed(Commit commit) {
    Set<String> numbers = new HashSet<>();
    Matcher closing = CLOSING.matcher(commit.message());
    while (closing.find()) {
      numbers.add(closing.group(1));
    }
    return numbers;
  }

  /**
   * A commit after which a file wasn't there any more.
   *
   * @param renamedTo its new path from the project's root, if the same commit brought it back under
   *     another name
   */
  public record Removal(Commit commit, Optional<String> renamedTo) {}

  /**
   * The newest commit that removed a file.
   *
   * @param pathEnd the last segments of its path; the file must not be there now
   */
  public Optional<Removal> removal(String pathEnd) {
    return read((repository, head, prefix) -> removal(repository, head, prefix, pathEnd));
  }

  private <T> Optional<T> read(GitRepository.Reader<T> reader) {
    return project.baseDir().flatMap(baseDir -> GitRepository.read(baseDir, reader));
  }

  private static Optional<Removal> removal(
      Repository repository, ObjectId head, String prefix, String pathEnd) throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        DiffFormatter diff = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
      walk.setRewriteParents(false);
      walk.setTreeFilter(
          AndTreeFilter.create(PathSuffixFilter.create("/" + pathEnd), TreeFilter.ANY_DIFF));
      walk.markStart(walk.parseCommit(head));
      RevCommit newer = walk.next();
      if (newer == null || newer.getParentCount() == 0) {
        return Optional.empty();
      }
      diff.setRepository(repository);
      diff.setDetectRenames(true);
      RevCommit older = walk.parseCommit(newer.getParent(0));
      for (DiffEntry entry : diff.scan(older.getTree(), newer.getTree())) {
        boolean isGone =
            entry.getChangeType() == DiffEntry.ChangeType.DELETE
                || entry.getChangeType() == DiffEntry.ChangeType.RENAME;
        String old = entry.getOldPath();
        if (isGone && old.startsWith(prefix) && old.endsWith("/" + pathEnd)) {
          return Optional.of(
              new Removal(
                  commit(newer, Optional.empty()),
                  Optional.of(entry.getNewPath())
                      .filter(path -> path.startsWith(prefix))
                      .map(path -> path.substring(prefix.length()))));
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A file that a commit changed.
   *
   * @param path from the project's root
   * @param lines added and deleted; 0 for binary files and mere renames
   * @param oldPath what it was called before, from the repository's root; empty if it is new
   * @param newPath what it is called since, from the repository's root; empty if it is gone
   */
  public record FileChange(
      String path, int lines, Optional<String> oldPath, Optional<String> newPath) {}

  /**
   * The changes of Python files by which a commit changed more than their format.
   *
   * @param changes some of those of the commit
   */
  public List<FileChange> beyondFormat(Commit commit, List<FileChange> changes) {
    return read((repository, head, prefix) ->
            Optional.of(beyondFormat(repository, commit, changes)))
        .orElse(changes);
  }

  private static List<FileChange> beyondFormat(
      Repository repository, Commit commit, List<FileChange> changes) throws IOException {
    List<FileChange> found = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit newer = walk.parseCommit(ObjectId.fromString(commit.id()));
      RevCommit older = newer.getParentCount() > 0 ? walk.parseCommit(newer.getParent(0)) : null;
      for (FileChange change : changes) {
        Optional<String> before =
            older == null ? Optional.empty() : text(repository, older, change.oldPath());
        Optional<String> after = text(repository, newer, change.newPath());
        boolean isFormat =
            before.isPresent() && after.isPresent() && Essence.isSame(before.get(), after.get());
        if (!isFormat) {
          found.add(change);
        }
      }
    }
    return found;
  }

  private static Optional<String> text(
      Repository repository, RevCommit commit, Optional<String> path) throws IOException {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try (TreeWalk file = TreeWalk.forPath(repository, path.get(), commit.getTree())) {
      if (file == null) {
        return Optional.empty();
      }
      byte[] bytes = repository.open(file.getObjectId(0)).getCachedBytes(LARGEST);
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (LargeObjectException e) {
      return Optional.empty();
    }
  }

  /**
   * What a commit changed below the project's root, compared with its first parent: of a merge all
   * that it brought.
   */
  public List<FileChange> files(Commit commit) {
    return read((repository, head, prefix) -> Optional.of(files(repository, commit, prefix)))
        .orElse(List.of());
  }

  private static List<FileChange> files(Repository repository, Commit commit, String prefix)
      throws IOException {
    List<FileChange> found = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository);
        DiffFormatter diff = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
      diff.setRepository(repository);
      diff.setDetectRenames(true);
      RevCommit newer = walk.parseCommit(ObjectId.fromString(commit.id()));
      RevCommit older = newer.getParentCount() > 0 ? walk.parseCommit(newer.getParent(0)) : null;
      for (DiffEntry entry : diff.scan(older == null ? null : older.getTree(), newer.getTree())) {
        boolean isDeleted = entry.getChangeType() == DiffEntry.ChangeType.DELETE;
        String path = isDeleted ? entry.getOldPath() : entry.getNewPath();
        if (path.startsWith(prefix)) {
          int lines = 0;
          for (Edit edit : diff.toFileHeader(entry).toEditList()) {
            lines += edit.getLengthA() + edit.getLengthB();
          }
          boolean isNew = entry.getChangeType() == DiffEntry.ChangeType.ADD;
          found.add(
              new FileChange(
                  path.substring(prefix.length()),
                  lines,
                  isNew ? Optional.empty() : Optional.of(entry.getOldPath()),
                  isDeleted ? Optional.empty() : Optional.of(entry.getNewPath())));
        }
      }
    }
    return found;
  }
}
