package org.pyreview.frameworks.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.python.ModulePath;

/**
 * A file with variables of the environment, one {@code NAME=value} a line.
 *
 * @param variables in the order of the file
 */
public record EnvironmentFile(List<Variable> variables) {

  private static final Pattern NAME =
      Pattern.compile("(?i)\\.env(?:rc)?|\\.env\\.[\\w.-]+|[\\w-]+\\.env|\\.django|\\.postgres");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?i).*(?:example|sample|template|dist|tmpl|default|test|tests|testing|ci|devcontainer|fixtures).*");

  /** Folders of values that containers on developers' machines get. */
  private static final Set<String> OF_DEVELOPERS =
      Set.of(".local", "local", ".dev", "dev", ".development", "development");

  private static final Pattern FOR_DEVELOPERS =
      Pattern.compile(
          "(?im)^\\s*#[^\\n]*\\b(?:for|only|in|during) (?:\\w+ ){0,2}(?:local|locally|development|developers|tests?|testing|demo)\\b|^\\s*#[^\\n]*\\b(?:not|never) (?:\\w+ ){0,2}production\\b");
  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_]\\w*)\\s*[=:]\\s*(.*?)\\s*");
  private static final Pattern ENCRYPTED =
      Pattern.compile(
          "(?s)\\s*(?:\\$ANSIBLE_VAULT|sops|\\x00GITCRYPT|#/-+\\[?DOTENV|DOTENV_VAULT).*|.*ENC\\[AES256_GCM.*");
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(?:SECRET|PASSWORD|PASSWD|TOKEN|PRIVATE|CREDENTIAL|API_?KEY|ENCRYPTION|DSN|_KEY$).*");
  private static final Pattern PUBLIC =
      Pattern.compile("(?:VITE|REACT_APP|NEXT_PUBLIC|NUXT_PUBLIC)_.*");
  private static final Pattern NO_SECRET =
      Pattern.compile(
          "(?i).*(?:_LIFETIME|_EXPIR\\w*|_LENGTH|_HEADER|_NAME|_PREFIX|_TIME|_ENABLED|_ALGORITHM|_PATH|_FILE|_URL)");
  private static final Pattern URL_WITH_PASSWORD =
      Pattern.compile("[a-z][a-z0-9+.-]*://[^:@/\\s]*:([^@/\\s]+)@.*");
  private static final Set<String> NO_VALUES =
      Set.of("", "true", "false", "none", "null", "0", "1");

  private static final Pattern STARTS_PROJECT =
      Pattern.compile(
          "(?i)(?:.*/)?(?:(?:.*\\.)?(?:docker|container)file(?:\\.[^/]*)?|[^/]*compose[^/]*\\.ya?ml)");

  /** Passwords that everybody tries first: nobody learns them from a file. */
  private static final Pattern WELL_KNOWN =
      Pattern.compile(
          "(?i)admin|administrator|root|user|guest|pass|passw(?:or)?d|secret|secret-?key|test|testing|default|demo|dev"
              + "|local|localhost|postgres(?:ql)?|mysql|mariadb|mongo|redis|rabbitmq|minio(?:admin)?|qwerty|letmein|1234\\d*"
              + "|(?:dev|test|demo|local|insecure|fake|sample)[-_ ].*");

  /**
   * A variable and the value that the file gives it.
   *
   * @param place its name
   */
  public record Variable(String name, String value, Place place) {

    /**
     * Whether a document, image or compose file shows the value of the variable: everybody who
     * reads how to start the project knows it.
     */
    public boolean isShownAsDefault(Project project) {
      Pattern shown =
          Pattern.compile(
              "\\b%s\\b[^\\n]*(?<!\\w|\\w-)%s(?![\\w-])"
                  .formatted(Pattern.quote(name), Pattern.quote(secret())));
      Mentions mentions = Mentions.of(project);
      return mentions.areInDocuments(shown)
          || mentions.areInOperation(
              shown, file -> STARTS_PROJECT.matcher(file.toString()).matches());
    }

    /** What has to stay secret in it; empty text if nothing has to. */
    String secret() {
      Matcher url = URL_WITH_PASSWORD.matcher(value);
      if (url.matches()) {
        return url.group(1);
      }
      boolean isNamedSo =
          SECRET.matcher(name).matches()
              && !NO_SECRET.matcher(name).matches()
              && !PUBLIC.matcher(name).matches();
      return isNamedSo ? value : "";
    }
  }

  /** Whether a path is that of such a file with real values, by its name and folders. */
  public static boolean isNamed(String path) {
    ModulePath parts = ModulePath.of(path);
    return (NAME.matcher(parts.fileName()).matches() || parts.isBelow(Set.of(".envs", ".env")))
        && parts.segments().stream().noneMatch(each -> EXAMPLE.matcher(each).matches())
        && !parts.isBelow(OF_DEVELOPERS);
  }

  /** Whether a comment says that its values are for tests or the machines of developers. */
  public static boolean saysItIsForDevelopers(String text) {
    return FOR_DEVELOPERS.matcher(text).find();
  }

  /** Reads a text; an encrypted one has no variables. */
  public static EnvironmentFile parse(String text) {
    List<Variable> variables = new ArrayList<>();
    if (!ENCRYPTED.matcher(text).matches()) {
      List<String> lines = text.lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        Matcher line = LINE.matcher(lines.get(i));
        // A template of a file has no values yet.
        if (line.matches() && !line.group(2).contains("{{")) {
          variables.add(
              new Variable(
                  line.group(1),
                  unquoted(line.group(2)),
                  Place.inLine(i + 1, line.start(1), line.group(1).length())));
        }
      }
    }
    return new EnvironmentFile(variables);
  }

  private static String unquoted(String value) {
    String plain = value.replaceFirst("\\s+#.*$", "");
    return plain.matches("\"[^\"]*\"|'[^']*'") ? plain.substring(1, plain.length() - 1) : plain;
  }

  /** The variables that hold secrets; placeholders and well-known defaults are none. */
  public List<Variable> secrets(Pattern placeholder) {
    return variables.stream()
        .filter(each -> !NO_VALUES.contains(each.secret().toLowerCase(Locale.ROOT)))
        .filter(each -> !placeholder.matcher(each.secret()).find())
        .filter(each -> !WELL_KNOWN.matcher(each.secret()).matches())
        .toList();
  }
}
