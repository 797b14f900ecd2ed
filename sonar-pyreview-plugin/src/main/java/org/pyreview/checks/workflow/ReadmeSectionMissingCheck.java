package org.pyreview.checks.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pyreview.frameworks.environment.RequiredVariables;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.TestFiles;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.documents.Document;
import org.pyreview.project.documents.Topic;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "readme-section-missing")
public class ReadmeSectionMissingCheck extends CodeCheck {

  private static final int SHORTEST = 10;

  /** The code of a text that explains it. */
  private static final Pattern TAUGHT =
      Pattern.compile(
          "(?i)\\b(?:code|repository|project|application|example|companion|featured|described)\\b[^.\\n]{0,60}\\b(?:tutorial|book|course|workshop|article|blog post)\\b");

  @RuleProperty(
      key = "topics",
      description =
          "What the README has to tell, of install, configure and test, separated by commas",
      defaultValue = "install,configure,test")
  public String topics = "install,configure,test";

  @Override
  public void review(ProjectReview review) {
    boolean hasCode =
        review.project().files().stream().anyMatch(file -> file.name().endsWith(".py"));
    if (!hasCode) {
      return;
    }
    List<Document> readmes = Document.readmes(review.project());
    if (readmes.isEmpty()) {
      review.reportOnProject(
          "Add a README that says what the project is, and how to install, configure and test it.");
    }
    readmes.stream()
        .filter(readme -> !TAUGHT.matcher(readme.text()).find())
        .forEach(readme -> check(readme, review));
  }

  private void check(Document readme, ProjectReview review) {
    Project project = review.project();
    List<String> missing =
        Arrays.stream(topics.split(","))
            .flatMap(name -> Topic.of(name).stream())
            .filter(topic -> topic != Topic.CONFIGURE || RequiredVariables.of(project).areAny())
            .filter(topic -> topic != Topic.TEST || TestFiles.of(project).count() > 0)
            .filter(topic -> isTooShort(readme) || !topic.isIn(readme))
            .map(Topic::words)
            .toList();
    if (!missing.isEmpty()) {
      review.report(
          readme.file(),
          Place.firstLine(readme.text()),
          "Say in the README %s.".formatted(listed(missing)));
    }
  }

  private static boolean isTooShort(Document readme) {
    return readme.text().strip().split("\\s+").length < SHORTEST;
  }

  private static String listed(List<String> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : parts.subList(0, parts.size() - 1).stream().collect(Collectors.joining(", "))
            + " and "
            + parts.get(parts.size() - 1);
  }
}
