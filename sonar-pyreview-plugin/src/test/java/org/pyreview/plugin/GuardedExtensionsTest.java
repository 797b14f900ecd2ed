package org.pyreview.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.verify.RuleUnderTest;
import org.slf4j.event.Level;
import org.sonar.api.SonarEdition;
import org.sonar.api.SonarQubeSide;
import org.sonar.api.batch.fs.FileSystem;
import org.sonar.api.batch.rule.CheckFactory;
import org.sonar.api.batch.rule.internal.ActiveRulesBuilder;
import org.sonar.api.batch.rule.internal.NewActiveRule;
import org.sonar.api.batch.sensor.SensorContext;
import org.sonar.api.batch.sensor.internal.SensorContextTester;
import org.sonar.api.ce.measure.Component;
import org.sonar.api.ce.measure.Issue;
import org.sonar.api.ce.measure.Measure;
import org.sonar.api.ce.measure.MeasureComputer.MeasureComputerContext;
import org.sonar.api.internal.SonarRuntimeImpl;
import org.sonar.api.rule.RuleKey;
import org.sonar.api.server.profile.BuiltInQualityProfilesDefinition;
import org.sonar.api.server.rule.RulesDefinition;
import org.sonar.api.testfixtures.log.LogTesterJUnit5;
import org.sonar.api.utils.Version;

/** What SonarQube calls may fail, but says so and stops neither a scan nor a task. */
class GuardedExtensionsTest {

  @RegisterExtension LogTesterJUnit5 log = new LogTesterJUnit5();
  @TempDir Path work;

  @SuppressWarnings("unchecked")
  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return (T)
        Proxy.newProxyInstance(
            GuardedExtensionsTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (answers.containsKey(method.getName())) {
                return answers.get(method.getName());
              }
              throw new IllegalStateException("no " + method.getName() + " on purpose");
            });
  }

  private static SensorContext withoutFiles() {
    return fake(SensorContext.class, Map.of("fileSystem", fake(FileSystem.class, Map.of())));
  }

  private static CheckFactory noRules() {
    return new CheckFactory(new ActiveRulesBuilder().build());
  }

  private void saysOnce(String... words) {
    assertThat(log.logs(Level.WARN))
        .singleElement()
        .satisfies(line -> assertThat(line).contains(words));
  }

  @Test
  void a_review_that_fails_leaves_a_line_in_the_log() {
    assertThatCode(() -> new ReviewSensor(new ReviewRules(), noRules()).execute(withoutFiles()))
        .doesNotThrowAnyException();
    saysOnce("PyReview's review failed on the project", "on purpose");
  }

  @Test
  void a_checklist_that_can_not_be_filled_leaves_a_line_in_the_log() {
    assertThatCode(() -> new RunSensor(new ReviewRules()).execute(withoutFiles()))
        .doesNotThrowAnyException();
    saysOnce("PyReview's checklist failed on the project", "on purpose");
  }

  @Test
  void a_project_without_files_has_its_measure() {
    SensorContextTester context = SensorContextTester.create(work);
    context.setActiveRules(new ActiveRulesBuilder().build());
    new RunSensor(new ReviewRules()).execute(context);
    assertThat(context.measure(context.project().key(), PyReviewMetrics.RUN)).isNotNull();
    assertThat(log.logs(Level.WARN)).isEmpty();
  }

  /** SonarQube sets parameters by reflection; a value that doesn't fit costs its rule alone. */
  @Test
  void a_parameter_that_can_not_be_set_costs_its_rule() {
    RuleKey broken = RuleKey.of(PyReviewPlugin.REPOSITORY, "web-app-without-error-handlers");
    CheckFactory factory =
        new CheckFactory(
            new ActiveRulesBuilder()
                .addRule(
                    new NewActiveRule.Builder()
                        .setRuleKey(broken)
                        .setParam("minRoutes", "99999999999")
                        .build())
                .build());
    SensorContextTester context = SensorContextTester.create(work);
    new ReviewSensor(new ReviewRules(), factory).execute(context);
    saysOnce("WebAppWithoutErrorHandlersCheck");
  }

  @Test
  void a_computation_that_fails_leaves_a_line_in_the_log() {
    Component component =
        fake(Component.class, Map.of("getKey", "shop", "getType", Component.Type.PROJECT));
    MeasureComputerContext context =
        fake(MeasureComputerContext.class, Map.of("getComponent", component));
    assertThatCode(() -> new ChecklistComputer().compute(context)).doesNotThrowAnyException();
    saysOnce("PyReview's checklist failed on shop", "on purpose");
  }

  @Test
  void a_computation_counts_and_answers() {
    Component project =
        fake(Component.class, Map.of("getKey", "shop", "getType", Component.Type.PROJECT));
    Measure run = fake(Measure.class, Map.of("getStringValue", "application django\nS2077\n"));
    Map<String, Object> measures = new TreeMap<>();
    MeasureComputerContext context =
        (MeasureComputerContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {MeasureComputerContext.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getComponent" -> project;
                      case "getIssues" -> List.<Issue>of();
                      case "getChildrenMeasures" -> List.<Measure>of();
                      case "getMeasure" -> run;
                      default -> measures.put((String) arguments[0], arguments[1]);
                    });
    new ChecklistComputer().compute(context);
    assertThat(measures).containsKeys(PyReviewMetrics.ANSWERS, PyReviewMetrics.FAILED_POINTS);
    assertThat(log.logs(Level.WARN)).isEmpty();
  }

  /** The Python analyzer's definition fails on its own; the profile keeps what it knows. */
  @Test
  void a_profile_keeps_the_rules_that_are_known() {
    PyReviewRules ours =
        new PyReviewRules(
            SonarRuntimeImpl.forSonarQube(
                Version.create(13, 4), SonarQubeSide.SERVER, SonarEdition.COMMUNITY));
    BuiltInQualityProfilesDefinition.Context context =
        new BuiltInQualityProfilesDefinition.Context();
    new PyReviewProfile(new RulesDefinition[] {new PyReviewRules(null), ours}).define(context);
    assertThat(context.profile("py", "PyReview").rules()).isNotEmpty();
  }

  @Test
  void every_rule_can_be_made() {
    assertThat(RuleIndex.instances()).hasSameSizeAs(RuleUnderTest.all());
    assertThat(log.logs(Level.WARN)).isEmpty();
  }
}
