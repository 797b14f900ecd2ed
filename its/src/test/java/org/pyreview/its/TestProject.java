package org.pyreview.its;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A project in a folder of its own, to be scanned. */
record TestProject(String key, Path folder) {

  /** What a server knows of a project. */
  private record Analysis(Map<String, String> content, Scan scan) {}

  /** By the server's address and the project's key. */
  private static final Map<String, Analysis> ANALYSES = new ConcurrentHashMap<>();

  private static final List<String> GIT =
      List.of("git", "-c", "user.name=Developer", "-c", "user.email=developer@example.com");

  /**
   * An empty one, outside this repository: its .gitignore would hide the files from the scanner.
   */
  static TestProject empty(String key) {
    Path folder =
        Path.of(System.getProperty("java.io.tmpdir"))
            .resolve("pyreview-projects-" + ProcessHandle.current().pid())
            .resolve(key);
    try {
      ProcessServer.deleteRecursively(folder);
      return new TestProject(key, Files.createDirectories(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of a sample backend, committed to a repository of its own. */
  static TestProject sample(String name) {
    TestProject project = empty(name);
    project.add(samples().resolve(name));
    project.commit();
    return project;
  }

  /** The sample's twin without violations. */
  static TestProject cleanTwin(String name) {
    TestProject project = empty(name + ".clean");
    project.add(samples().resolve(name));
    project.fix(name);
    project.commit();
    return project;
  }

  /** Changes a copy of a sample backend into its twin without violations. */
  void fix(String sample) {
    Path changes = samples().resolve(sample + ".clean");
    add(changes);
    try {
      for (String removed : Files.readAllLines(changes.resolve(".removed"))) {
        Files.delete(folder.resolve(removed));
      }
      Files.delete(folder.resolve(".removed"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path samples() {
    return Workplace.root().resolve("its/projects");
  }

  /** Copies all files below a folder into the project. */
  void add(Path source) {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(source.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String path, String content) {
    write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  void write(String path, byte[] content) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits all files; where a file describes a history, that is made around them. */
  void commit() {
    Path history = folder.resolve("git-history");
    if (Files.exists(history)) {
      Workplace.run(
          List.of(Workplace.root().resolve("scripts/make-history").toString(), folder.toString()),
          folder);
      delete(history);
      return;
    }
    git("init", "--quiet");
    git("add", "--all", "--force");
    git("commit", "--quiet", "--message", "All files");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void git(String... arguments) {
    List<String> command = new ArrayList<>(GIT);
    command.addAll(List.of(arguments));
    Workplace.run(command, folder);
  }

  /** Makes the project known to the server, as it is before its first analysis. */
  void create(SonarServer server) {
    boolean exists =
        !server
            .api()
            .get("/api/projects/search", "projects", key)
            .getAsJsonArray("components")
            .isEmpty();
    if (!exists) {
      server.api().post("/api/projects/create", "project", key, "name", key);
    }
  }

  /** Makes the project known, to be analysed with another profile than the default. */
  void createWithProfile(SonarServer server, String profile) {
    create(server);
    server
        .api()
        .post(
            "/api/qualityprofiles/add_project",
            "project",
            key,
            "language",
            "py",
            "qualityProfile",
            profile);
  }

  /** Scans it in any case; {@link #analysed} is quicker where an earlier scan will do. */
  Scan scan(SonarServer server, Map<String, String> properties) {
    String place = place(server);
    // Waiting for a gate changes the exit code, but nothing of what the server knows.
    boolean sameAnalysis =
        lastAnalysis(server).isPresent()
            && properties.keySet().stream().allMatch(name -> name.startsWith("sonar.qualitygate."));
    if (!sameAnalysis) {
      ANALYSES.remove(place);
    }
    Map<String, String> all = new TreeMap<>(properties);
    all.put("sonar.scanner.javaOpts", String.join(" ", Jdk.SHORT_RUN));
    Scan scan = Scan.of(server, key, folder, all);
    if (properties.isEmpty()) {
      ANALYSES.put(place, new Analysis(content(), scan));
    }
    return scan;
  }

  /** The last scan without other properties, if the server knows these files; else a new one. */
  Scan analysed(SonarServer server) {
    return lastAnalysis(server).map(Analysis::scan).orElseGet(() -> scan(server, Map.of()));
  }

  private Optional<Analysis> lastAnalysis(SonarServer server) {
    return Optional.ofNullable(ANALYSES.get(place(server)))
        .filter(last -> last.content().equals(content()));
  }

  private String place(SonarServer server) {
    return server.url() + " " + key;
  }

  /** All files outside the repository's own, by path. */
  private Map<String, String> content() {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path path = folder.relativize(file);
        if (!path.startsWith(".git")) {
          content.put(
              path.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  /** Our issues on the server, as "path:line rule", sorted. */
  List<String> ourIssues(SonarServer server) {
    return issues(server).stream()
        .filter(issue -> issue.get("rule").getAsString().startsWith("pyreview:"))
        .map(TestProject::line)
        .sorted()
        .toList();
  }

  List<JsonObject> issues(SonarServer server) {
    return server.api().all("/api/issues/search", "issues", "components", key, "resolved", "false");
  }

  private static String line(JsonObject issue) {
    String component = issue.get("component").getAsString();
    String rule = issue.get("rule").getAsString().substring("pyreview:".length());
    return component.equals(issue.get("project").getAsString())
        ? "(project) " + rule
        : "%s:%d %s"
            .formatted(
                component.substring(component.indexOf(':') + 1),
                issue.get("line").getAsInt(),
                rule);
  }
}
