package org.pyreview.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactStore;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.ProjectRule;
import org.pyreview.project.ProjectRules;
import org.pyreview.project.UnicodeText;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.python.AstCheck;
import org.sonar.api.batch.fs.InputFile;
import org.sonar.api.batch.fs.TextRange;
import org.sonar.api.batch.fs.internal.DefaultIndexedFile;
import org.sonar.api.batch.fs.internal.DefaultInputFile;
import org.sonar.api.batch.fs.internal.FileMetadata;
import org.sonar.api.batch.fs.internal.TestInputFileBuilder;
import org.sonar.api.batch.sensor.internal.SensorContextTester;
import org.sonar.api.batch.sensor.issue.Issue;
import org.sonar.api.batch.sensor.issue.IssueLocation;
import org.sonar.api.rule.RuleKey;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.PythonCheck.PreciseIssue;
import org.sonar.plugins.python.api.PythonSubscriptionCheck;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.plugins.python.api.caching.CacheContext;
import org.sonar.plugins.python.api.quickfix.PythonTextEdit;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.python.SubscriptionVisitor;
import org.sonar.python.TestPythonVisitorRunner;
import org.sonar.python.TestPythonVisitorRunner.MockPythonFile;
import org.sonar.python.caching.CacheContextImpl;
import org.sonar.python.parser.PythonParser;
import org.sonar.python.semantic.ProjectLevelSymbolTable;
import org.sonar.python.tree.PythonTreeMaker;

/**
 * A project in a folder, analysed the way a scan does it: the Python analyzer's real front end
 * visits every Python file with the project's symbols, then the project rules decide over all
 * files.
 */
public final class AnalysedProject {

  /** Lists paths that the project's git repository has; they get some content and a commit. */
  public static final String GIT_LISTING = "git-ls-files";

  /** The history of the project's git repository, as scripts/make-history reads it. */
  public static final String GIT_HISTORY = "git-history";

  private static final String KEY = "project";

  private final Path folder;
  private final SortedSet<String> paths = new TreeSet<>();

  /** Texts of files that are analysed as if they had another content than on disk. */
  private final Map<String, String> replaced = new HashMap<>();

  /** What all Python files declare; null until one of them is visited. */
  private ProjectLevelSymbolTable symbols;

  /** An issue, in whatever way it was raised; {@code path} is empty for the project itself. */
  public record Found(
      Optional<String> path, Range range, String message, List<Cause> causes, List<Fix> fixes) {}

  /** A secondary location. */
  public record Cause(String path, Range range, String message) {}

  /** Lines from 1, columns from 0. */
  public record Range(int line, int column, int endLine, int endColumn) {}

  /** A quick fix. */
  public record Fix(String description, List<PythonTextEdit> edits) {}

  /** Takes a folder as it is. */
  public AnalysedProject(Path folder) {
    this.folder = folder;
    commitListedFiles();
    makeHistory();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        if (!path.startsWith(".git/")) {
          paths.add(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes some files of a folder, as a scan does that leaves out what git ignores.
   *
   * @param listed paths from the folder; those that are no files are left out
   */
  public AnalysedProject(Path folder, Collection<String> listed) {
    this.folder = folder;
    listed.stream().filter(path -> Files.isRegularFile(folder.resolve(path))).forEach(paths::add);
  }

  /** Writes files into an empty folder. */
  public static AnalysedProject of(Path folder, Map<String, String> files) {
    files.forEach(
        (path, text) -> {
          try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            // Halves of characters become question marks.
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return new AnalysedProject(folder);
  }

  private void commitListedFiles() {
    Path listing = folder.resolve(GIT_LISTING);
    if (!Files.exists(listing)) {
      return;
    }
    try {
      git("init", "--quiet");
      for (String path : Files.readAllLines(listing)) {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
          Files.writeString(file, "# content of " + path + "\n");
        }
        git("add", "--force", path);
      }
      git("commit", "--quiet", "--message", "All files");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeHistory() {
    if (!Files.exists(folder.resolve(GIT_HISTORY))) {
      return;
    }
    try {
      run(List.of("../scripts/make-history", folder.toAbsolutePath().toString()), Path.of("."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void git(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=Developer", "-c", "user.email=developer@example.com"));
    command.addAll(List.of(arguments));
    run(command, folder);
  }

  private static void run(List<String> command, Path workingFolder) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(workingFolder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!output.isEmpty()) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }

  /** Paths of the Python files. */
  public Stream<String> pythonFiles() {
    return paths.stream().filter(path -> path.endsWith(".py"));
  }

  private ProjectLevelSymbolTable symbols() {
    if (symbols == null) {
      symbols = ProjectLevelSymbolTable.empty();
      pythonFiles().forEach(this::declare);
    }
    return symbols;
  }

  private void declare(String path) {
    try {
      FileInput tree = new PythonTreeMaker().fileInput(PythonParser.create().parse(text(path)));
      symbols.addModule(tree, packageOf(path), file(path));
    } catch (RuntimeException | StackOverflowError e) {
      // A file that doesn't parse declares nothing, as in a scan.
    }
  }

  /** The Python files that the analyzer can't parse. */
  public List<String> unparsable() {
    return pythonFiles().filter(path -> !parses(path)).toList();
  }

  private boolean parses(String path) {
    try {
      parse(path);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private PythonVisitorContext parse(String path) {
    return parse(path, CacheContextImpl.dummyCache());
  }

  private PythonVisitorContext parse(String path, CacheContext cache) {
    return TestPythonVisitorRunner.createContext(
        file(path), folder.toFile(), packageOf(path), symbols(), cache);
  }

  private MockPythonFile file(String path) {
    return new MockPythonFile(folder.toString(), path, text(path)) {
      @Override
      public String key() {
        return KEY + ":" + path;
      }
    };
  }

  /** The analyzer's idea of a package: folders with an {@code __init__.py}. */
  private String packageOf(String path) {
    List<String> packages = new ArrayList<>();
    int slash = path.lastIndexOf('/');
    while (slash > 0 && paths.contains(path.substring(0, slash) + "/__init__.py")) {
      String parent = path.substring(0, slash);
      packages.add(0, parent.substring(parent.lastIndexOf('/') + 1));
      slash = parent.lastIndexOf('/');
    }
    return String.join(".", packages);
  }

  /** Runs one rule over the project. */
  public List<Found> issues(Object rule) {
    FactStore facts = new FactStore();
    if (rule instanceof CrossFileCheck check) {
      check.connect(facts);
    }
    List<Found> found = new ArrayList<>();
    if (rule instanceof PythonSubscriptionCheck check) {
      pythonFiles().forEach(path -> found.addAll(visit(path, List.of(check), dummyCache())));
    }
    if (rule instanceof ProjectRule projectRule) {
      found.addAll(decide(projectRule, facts));
    }
    return found;
  }

  /** Runs several rules over the project in one pass, as a scan does; issues by the rule's key. */
  public Map<String, List<Found>> issuesByRule(List<Object> rules) {
    FactStore facts = new FactStore();
    Map<String, List<Found>> found = new TreeMap<>();
    rules.forEach(rule -> found.put(AstCheck.keyOf(rule.getClass()), new ArrayList<>()));
    List<PythonSubscriptionCheck> checks =
        rules.stream()
            .filter(PythonSubscriptionCheck.class::isInstance)
            .map(PythonSubscriptionCheck.class::cast)
            .toList();
    checks.stream()
        .filter(CrossFileCheck.class::isInstance)
        .forEach(check -> ((CrossFileCheck) check).connect(facts));
    for (String path : pythonFiles().toList()) {
      issuesIn(path, checks)
          .forEach(
              issue -> found.get(AstCheck.keyOf(issue.check().getClass())).add(found(path, issue)));
    }
    SensorContextTester context = context(Set.of());
    Map<RuleKey, ProjectRule> deciding = new LinkedHashMap<>();
    rules.stream()
        .filter(ProjectRule.class::isInstance)
        .forEach(
            rule ->
                deciding.put(
                    RuleKey.of("pyreview", AstCheck.keyOf(rule.getClass())), (ProjectRule) rule));
    new ProjectRules(deciding).review(new Project(context.fileSystem(), facts), context);
    context.allIssues().forEach(issue -> found.get(issue.ruleKey().rule()).add(found(issue)));
    return found;
  }

  /**
   * Runs rules over the project as a scan does, and counts what each costs.
   *
   * @return nanoseconds of CPU by the rule's key, in visits and decision; facts count for the rule
   *     that asks first
   */
  public Map<String, Long> cost(List<Object> rules) {
    Map<String, Long> nanos = new TreeMap<>();
    FactStore facts = new FactStore();
    for (Object rule : rules) {
      if (rule instanceof CrossFileCheck check) {
        check.connect(facts);
      }
    }
    for (String path : pythonFiles().toList()) {
      try {
        PythonVisitorContext context = parse(path);
        for (Object rule : rules) {
          if (rule instanceof PythonSubscriptionCheck check) {
            count(rule, nanos, () -> SubscriptionVisitor.analyze(List.of(check), context));
          }
        }
      } catch (RuntimeException e) {
        // A file that doesn't parse has no issues.
      }
    }
    SensorContextTester context = context(Set.of());
    Project project = new Project(context.fileSystem(), facts);
    for (Object rule : rules) {
      if (rule instanceof ProjectRule decision) {
        RuleKey key = RuleKey.of("pyreview", AstCheck.keyOf(rule.getClass()));
        count(rule, nanos, () -> new ProjectRules(Map.of(key, decision)).review(project, context));
      }
    }
    return nanos;
  }

  /**
   * How much of the processor's time all rules need together, in nanoseconds: as in a scan, they
   * visit a file in one walk, and not in one for each of them.
   */
  public long costOfAll(List<Object> rules) {
    FactStore facts = new FactStore();
    Map<RuleKey, ProjectRule> decisions = new LinkedHashMap<>();
    List<PythonSubscriptionCheck> visitors = new ArrayList<>();
    for (Object rule : rules) {
      if (rule instanceof CrossFileCheck check) {
        check.connect(facts);
      }
      if (rule instanceof PythonSubscriptionCheck check) {
        visitors.add(check);
      }
      if (rule instanceof ProjectRule decision) {
        decisions.put(RuleKey.of("pyreview", AstCheck.keyOf(rule.getClass())), decision);
      }
    }
    long nanos = 0;
    for (String path : pythonFiles().toList()) {
      PythonVisitorContext context = parse(path);
      nanos += nanos(() -> SubscriptionVisitor.analyze(visitors, context));
    }
    SensorContextTester context = context(Set.of());
    Project project = new Project(context.fileSystem(), facts);
    return nanos + nanos(() -> new ProjectRules(decisions).review(project, context));
  }

  private static void count(Object rule, Map<String, Long> nanos, Runnable work) {
    nanos.merge(AstCheck.keyOf(rule.getClass()), nanos(work), Long::sum);
  }

  private static long nanos(Runnable work) {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime();
    work.run();
    return thread.getCurrentThreadCpuTime() - start;
  }

  private static CacheContext dummyCache() {
    return CacheContextImpl.dummyCache();
  }

  /** Lets rules visit one Python file; a file that doesn't parse has no issues. */
  public List<Found> visit(
      String path, List<? extends PythonSubscriptionCheck> rules, CacheContext cache) {
    return issuesIn(path, rules, cache).stream().map(issue -> found(path, issue)).toList();
  }

  /** What rules say about one Python file, by the rule's key. */
  public Map<String, List<Found>> issuesOf(
      String path, List<? extends PythonSubscriptionCheck> rules) {
    Map<String, List<Found>> byRule = new TreeMap<>();
    issuesIn(path, rules)
        .forEach(
            issue ->
                byRule
                    .computeIfAbsent(
                        AstCheck.keyOf(issue.check().getClass()), key -> new ArrayList<>())
                    .add(found(path, issue)));
    return byRule;
  }

  private List<PreciseIssue> issuesIn(String path, List<? extends PythonSubscriptionCheck> rules) {
    return issuesIn(path, rules, dummyCache());
  }

  private List<PreciseIssue> issuesIn(
      String path, List<? extends PythonSubscriptionCheck> rules, CacheContext cache) {
    PythonVisitorContext context;
    try {
      context = parse(path, cache);
    } catch (RuntimeException | StackOverflowError e) {
      return List.of();
    }
    SubscriptionVisitor.analyze(List.copyOf(rules), context);
    return context.getIssues();
  }

  /** The context a rule gets for a Python file that the analysis doesn't parse. */
  public org.sonar.plugins.python.api.PythonInputFileContext unparsed(
      String path, CacheContext cache) {
    return new org.sonar.plugins.python.api.PythonInputFileContext(
        file(path), folder.toFile(), cache, symbols());
  }

  private static Found found(String path, PreciseIssue issue) {
    return new Found(
        Optional.of(path),
        range(issue.primaryLocation()),
        issue.primaryLocation().message(),
        issue.secondaryLocations().stream()
            .map(cause -> new Cause(path, range(cause), cause.message()))
            .toList(),
        issue.quickFixes().stream()
            .map(fix -> new Fix(fix.getDescription(), fix.getTextEdits()))
            .toList());
  }

  private static Range range(org.sonar.plugins.python.api.IssueLocation location) {
    return new Range(
        location.startLine(),
        location.startLineOffset(),
        location.endLine(),
        location.endLineOffset());
  }

  /** Lets a rule decide with the facts that were recorded. */
  public List<Found> decide(ProjectRule rule, FactStore facts) {
    return decideWithout(Set.of(), rule, facts);
  }

  /**
   * Lets rules decide one after the other on what they share.
   *
   * @param nanos gets the time of each, by its key
   */
  public void decideTogether(List<ProjectRule> rules, FactStore facts, Map<String, Long> nanos) {
    SensorContextTester context = context(Set.of());
    Project project = new Project(context.fileSystem(), facts);
    for (ProjectRule rule : rules) {
      String key = AstCheck.keyOf(rule.getClass());
      long start = System.nanoTime();
      new ProjectRules(Map.of(RuleKey.of("pyreview", key), rule)).review(project, context);
      nanos.put(key, System.nanoTime() - start);
    }
  }

  /** Lets a rule decide as if some files were not there. */
  public List<Found> decideWithout(Set<String> absent, ProjectRule rule, FactStore facts) {
    SensorContextTester context = context(absent);
    RuleKey key = RuleKey.of("pyreview", AstCheck.keyOf(rule.getClass()));
    new ProjectRules(Map.of(key, rule)).review(new Project(context.fileSystem(), facts), context);
    return context.allIssues().stream().map(AnalysedProject::found).toList();
  }

  /** The files, as rules see them. */
  public Project project() {
    return project(new FactStore());
  }

  /** The files, as rules see them, with the facts that were recorded. */
  public Project project(FactStore facts) {
    return new Project(context(Set.of()).fileSystem(), facts);
  }

  /** The files and the code of the Python files, as rules see them. */
  public Project projectWithCode() {
    FactStore facts = new FactStore();
    CrossFileCheck check = new CodeOnly();
    check.connect(facts);
    pythonFiles().forEach(path -> visit(path, List.of(check), dummyCache()));
    return new Project(context(Set.of()).fileSystem(), facts);
  }

  @Rule(key = "code-only")
  private static final class CodeOnly extends CodeCheck {
    @Override
    public void review(ProjectReview review) {
      // Records only.
    }
  }

  private SensorContextTester context(Set<String> absent) {
    SensorContextTester context = SensorContextTester.create(folder);
    paths.stream()
        .filter(path -> !absent.contains(path))
        .forEach(path -> context.fileSystem().add(inputFile(path)));
    return context;
  }

  private DefaultInputFile inputFile(String path) {
    if (replaced.containsKey(path)) {
      return new TestInputFileBuilder(KEY, folder.toFile(), folder.resolve(path).toFile())
          .setContents(replaced.get(path))
          .setCharset(StandardCharsets.UTF_8)
          .build();
    }
    // As in a scan, a file that no rule asks for is never read.
    return new DefaultInputFile(
        new DefaultIndexedFile(KEY, folder, path, null), AnalysedProject::readMetadata, none -> {});
  }

  private static void readMetadata(DefaultInputFile file) {
    try (InputStream content = Files.newInputStream(file.path())) {
      Charset charset = UnicodeText.charset(Files.readAllBytes(file.path()));
      file.setMetadata(
          new FileMetadata(warning -> {}).readMetadata(content, charset, file.absolutePath()));
      file.setCharset(charset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Found found(Issue issue) {
    return new Found(
        path(issue.primaryLocation()),
        range(issue.primaryLocation()),
        issue.primaryLocation().message(),
        issue.flows().stream()
            .flatMap(flow -> flow.locations().stream())
            .map(cause -> new Cause(path(cause).orElseThrow(), range(cause), cause.message()))
            .toList(),
        List.of());
  }

  private static Optional<String> path(IssueLocation location) {
    return location.inputComponent() instanceof InputFile file
        ? Optional.of(file.toString())
        : Optional.empty();
  }

  private static Range range(IssueLocation location) {
    TextRange range = location.textRange();
    return range == null
        ? new Range(0, 0, 0, 0)
        : new Range(
            range.start().line(),
            range.start().lineOffset(),
            range.end().line(),
            range.end().lineOffset());
  }

  /** The project's files with a quick fix applied to one of them. */
  public Map<String, String> withFix(String path, Fix fix) {
    Map<String, String> fixed = sources();
    fixed.put(path, apply(text(path), fix.edits()));
    return fixed;
  }

  private static String apply(String source, List<PythonTextEdit> edits) {
    StringBuilder text = new StringBuilder(source);
    edits.stream()
        .sorted((a, b) -> offset(source, b) - offset(source, a))
        .forEach(
            edit ->
                text.replace(
                    offset(source, edit),
                    offset(source, edit.endLine(), edit.endLineOffset()),
                    edit.replacementText()));
    return text.toString();
  }

  private static int offset(String source, PythonTextEdit edit) {
    return offset(source, edit.startLine(), edit.startLineOffset());
  }

  private static int offset(String source, int line, int column) {
    int offset = 0;
    for (int i = 1; i < line; i++) {
      offset = source.indexOf('\n', offset) + 1;
    }
    return offset + column;
  }

  /** The text of every file by its path. */
  public SortedMap<String, String> sources() {
    SortedMap<String, String> sources = new TreeMap<>();
    paths.forEach(path -> sources.put(path, text(path)));
    return sources;
  }

  /** The text of a file. */
  public String text(String path) {
    try {
      String text = replaced.get(path);
      return text != null ? text : UnicodeText.of(Files.readAllBytes(folder.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Analyses a file from now on as if it had this text. */
  public void replace(String path, String text) {
    replaced.put(path, text);
  }

  public Path folder() {
    return folder;
  }
}
