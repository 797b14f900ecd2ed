package org.pyreview.plugin;

import java.util.List;
import org.pyreview.project.code.FlowCheck;
import org.pyreview.python.AstCheck;
import org.sonar.plugins.python.api.PythonCustomRuleRepository;
import org.sonarsource.api.sonarlint.SonarLintSide;

/**
 * Hands the rules that need no more than one file to the Python analyzer, in the IDE. It makes its
 * own instances, and a rule of which none can be made would end the analysis.
 */
@SonarLintSide
public final class IdeRuleRepository implements PythonCustomRuleRepository {

  @Override
  public String repositoryKey() {
    return PyReviewPlugin.REPOSITORY;
  }

  @Override
  public List<Class<?>> checkClasses() {
    return RuleIndex.instances().stream()
        .filter(rule -> rule instanceof AstCheck || rule instanceof FlowCheck)
        .<Class<?>>map(Object::getClass)
        .toList();
  }
}
