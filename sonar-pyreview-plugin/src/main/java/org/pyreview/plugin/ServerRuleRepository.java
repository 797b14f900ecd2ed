package org.pyreview.plugin;

import java.util.List;
import org.sonar.api.scanner.ScannerSide;
import org.sonar.plugins.python.api.PythonCustomRuleRepository;

/** Hands the rules that visit Python files to the Python analyzer, in the scanner. */
@ScannerSide
public final class ServerRuleRepository implements PythonCustomRuleRepository {

  private final ReviewRules rules;

  public ServerRuleRepository(ReviewRules rules) {
    this.rules = rules;
  }

  @Override
  public String repositoryKey() {
    return PyReviewPlugin.REPOSITORY;
  }

  /** Instances rather than classes: the analyzer accepts both, and only instances can share. */
  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public List<Class<?>> checkClasses() {
    return (List) rules.pythonRules();
  }
}
