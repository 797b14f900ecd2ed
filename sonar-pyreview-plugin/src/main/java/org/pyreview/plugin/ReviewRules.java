package org.pyreview.plugin;

import java.util.List;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactStore;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectRule;
import org.sonar.api.batch.fs.FileSystem;
import org.sonar.api.scanner.ScannerSide;
import org.sonar.plugins.python.api.PythonCheck;

/**
 * The rule instances of one analysis. The Python analyzer's sensor and ours share them, and with
 * them the facts that the first records and the second decides on.
 */
@ScannerSide
public final class ReviewRules {

  private final FactStore facts = new FactStore();
  private final List<Object> rules;
  private Project project;

  public ReviewRules() {
    rules = RuleIndex.instances();
    rules.stream()
        .filter(CrossFileCheck.class::isInstance)
        .forEach(rule -> ((CrossFileCheck) rule).connect(facts));
  }

  /**
   * The analysed project, once all its Python files were visited. The same for all who ask, so that
   * files are read, and what is wrong with them is said, once.
   *
   * @param fileSystem of a sensor that sees hidden files
   */
  Project project(FileSystem fileSystem) {
    if (project == null) {
      project = new Project(fileSystem, facts);
    }
    return project;
  }

  /** The rules that visit Python files. */
  List<Object> pythonRules() {
    return rules.stream().filter(PythonCheck.class::isInstance).toList();
  }

  /** The rules that decide once all files are known. */
  List<Object> projectRules() {
    return rules.stream().filter(ProjectRule.class::isInstance).toList();
  }
}
