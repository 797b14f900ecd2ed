package org.pyreview.frameworks.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Commit;
import org.pyreview.project.History;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;
import org.pyreview.project.YamlFiles;
import org.pyreview.project.files.YamlFile.Entry;
import org.pyreview.project.files.YamlFile.Value;
import org.pyreview.python.ModulePath;

/**
 * A file that tells a CI service what to run.
 *
 * @param place what decides when it runs; the file's first line if nothing does
 * @param checksRequests whether it runs for pull or merge requests before they are merged
 * @param commands all that it runs, with the scripts and targets of the project that it calls
 */
public record CiWorkflow(
    RepositoryFile file, Place place, boolean checksRequests, String commands) {

  private static final Pattern GITHUB = Pattern.compile("\\.github/workflows/[^/]+\\.ya?ml");
  private static final Pattern GITLAB = Pattern.compile("\\.gitlab-ci\\.yml|\\.gitlab/.*\\.ya?ml");
  private static final Pattern AZURE =
      Pattern.compile("(?:\\.azure-pipelines/)?azure-pipelines[^/]*\\.ya?ml");
  private static final String BITBUCKET = "bitbucket-pipelines.yml";
  private static final Pattern OTHERS =
      Pattern.compile(
          "(?:.*/)?Jenkinsfile[^/]*|\\.travis\\.yml|\\.circleci/config\\.ya?ml|appveyor\\.yml|\\.appveyor\\.yml|\\.drone\\.ya?ml|\\.woodpecker(?:/[^/]+)?\\.ya?ml"
              + "|\\.semaphore/semaphore\\.ya?ml|\\.buildkite/[^/]+\\.ya?ml|\\.builds/[^/]+\\.ya?ml|\\.cirrus\\.yml|\\.zuul\\.ya?ml|zuul\\.d/[^/]+\\.ya?ml");
  private static final Set<String> REQUESTS =
      Set.of("pull_request", "pull_request_target", "merge_group");

  private static final Pattern WITH_SECRETS =
      Pattern.compile("(?m)^[^#\\n]*\\bpull_request_target\\b");

  /** Runs tests of Python code. */
  private static final Pattern TESTS =
      Pattern.compile(
          "(?m)\\b(?:pytest|py\\.test|nosetests|nose2|unittest|trial|ward|stestr|green|zope-testrunner|slipcover|coverage run)\\b|\\b(?:manage\\.py|django-admin) test\\b|\\bruntests?(?:\\.py|\\.sh)?\\b"
              + "|\\btox\\b(?! -e ?(?:lint|flake8|docs|black|ruff|mypy|pep8))|\\bnox\\b(?! -s ?(?:lint|docs))"
              + "|\\b(?:make|task|just|inv|invoke|rake|poe|hatch|pdm|uv|poetry|pipenv|npm|yarn)\\b[^\\n;&|]*\\btests?(?:[-_:]\\w+)*\\b"
              + "|\\b(?:docker|podman)[ -]compose\\b[^\\n;&|]*\\b(?:run|exec)\\b[^\\n;&|]*\\btests?\\b"
              + "|\\b(?:docker|podman) (?:run|exec)\\b[^\\n;&|]* tests?\\b"
              + "|(?:^|[\\s/.\"'])(?:run[-_])?tests?(?:[-_]\\w+)?\\.(?:sh|py)\\b|^\\s*(?:bash |sh )?\\S*/(?:test|tests)(?=\\s|$)");

  /** Hands over to something that isn't read: a workflow of another repository, another runner. */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "uses [^.\\s]\\S*/\\.github/workflows/|(?m)(?:^|[\\s;&|])(?:npx |yarn |pnpm )?(?:gulp|grunt|nx|turbo|earthly|bazel|pants|dagger|nix|devbox|mage|fab)\\s+[+\\w:./-]");

  /** Services that are set up in another place than the repository. */
  private static final Pattern SERVICE =
      Pattern.compile(
          "(?i)\\b(?:concourse|jenkins|drone\\.io|drone ci|buildkite|teamcity|azure (?:pipelines|devops)|circleci|travis(?:-ci| ci)?|semaphore ?ci|gocd|woodpecker|bitbucket pipelines|zuul|codefresh|cloud build|codebuild|appveyor|tekton)\\b|(?-i:\\bBamboo\\b)");

  /** The folder that a pipeline of Concourse takes the scripts of its tasks from. */
  private static final Pattern PIPELINE =
      Pattern.compile("(?:.*/)?(?:ci|concourse)/(?:pipeline|tasks/[^/]+)\\.ya?ml");

  /** Services whose settings need not lie in the repository. */
  private static final Pattern HIDDEN =
      Pattern.compile("(?i)\\b(?:concourse|buildkite|teamcity|gocd|codebuild|cloud build)\\b");

  private static final Pattern GIVEN_UP =
      Pattern.compile("(?i)\\b(?:remov|drop|delet|replac|migrat|mov|switch|instead|away|get rid)");

  private static final int LOOKED_BACK = 10_000;

  /** A machine that a job asks for. */
  private static final Pattern MACHINE =
      Pattern.compile("(?m)^\\s*runs-on:[ \\t]*(\\S.*?)[ \\t]*$");

  /**
   * Machines that GitHub no longer has: a job that asks for one never starts.
   *
   * @see <a href="https://github.com/actions/runner-images">Runner images</a>
   */
  private static final Pattern RETIRED =
      Pattern.compile(
          "[\\[\"' ]*(?:ubuntu-(?:16|18|20)\\.04|macos-1[0-2](?:\\.1\\d)?|windows-201[69])[\\]\"' ]*(?:#.*)?");

  private record All(List<CiWorkflow> list) {}

  /** Those of a project, sorted by path. */
  public static List<CiWorkflow> of(Project project) {
    return project.knowledge(All.class, CiWorkflow::collect).list;
  }

  private static All collect(Project project) {
    CalledCommands called = new CalledCommands(project);
    YamlFiles yaml = YamlFiles.of(project);
    List<CiWorkflow> found = new ArrayList<>();
    for (RepositoryFile file : RepositoryFile.of(project, CiWorkflow::isPathOfOne)) {
      String path = file.toString();
      String text = file.text().orElse("");
      if (text.isBlank()) {
        continue;
      }
      if (GITHUB.matcher(path).matches()) {
        found.add(github(file, text, yaml, called));
      } else if (GITLAB.matcher(path).matches()) {
        found.add(plain(file, text, !isForBranchesOnly(text), called));
      } else if (AZURE.matcher(path).matches()) {
        found.add(plain(file, text, !text.matches("(?s).*(?:^|\\n)pr:\\s*none\\b.*"), called));
      } else if (path.equals(BITBUCKET)) {
        found.add(
            plain(
                file, text, text.contains("pull-requests:") || text.contains("default:"), called));
      } else {
        found.add(plain(file, text, true, called));
      }
    }
    return new All(found);
  }

  /** Whether no job of it can start any more, since none has a machine: nobody looks after it. */
  public boolean isAbandoned() {
    List<String> machines =
        file.text().stream()
            .flatMap(text -> MACHINE.matcher(text).results())
            .map(found -> found.group(1))
            .toList();
    return GITHUB.matcher(file.toString()).matches()
        && !machines.isEmpty()
        && machines.stream().allMatch(each -> RETIRED.matcher(each).matches());
  }

  static boolean isPathOfOne(ModulePath path) {
    String text = path.toString();
    return text.equals(BITBUCKET)
        || Stream.of(GITHUB, GITLAB, AZURE, OTHERS)
            .anyMatch(pattern -> pattern.matcher(text).matches());
  }

  private static CiWorkflow plain(
      RepositoryFile file, String text, boolean checksRequests, CalledCommands called) {
    return new CiWorkflow(file, Place.firstLine(text), checksRequests, called.with(text));
  }

  /** Whether each job that says so is for named branches or tags. */
  private static boolean isForBranchesOnly(String text) {
    boolean limits = Pattern.compile("(?m)^\\s+only:").matcher(text).find();
    return limits
        && !text.contains("merge_request")
        && !text.contains("rules:")
        && !Pattern.compile("\\bbranches\\b|\\bexternal_pull_requests\\b").matcher(text).find();
  }

  private static CiWorkflow github(
      RepositoryFile file, String text, YamlFiles yaml, CalledCommands called) {
    List<Value> documents = yaml.documents(file.toString(), text);
    if (documents.isEmpty()) {
      // What can't be read may do anything.
      return new CiWorkflow(file, Place.firstLine(text), true, text);
    }
    Value root = documents.get(0);
    String commands =
        root.all()
            .flatMap(Value::entries)
            .filter(entry -> Set.of("run", "uses").contains(entry.key()))
            .map(entry -> entry.value().text().map(value -> written(entry, value)).orElse(""))
            .collect(Collectors.joining("\n"));
    return new CiWorkflow(
        file,
        place(root, text),
        root.get("on").filter(CiWorkflow::isForRequests).isPresent(),
        called.with(commands));
  }

  private static String written(Entry entry, String value) {
    return entry.key().equals("run") ? value : "uses " + value;
  }

  private static Place place(Value root, String text) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches("[\"']?on[\"']?\\s*:.*")) {
        return Place.inLine(i + 1, 0, lines.get(i).stripTrailing().length());
      }
    }
    return Place.firstLine(text);
  }

  private static boolean isForRequests(Value triggers) {
    Stream<String> names =
        Stream.of(
                triggers.text().stream(),
                triggers.elements().flatMap(each -> each.text().stream()),
                triggers.entries().map(Entry::key))
            .flatMap(each -> each);
    return names.anyMatch(REQUESTS::contains) || isForEveryPush(triggers);
  }

  /** A push to any branch shows in the requests that come from this repository. */
  private static boolean isForEveryPush(Value triggers) {
    boolean isNamed =
        triggers.text().filter("push"::equals).isPresent()
            || triggers.elements().anyMatch(each -> each.text().filter("push"::equals).isPresent());
    return isNamed
        || triggers
            .get("push")
            .filter(push -> push.get("branches").isEmpty() && push.get("tags").isEmpty())
            .isPresent();
  }

  /**
   * Whether requests start it with the secrets of the project: nothing that runs code of requests
   * belongs there.
   */
  public boolean holdsSecretsForRequests() {
    return file.text().filter(text -> WITH_SECRETS.matcher(text).find()).isPresent();
  }

  /** Whether it runs tests of Python code. */
  public boolean runsTests() {
    return runs(TESTS);
  }

  /** Whether it hands over to something that can't be read, which may run anything. */
  public boolean isOpen() {
    return runs(ELSEWHERE);
  }

  /** Whether the project speaks of a service whose settings may lie somewhere else. */
  public static boolean isSomewhereElse(Project project) {
    Mentions mentions = Mentions.of(project);
    return mentions.areInDocuments(SERVICE)
        || mentions.areInOperation(SERVICE)
        || mentions.areInPaths(PIPELINE)
        || isNamedInCommits(project);
  }

  /** Whether somebody changed the code for such a service; who takes it away says so, too. */
  private static boolean isNamedInCommits(Project project) {
    return History.of(project).stream()
        .flatMap(history -> history.mainLine(LOOKED_BACK).stream())
        .map(Commit::subject)
        .anyMatch(subject -> HIDDEN.matcher(subject).find() && !GIVEN_UP.matcher(subject).find());
  }

  /** Whether a pattern is found in what it runs. */
  public boolean runs(Pattern pattern) {
    return pattern.matcher(commands).find();
  }
}
