package org.pyreview.frameworks.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pyreview.frameworks.templates.TemplateFile.Form;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;

/**
 * The forms that never leave a page as such: a script stops their submission and sends the data.
 */
public final class ScriptedForms {

  private static final Pattern SCRIPT = Pattern.compile("(?i).*\\.(?:m?js|ts|jsx|tsx)");
  private static final String STOPPED =
      "[\"'`].{0,400}?\\b(?:on)?submit\\b.{0,400}?(?:\\bpreventDefault\\(|\\breturn false\\b)";
  private static final Pattern SENT =
      Pattern.compile("\\bfetch\\(|\\.ajax\\(|\\bXMLHttpRequest\\b|\\baxios\\b|\\$\\.post\\(");

  private final List<ProjectFile> scripts = new ArrayList<>();

  private ScriptedForms(Project project) {
    project.files().stream()
        .filter(file -> SCRIPT.matcher(file.name()).matches() && !file.path().isTest())
        .filter(file -> file.mentions("preventDefault", "return false"))
        .forEach(scripts::add);
  }

  public static ScriptedForms of(Project project) {
    return project.knowledge(ScriptedForms.class, ScriptedForms::new);
  }

  /** Whether a script of the template, or of the project, takes a form over by its id. */
  public boolean contain(Form form, TemplateFile template) {
    String id = form.attribute("id").strip();
    if (!id.matches("[\\w-]+")) {
      return false;
    }
    Pattern stopped = Pattern.compile("(?s)(?<!=)[\"'`](?:form)?#?" + Pattern.quote(id) + STOPPED);
    return isTakenOver(template.whole().source(), stopped)
        || scripts.stream()
            .filter(script -> script.mentions(id))
            .flatMap(script -> script.text().stream())
            .anyMatch(text -> isTakenOver(text, stopped));
  }

  private static boolean isTakenOver(String text, Pattern stopped) {
    return SENT.matcher(text).find() && stopped.matcher(text).find();
  }
}
