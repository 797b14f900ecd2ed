package org.pyreview.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pyreview.project.code.FlowCheck;
import org.pyreview.python.AstCheck;
import org.pyreview.verify.RuleUnderTest;
import org.sonar.api.Plugin;
import org.sonar.api.SonarEdition;
import org.sonar.api.SonarQubeSide;
import org.sonar.api.SonarRuntime;
import org.sonar.api.internal.PluginContextImpl;
import org.sonar.api.internal.SonarRuntimeImpl;
import org.sonar.api.rule.RuleKey;
import org.sonar.api.server.profile.BuiltInQualityProfilesDefinition;
import org.sonar.api.server.rule.RulesDefinition;
import org.sonar.api.utils.Version;
import org.sonar.plugins.python.api.PythonCheck;
import org.sonarsource.api.sonarlint.SonarLintSide;

class PyReviewPluginTest {

  private static final SonarRuntime SERVER =
      SonarRuntimeImpl.forSonarQube(
          Version.create(13, 4), SonarQubeSide.SERVER, SonarEdition.COMMUNITY);

  @Test
  void brings_the_server_rules_profile_and_sensor() {
    assertThat(extensions(SERVER))
        .contains(
            PyReviewRules.class,
            PyReviewProfile.class,
            ServerRuleRepository.class,
            ReviewSensor.class);
  }

  @Test
  void brings_the_ide_nothing_that_needs_a_sensor() {
    assertThat(extensions(SonarRuntimeImpl.forSonarLint(Version.create(13, 4))))
        .containsExactly(PyReviewRules.class, IdeRuleRepository.class);
    assertThat(IdeRuleRepository.class).hasAnnotation(SonarLintSide.class);
    assertThat(new IdeRuleRepository().checkClasses())
        .isNotEmpty()
        .allMatch(
            rule ->
                AstCheck.class.isAssignableFrom(rule) || FlowCheck.class.isAssignableFrom(rule));
  }

  @SuppressWarnings("unchecked")
  private static List<Object> extensions(SonarRuntime runtime) {
    Plugin.Context context = new PluginContextImpl.Builder().setSonarRuntime(runtime).build();
    new PyReviewPlugin().define(context);
    return context.getExtensions();
  }

  @Test
  void defines_every_rule() {
    RulesDefinition.Context context = new RulesDefinition.Context();
    new PyReviewRules(SERVER).define(context);
    RulesDefinition.Repository repository = context.repository("pyreview");
    assertThat(repository.rules())
        .extracting(RulesDefinition.Rule::key)
        .containsExactlyInAnyOrderElementsOf(
            RuleUnderTest.all().stream().map(RuleUnderTest::key).toList());
    assertThat(repository.rules())
        .allSatisfy(
            rule -> {
              assertThat(rule.ruleDescriptionSections()).isNotEmpty();
              assertThat(rule.defaultImpacts()).hasSize(1);
              assertThat(rule.debtRemediationFunction()).isNotNull();
            });
  }

  /** Otherwise a renamed rule closes its issues and opens others, without their history. */
  @Test
  void names_the_keys_that_rules_had_before() {
    RulesDefinition.Context context = new RulesDefinition.Context();
    new PyReviewRules(SERVER).define(context);
    assertThat(context.repository("pyreview").rule("money-in-float-field").deprecatedRuleKeys())
        .containsExactly(RuleKey.of("pyreview", "django-money-in-float-field"));
  }

  /** The server shares its instances between the two sensors, so the facts arrive. */
  @Test
  void shares_its_instances() {
    ReviewRules rules = new ReviewRules();
    List<?> python = new ServerRuleRepository(rules).checkClasses();
    assertThat(python).allMatch(PythonCheck.class::isInstance);
    assertThat(rules.projectRules())
        .filteredOn(PythonCheck.class::isInstance)
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(python.contains(rule)).isTrue());
  }

  /** A rule that the server lacks would stop it at its start. */
  @Test
  void leaves_out_what_the_server_lacks() {
    BuiltInQualityProfilesDefinition.Context context =
        new BuiltInQualityProfilesDefinition.Context();
    new PyReviewProfile(new RulesDefinition[] {new PyReviewRules(SERVER)}).define(context);
    assertThat(context.profile("py", "PyReview").rules())
        .isNotEmpty()
        .allMatch(rule -> rule.repoKey().equals("pyreview"));
  }
}
