package org.pyreview.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pyreview.python.Guard;

/** One rule's look at the whole project: what is known, and where to report. */
public final class ProjectReview {

  private final Project project;
  private final Guard guard;
  private final List<Issue> issues = new ArrayList<>();

  ProjectReview(Project project, Guard guard) {
    this.project = project;
    this.guard = guard;
  }

  public Project project() {
    return project;
  }

  /** Looks at files one by one: a failure on one costs only that file's result. */
  public void each(Collection<ProjectFile> files, Consumer<ProjectFile> look) {
    for (ProjectFile file : files) {
      int before = issues.size();
      if (!guard.run(file.toString(), () -> look.accept(file))) {
        issues.subList(before, issues.size()).clear();
      }
    }
  }

  /**
   * Raises an issue in a file.
   *
   * @param place what the developer has to change
   * @param message what to do, in one sentence
   */
  public Issue report(ProjectFile file, Place place, String message) {
    return add(new Issue(new Location(file, place, message)));
  }

  /** Raises an issue on the project, for causes outside the indexed files. */
  public Issue reportOnProject(String message) {
    return add(new Issue(new Location(null, null, message)));
  }

  /**
   * Raises an issue in a file, or on the project if it isn't indexed.
   *
   * @param place what the developer has to change
   * @param message what to do, in one sentence
   */
  public Issue report(RepositoryFile file, Place place, String message) {
    return file.indexed().isPresent()
        ? report(file.indexed().get(), place, message)
        : reportOnProject("%s, line %d: %s".formatted(file, place.line(), message));
  }

  /** Starts to count what the rule finds among the places it looks at. */
  public Habit habit() {
    return new Habit(this);
  }

  /**
   * Whether enough is known to say that something is missing; if not, the log says so once and the
   * rule has to be silent.
   */
  public boolean knowsEnough(Completeness known) {
    if (known.suffices()) {
      return true;
    }
    guard.silent(
        "%d of %d %s can't be followed"
            .formatted(known.unresolved(), known.resolved() + known.unresolved(), known.what()));
    return false;
  }

  Issue add(Issue issue) {
    issues.add(issue);
    return issue;
  }

  List<Issue> issues() {
    return issues;
  }

  /** Where something is; {@code file} and {@code place} are null for the project itself. */
  record Location(ProjectFile file, Place place, String message) {

    /** For the log. */
    @Override
    public String toString() {
      return file == null ? "the project" : file + ":" + place;
    }
  }

  /** An issue that was raised, to be completed with its causes. */
  public static final class Issue {
    private final Location primary;
    private final List<Location> causes = new ArrayList<>();
    private final List<Location> path = new ArrayList<>();

    private Issue(Location primary) {
      this.primary = primary;
    }

    static Issue at(ProjectFile file, Place place, String message) {
      return new Issue(new Location(file, place, message));
    }

    /** Adds the place of another issue as a cause, with that issue's message. */
    void becauseOf(Issue other) {
      causes.add(other.primary);
    }

    /** Adds a secondary location that shows a cause. */
    public Issue because(ProjectFile file, Place place, String message) {
      causes.add(new Location(file, place, message));
      return this;
    }

    /** Adds the next step of the way on which a value arrives. */
    public Issue through(ProjectFile file, Place place, String message) {
      path.add(new Location(file, place, message));
      return this;
    }

    Location primary() {
      return primary;
    }

    List<Location> causes() {
      return causes;
    }

    /** The way of a value, in the order in which it takes it. */
    List<Location> path() {
      return path;
    }

    List<Location> everyCause() {
      return Stream.concat(path.stream(), causes.stream()).toList();
    }
  }
}
