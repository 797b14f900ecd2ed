package org.pyreview.frameworks.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.project.Project;
import org.pyreview.project.RepositoryFile;

/** The requests that workflows send without saying who they are. */
public final class OpenCalls {

  private static final Pattern CALL = Pattern.compile("\\b(?:curl|wget|http)\\s[^\\n]*");
  private static final Pattern CREDENTIALS =
      Pattern.compile("(?i)authorization|token|secret|api-?key|\\s(?:-u|--user)\\s|://[^/\\s]+@");

  private final List<String> calls = new ArrayList<>();

  private OpenCalls(Project project) {
    for (RepositoryFile file : RepositoryFile.of(project, CiWorkflow::isPathOfOne)) {
      String joined = file.text().orElse("").replaceAll("\\\\\\s*\\n\\s*", " ");
      CALL.matcher(joined)
          .results()
          .map(found -> found.group())
          .filter(call -> !CREDENTIALS.matcher(call).find())
          .forEach(calls::add);
    }
  }

  public static OpenCalls of(Project project) {
    return project.knowledge(OpenCalls.class, OpenCalls::new);
  }

  /**
   * Whether one of them asks for a path.
   *
   * @param path the end of it, with the slash before
   */
  public boolean ask(String path) {
    String plain = path.replaceFirst("/+$", "");
    Pattern asked = Pattern.compile("//[^\\s\"']+" + Pattern.quote(plain) + "/?(?=[\\s\"'?]|$)");
    return plain.length() > 1 && calls.stream().anyMatch(call -> asked.matcher(call).find());
  }
}
