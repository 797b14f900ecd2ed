package org.pyreview.plugin;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pyreview.python.Guard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sonar.api.server.profile.BuiltInQualityProfilesDefinition;
import org.sonar.api.server.rule.RulesDefinition;

/**
 * The built-in profile: our rules, and the Python analyzer's that answer points of the checklist.
 *
 * <p>A profile with a rule that the server doesn't know stops the server at its start, and the
 * analyzer's rules differ by version; so every key is looked up first.
 */
public final class PyReviewProfile implements BuiltInQualityProfilesDefinition {

  private static final Logger LOG = LoggerFactory.getLogger(PyReviewProfile.class);

  private final RulesDefinition[] definitions;

  /**
   * @param definitions the rules of all plugins of this server
   */
  public PyReviewProfile(RulesDefinition[] definitions) {
    this.definitions = definitions;
  }

  @Override
  public void define(Context context) {
    Set<String> known = knownRules();
    List<String> wanted = RuleIndex.profile();
    NewBuiltInQualityProfile profile =
        context.createBuiltInQualityProfile(PyReviewPlugin.NAME, PyReviewPlugin.LANGUAGE);
    wanted.stream()
        .filter(known::contains)
        .map(key -> key.split(":", 2))
        .forEach(key -> profile.activateRule(key[0], key[1]));
    profile.done();
    String missing =
        wanted.stream().filter(key -> !known.contains(key)).collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      LOG.info("This server's Python analyzer lacks some rules of the profile: {}", missing);
    }
  }

  private Set<String> knownRules() {
    Set<String> known = new HashSet<>();
    for (RulesDefinition definition : pythonDefinitions()) {
      Guard.of("profile")
          .run(definition.getClass().getName(), () -> known.addAll(rulesOf(definition)));
    }
    return known;
  }

  private static Set<String> rulesOf(RulesDefinition definition) {
    RulesDefinition.Context context = new RulesDefinition.Context();
    definition.define(context);
    return context.repositories().stream()
        .flatMap(
            repository ->
                repository.rules().stream().map(rule -> repository.key() + ":" + rule.key()))
        .collect(Collectors.toSet());
  }

  /** Ours, and the analyzer's by the name of its package: the others define no Python rules. */
  private List<RulesDefinition> pythonDefinitions() {
    return Arrays.stream(definitions)
        .filter(
            definition ->
                definition instanceof PyReviewRules
                    || definition.getClass().getName().startsWith("org.sonar.plugins.python."))
        .toList();
  }
}
