package org.pyreview.project.packages;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Project;
import org.pyreview.project.packages.DependencyManifests.Manifest;

/** What is installed where a manifest is: a lock file tells, and without one what all know. */
public final class InstalledDistributions {

  /** Ways to serve that whoever runs an application chooses; no package brings them along. */
  private static final Set<String> OF_SERVERS = Set.of("gevent", "eventlet", "uvloop", "meinheld");

  /** Where no lock file tells: what several of a project's packages bring along, nearly always. */
  private static final Set<String> EVERYWHERE =
      Set.of(
          "six",
          "pytz",
          "python-dateutil",
          "requests",
          "urllib3",
          "certifi",
          "idna",
          "pyyaml",
          "packaging");

  private final Optional<Set<String>> locked;
  private final LockedGraph graph;
  private final Set<String> roots;

  private InstalledDistributions(Optional<LockFile> lock, Set<String> roots) {
    this.locked = lock.map(LockFile::names);
    this.graph = LockedGraph.of(lock.flatMap(each -> each.file().text()).orElse(""));
    this.roots = roots;
  }

  /** Those for the code of a manifest. */
  public static InstalledDistributions of(Manifest manifest, Project project) {
    Set<String> roots = new HashSet<>(manifest.names());
    roots.removeAll(manifest.developmentNames());
    return new InstalledDistributions(
        manifest.files().stream()
            .flatMap(file -> LockFile.of(file, project).stream())
            .filter(LockFile::isKnown)
            .findFirst(),
        roots);
  }

  /**
   * What brings a distribution along where the application runs.
   *
   * @param distribution its normalised name
   * @return names, sorted; empty where no lock file tells
   */
  public List<String> bringing(String distribution) {
    return graph.needing(distribution, roots);
  }

  /** The distribution that provides a module; empty where that isn't sure. */
  public Optional<String> distribution(String module) {
    List<String> known = PythonPackages.known().knownDistributions(module);
    return Stream.concat(known.stream(), Stream.of(PythonPackages.normalized(module)))
        .filter(
            each ->
                locked
                    .map(names -> names.contains(each))
                    .orElse(known.contains(each) && !isUnsure(each)))
        .findFirst();
  }

  private static boolean isUnsure(String distribution) {
    return OF_SERVERS.contains(distribution) || EVERYWHERE.contains(distribution);
  }

  /** Whether a module is nowhere in what is locked: a file that imports it doesn't run. */
  public boolean lacks(String module) {
    return locked.filter(names -> !PythonPackages.known().isProvided(module, names)).isPresent();
  }
}
