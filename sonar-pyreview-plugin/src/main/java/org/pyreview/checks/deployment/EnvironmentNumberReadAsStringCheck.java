package org.pyreview.checks.deployment;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.frameworks.container.GunicornFile;
import org.pyreview.frameworks.django.settings.NumericSetting;
import org.pyreview.frameworks.environment.EnvironmentRead;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.FactKind;
import org.pyreview.project.Place;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.python.CodeRole;
import org.pyreview.python.Descendants;
import org.pyreview.python.Literal;
import org.pyreview.python.PythonModule;
import org.pyreview.python.SourceText;
import org.pyreview.python.ValueUse;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.NumericLiteral;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "environment-number-read-as-string")
public class EnvironmentNumberReadAsStringCheck extends CrossFileCheck {

  private static final Set<String> CONVERTERS =
      Set.of("int", "float", "str", "Decimal", "decimal.Decimal", "timedelta");

  private static final FactKind<Numbers> FACTS =
      FactKind.of(Numbers.class, EnvironmentNumberReadAsStringCheck::record);

  /**
   * What a file says about numbers.
   *
   * @param reads those of the environment
   * @param converted names in what some call makes a number or text of
   * @param calculated names that have to hold a number
   */
  record Numbers(List<Read> reads, Set<String> converted, Set<String> calculated) {}

  /**
   * A variable that is taken for a number.
   *
   * @param keptAs the name the value is stored under; empty if it is calculated with at once
   */
  record Read(Place place, String variable, String type, String keptAs) {}

  @Override
  protected List<FactKind<?>> facts() {
    return List.of(FACTS);
  }

  @Override
  public void review(ProjectReview review) {
    Set<String> converted = new HashSet<>();
    Set<String> calculated = new HashSet<>();
    Map<ProjectFile, Numbers> all = review.project().facts(FACTS);
    all.values().forEach(each -> converted.addAll(each.converted));
    all.values().forEach(each -> calculated.addAll(each.calculated));
    review.each(
        all.keySet().stream().filter(EnvironmentNumberReadAsStringCheck::isReviewed).toList(),
        file ->
            all.get(file).reads.stream()
                .filter(read -> !converted.contains(read.keptAs))
                .filter(
                    read ->
                        read.keptAs.isEmpty()
                            || calculated.contains(read.keptAs)
                            || NumericSetting.isName(read.keptAs))
                .forEach(read -> report(file, read, review)));
  }

  private static boolean isReviewed(ProjectFile file) {
    CodeRole role = CodeRole.of(file.path());
    return role.isProduction() || role == CodeRole.SCRIPT;
  }

  private static void report(ProjectFile file, Read read, ProjectReview review) {
    review.report(
        file,
        read.place,
        "Convert \"%s\" with %s(): it is a number only as long as the variable isn't set, and text once it is."
            .formatted(read.variable, read.type));
  }

  private static Numbers record(PythonModule module) {
    List<Read> reads =
        Descendants.of(module.tree(), CallExpression.class)
            .flatMap(call -> reads(call, module))
            .toList();
    return new Numbers(reads, converted(module), CalculatedNames.in(module));
  }

  private static Stream<Read> reads(CallExpression call, PythonModule module) {
    ValueUse use = ValueUse.of(call);
    return EnvironmentRead.ofText(call, module).stream()
        .filter(read -> isTakenForNumber(use, module) && !read.isConvertedByPydantic(module))
        .flatMap(
            read ->
                read
                    .numericFallback()
                    .map(
                        number ->
                            new Read(
                                Place.of(call),
                                read.variable(),
                                type(number),
                                use.targetName().orElse("")))
                    .stream());
  }

  private static String type(NumericLiteral number) {
    return number.valueAsString().matches("[\\d_]+") ? "int" : "float";
  }

  private static boolean isTakenForNumber(ValueUse use, PythonModule module) {
    boolean isConverted =
        use.targetName().filter(name -> GunicornFile.converts(name, module)).isPresent();
    return (use.isKept() && !isConverted)
        || use.argument().filter(CalculatedNames::isNumber).isPresent()
        || use.isOperand();
  }

  /**
   * The names in the arguments of {@code int(settings.LIMIT)} and the like, and those that a
   * variable gets its value from which is converted then.
   */
  private static Set<String> converted(PythonModule module) {
    Set<String> names = new HashSet<>();
    Descendants.of(module.tree(), CallExpression.class)
        .filter(call -> CONVERTERS.contains(SourceText.of(call.callee())))
        .filter(call -> call.argumentList() != null)
        .forEach(call -> names(call.argumentList()).forEach(names::add));
    Set<String> sources = new HashSet<>();
    Descendants.of(module.tree(), AssignmentStatement.class)
        .filter(
            each ->
                each.lhsExpressions().stream()
                    .flatMap(targets -> targets.expressions().stream())
                    .anyMatch(target -> target instanceof Name name && names.contains(name.name())))
        .forEach(each -> names(each.assignedValue()).forEach(sources::add));
    names.addAll(sources);
    return names;
  }

  private static Stream<String> names(Tree tree) {
    Stream<String> own = tree instanceof Name name ? Stream.of(name.name()) : Stream.empty();
    return Stream.of(
            own,
            Descendants.of(tree, Name.class).map(Name::name),
            Descendants.of(tree, StringLiteral.class)
                .flatMap(text -> Literal.string(text).stream()))
        .flatMap(each -> each);
  }
}
