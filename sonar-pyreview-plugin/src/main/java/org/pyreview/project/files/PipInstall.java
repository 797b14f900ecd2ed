package org.pyreview.project.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pyreview.project.files.Dockerfile.Command;
import org.pyreview.project.files.Dockerfile.Word;

/**
 * A shell command that installs Python packages by name.
 *
 * @param requirements the packages, as written
 * @param isConstrained whether a constraints file fixes the versions
 */
public record PipInstall(List<Word> requirements, boolean isConstrained) {

  private static final Pattern PIP = Pattern.compile("(?:.*/)?pip[0-9.]*");
  private static final Pattern PYTHON = Pattern.compile("(?:.*/)?python[0-9.]*");
  private static final Set<String> OPTIONS_WITH_VALUE =
      Set.of(
          "-r",
          "--requirement",
          "-e",
          "--editable",
          "-t",
          "--target",
          "-i",
          "--index-url",
          "--extra-index-url",
          "-f",
          "--find-links",
          "--prefix",
          "--root",
          "--trusted-host",
          "--timeout",
          "--retries",
          "--no-binary",
          "--only-binary",
          "--cache-dir",
          "--platform",
          "--python",
          "--python-version",
          "--progress-bar",
          "--proxy",
          "--cert",
          "--upgrade-strategy",
          "--requirements",
          "--overrides",
          "--override",
          "--excludes",
          "--group",
          "--extra",
          "--index",
          "--default-index",
          "--index-strategy",
          "--keyring-provider",
          "--python-platform",
          "--torch-backend",
          "--link-mode",
          "--resolution",
          "--prerelease",
          "--exclude-newer",
          "--color",
          "--directory",
          "--project",
          "--config-file",
          "--config-setting",
          "--config-settings",
          "--global-option",
          "--install-option",
          "--build-option",
          "--no-build-package",
          "--no-binary-package",
          "--reinstall-package",
          "--refresh-package",
          "--upgrade-package",
          "--abi",
          "--implementation",
          "--src",
          "--report",
          "--log",
          "--exists-action",
          "--client-cert",
          "--use-feature",
          "--use-deprecated",
          "-p",
          "-b",
          "-P",
          "-C");
  private static final Pattern CONSTRAINT =
      Pattern.compile("-c|--constraints?|--build-constraints?");
  private static final Pattern NAMED_PACKAGE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(?:\\[[^\\]]*\\])?(?:[=<>!~ ].*)?");
  private static final Pattern FILE_OR_URL =
      Pattern.compile(".*(?:\\.whl|\\.tar\\.gz|\\.zip|://.*|^\\.).*");

  /** The installation a command is; empty if it is none. */
  public static Optional<PipInstall> of(Command command) {
    List<String> texts = command.words().stream().map(Word::text).toList();
    int install = texts.indexOf("install");
    if (install < 1 || !isPip(texts.subList(0, install))) {
      return Optional.empty();
    }
    List<Word> named = new ArrayList<>();
    boolean constrained = false;
    for (int i = install + 1; i < texts.size(); i++) {
      String text = texts.get(i);
      boolean isConstraint = CONSTRAINT.matcher(text.replaceFirst("=.*", "")).matches();
      constrained |= isConstraint;
      if (text.startsWith("-")) {
        boolean isAlone = !text.contains("=");
        i += OPTIONS_WITH_VALUE.contains(text) || (isConstraint && isAlone) ? 1 : 0;
      } else if (NAMED_PACKAGE.matcher(text).matches() && !FILE_OR_URL.matcher(text).matches()) {
        named.add(command.words().get(i));
      }
    }
    return Optional.of(new PipInstall(named, constrained));
  }

  private static boolean isPip(List<String> program) {
    String last = program.get(program.size() - 1);
    boolean module =
        program.size() >= 3
            && PYTHON.matcher(program.get(program.size() - 3)).matches()
            && program.get(program.size() - 2).equals("-m");
    boolean plain = program.size() == 1 || program.get(0).matches("(?:.*/)?(?:uv|sudo)");
    return PIP.matcher(last).matches() && (module || plain);
  }
}
