package org.pyreview.plugin;

import org.sonar.api.SonarRuntime;
import org.sonar.api.server.rule.RulesDefinition;
import org.sonarsource.analyzer.commons.RuleMetadataLoader;

/** Tells SonarQube our rules: titles, descriptions, parameters. */
public final class PyReviewRules implements RulesDefinition {

  private final SonarRuntime runtime;

  public PyReviewRules(SonarRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void define(Context context) {
    NewRepository repository =
        context
            .createRepository(PyReviewPlugin.REPOSITORY, PyReviewPlugin.LANGUAGE)
            .setName(PyReviewPlugin.NAME);
    new RuleMetadataLoader("org/pyreview/rules", runtime)
        .addRulesByAnnotatedClass(repository, RuleIndex.classes());
    // The server moves the issues of an old key to the new one, comments and all.
    RuleIndex.deprecatedKeys()
        .forEach(
            (key, old) ->
                old.forEach(
                    each ->
                        repository
                            .rule(key)
                            .addDeprecatedRuleKey(PyReviewPlugin.REPOSITORY, each)));
    repository.done();
  }
}
