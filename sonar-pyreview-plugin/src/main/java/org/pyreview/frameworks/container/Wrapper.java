package org.pyreview.frameworks.container;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A program that only runs another one, which its arguments name.
 *
 * @param subcommands of which one comes first; none if it has none
 * @param valued its options that take the next word as their value
 * @param arguments how many words stand between its options and the other program
 */
record Wrapper(Set<String> subcommands, Pattern valued, int arguments) {

  private static final Set<String> NO_SUBCOMMAND = Set.of();
  private static final Set<String> RUN = Set.of("run");
  private static final Set<String> EXEC = Set.of("exec");
  private static final String NOTHING = "(?!)";
  private static final String ANY_LONG_ONE = "--[\\w-]+";
  private static final Map<String, Wrapper> ALL = new HashMap<>();

  static {
    add("exec", NO_SUBCOMMAND, "-a", 0);
    add("tini", NO_SUBCOMMAND, "-[pe]", 0);
    add("dumb-init", NO_SUBCOMMAND, "-r|--rewrite", 0);
    for (String plain :
        new String[] {"catatonit", "nohup", "time", "with-contenv", "ddtrace-run", "command"}) {
      add(plain, NO_SUBCOMMAND, NOTHING, 0);
    }
    add("env", NO_SUBCOMMAND, "-[uC]|--unset|--chdir", 0);
    add("nice", NO_SUBCOMMAND, "-n|--adjustment", 0);
    add("ionice", NO_SUBCOMMAND, "-[cn]|--class|--classdata", 0);
    add("stdbuf", NO_SUBCOMMAND, "-[oie]", 0);
    add("timeout", NO_SUBCOMMAND, "-[sk]|--signal|--kill-after", 1);
    for (String user : new String[] {"gosu", "su-exec", "setuidgid", "s6-setuidgid"}) {
      add(user, NO_SUBCOMMAND, NOTHING, 1);
    }
    add("chroot", NO_SUBCOMMAND, NOTHING, 1);
    add("chpst", NO_SUBCOMMAND, "-[uUbe/nmodpfcr]", 0);
    add("runuser", NO_SUBCOMMAND, "-[ugG]|--user|--group|--supp-group", 0);
    add("sudo", NO_SUBCOMMAND, "-[ugCDhpRrT]|--user|--group|--chdir", 0);
    add("setpriv", NO_SUBCOMMAND, "--(?:reuid|regid|groups|inh-caps|ambient-caps|bounding-set)", 0);
    add("opentelemetry-instrument", NO_SUBCOMMAND, ANY_LONG_ONE, 0);
    add("newrelic-admin", Set.of("run-program"), NOTHING, 0);
    add("dockerize", NO_SUBCOMMAND, "-{1,2}(?:wait|timeout|template|stdout|stderr|poll).*", 0);
    add("doppler", RUN, "-[pct]|--(?:project|config|token|fallback|mount|scope)", 0);
    add("infisical", RUN, "--(?:env|path|projectId|token|domain|tags)", 0);
    add("op", RUN, "--(?:env-file|account|environment)", 0);
    add("dotenv", RUN, "-f|--file|-q|--quote", 0);
    add("dotenvx", RUN, "-[fe]|--env-file|--env", 0);
    add("teller", RUN, "-c|--config", 0);
    add("chamber", EXEC, "-[br]|--backend|--retries", 1);
    add("aws-vault", EXEC, "-d|--duration", 1);
    add("conda", RUN, "-[np]|--name|--prefix|--cwd", 0);
    add("mamba", RUN, "-[np]|--name|--prefix|--cwd", 0);
    add("micromamba", RUN, "-[npre]|--name|--prefix|--cwd|--root-prefix", 0);
    add(
        "uv",
        RUN,
        "-[pwifCP]|--(?:with|with-editable|with-requirements|env-file|python|package|group|only-group|no-group|extra|no-extra|directory|project|index|default-index|index-url|extra-index-url|find-links|config-file|cache-dir|color|link-mode)",
        0);
    add("uvx", NO_SUBCOMMAND, "-[pwif]|--(?:with|from|env-file|python|index|index-url)", 0);
    add("poetry", RUN, "-[CP]|--directory|--project", 0);
    add("pdm", RUN, "-p|--project", 0);
    add("pipenv", RUN, NOTHING, 0);
    add("rye", RUN, NOTHING, 0);
    add("hatch", RUN, "-[ep]|--env|--project", 0);
    add("pixi", RUN, "-[e]|--environment|--manifest-path", 0);
  }

  private static void add(String name, Set<String> subcommands, String valued, int arguments) {
    ALL.put(name, new Wrapper(subcommands, Pattern.compile(valued), arguments));
  }

  /** The one with a name; empty for any other program. */
  static Optional<Wrapper> named(String program) {
    return Optional.ofNullable(ALL.get(program));
  }

  /**
   * What it runs.
   *
   * @param words with itself in front
   * @return empty if it does something else, or runs nothing
   */
  Optional<List<String>> inner(List<String> words) {
    int at = afterOptions(words, 1);
    if (!subcommands.isEmpty()) {
      if (at >= words.size() || !subcommands.contains(words.get(at))) {
        return Optional.empty();
      }
      at = afterOptions(words, at + 1);
    }
    at += arguments;
    if (at >= words.size()) {
      return Optional.empty();
    }
    return Optional.of(words.subList(at, words.size()));
  }

  private int afterOptions(List<String> words, int start) {
    int at = start;
    while (at < words.size() && words.get(at).startsWith("-") && !words.get(at).equals("--")) {
      at += valued.matcher(words.get(at)).matches() ? 2 : 1;
    }
    return at;
  }
}
