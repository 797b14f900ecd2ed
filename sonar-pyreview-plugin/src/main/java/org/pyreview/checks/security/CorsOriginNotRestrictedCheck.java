package org.pyreview.checks.security;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pyreview.frameworks.web.cors.AllowedOriginHeader;
import org.pyreview.frameworks.web.cors.CorsPolicy;
import org.pyreview.frameworks.web.cors.CorsSetting;
import org.pyreview.frameworks.web.cors.OriginPattern.Flaw;
import org.pyreview.frameworks.web.cors.SentByBrowsers;
import org.pyreview.project.CrossFileCheck;
import org.pyreview.project.DevelopmentBranch;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.FactKind;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.ProjectReview;
import org.pyreview.python.CodeRole;
import org.pyreview.python.Descendants;
import org.pyreview.python.PythonModule;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.Tree;

@Rule(key = "cors-origin-not-restricted")
public class CorsOriginNotRestrictedCheck extends CrossFileCheck {

  private static final FactKind<Openings> FACTS =
      FactKind.of(Openings.class, CorsOriginNotRestrictedCheck::record);

  /** Where a file lets other sites in. */
  record Openings(List<Opening> all) {}

  /**
   * A place that lets other sites in.
   *
   * @param kind when that does harm
   * @param uses where the list of origins is used, if it stands somewhere else
   */
  record Opening(Place place, String message, Kind kind, List<Place> uses) {}

  /** What opens an application, and so when that does harm. */
  enum Kind {
    /** A list or header that lets in whom its author didn't mean. */
    MISTAKE,
    /** Everybody may ask a Starlette application: it has cookies only where its code adds them. */
    STARLETTE,
    /** Everybody may ask a Django site: its cookies stay on their site by default. */
    DJANGO,
    /** Everybody may ask a Flask application. */
    FLASK;

    boolean harms(Project project) {
      return switch (this) {
        case STARLETTE -> SentByBrowsers.isAnythingIn(project);
        case DJANGO -> SentByBrowsers.isCookieSentAcrossSites(project);
        case MISTAKE, FLASK -> true;
      };
    }
  }

  @Override
  protected List<FactKind<?>> facts() {
    return List.of(FACTS);
  }

  @Override
  public void review(ProjectReview review) {
    List<Found> ofFlask = new ArrayList<>();
    review
        .project()
        .facts(FACTS)
        .forEach(
            (file, openings) ->
                openings.all().stream()
                    .filter(each -> each.kind().harms(review.project()))
                    .forEach(
                        each -> {
                          if (each.kind() == Kind.FLASK) {
                            ofFlask.add(new Found(file, each));
                          } else {
                            report(file, each, review);
                          }
                        }));
    reportFlask(ofFlask, review);
  }

  private record Found(ProjectFile file, Opening opening) {

    boolean isOfApplication() {
      return file.mentions("Flask(");
    }
  }

  /** An application repeats for its blueprints what it decided once. */
  private static void reportFlask(List<Found> all, ProjectReview review) {
    List<Found> sorted =
        all.stream()
            .sorted(
                Comparator.comparing((Found each) -> !each.isOfApplication())
                    .thenComparing(each -> each.file().path().segments().size())
                    .thenComparing(each -> each.file().toString()))
            .toList();
    if (sorted.isEmpty()) {
      return;
    }
    Found first = sorted.get(0);
    ProjectReview.Issue issue = report(first.file(), first.opening(), review);
    sorted.stream()
        .skip(1)
        .forEach(each -> issue.because(each.file(), each.opening().place(), "Here, too."));
  }

  private static ProjectReview.Issue report(
      ProjectFile file, Opening opening, ProjectReview review) {
    ProjectReview.Issue issue = review.report(file, opening.place(), opening.message());
    opening.uses().forEach(use -> issue.because(file, use, "The origins are used here."));
    return issue;
  }

  private static Openings record(PythonModule module) {
    List<Opening> found = new ArrayList<>();
    if (isReviewed(module)) {
      Descendants.of(module.tree(), CallExpression.class)
          .forEach(call -> checkCall(call, module, found));
      Descendants.of(module.tree(), AssignmentStatement.class)
          .forEach(statement -> checkAssignment(statement, module, found));
      Descendants.of(module.tree(), KeyValuePair.class)
          .flatMap(pair -> AllowedOriginHeader.of(pair).stream())
          .forEach(header -> checkHeader(header, found));
    }
    return new Openings(found);
  }

  private static boolean isReviewed(PythonModule module) {
    CodeRole role = CodeRole.of(module.path());
    return role != CodeRole.TEST
        && role != CodeRole.EXAMPLE
        && role != CodeRole.MIGRATION
        && !module.path().isGenerated()
        && !DevelopmentPath.of(module.path()).isDevelopment();
  }

  private static void add(Tree place, String message, Kind kind, List<Opening> found) {
    found.add(new Opening(Place.of(place), message, kind, List.of()));
  }

  private static void checkCall(CallExpression call, PythonModule module, List<Opening> found) {
    AllowedOriginHeader.of(call).ifPresent(header -> checkHeader(header, found));
    CorsPolicy.of(call, module)
        .filter(policy -> !DevelopmentBranch.contains(call))
        .ifPresent(policy -> checkPolicy(policy, found));
  }

  private static void checkPolicy(CorsPolicy policy, List<Opening> found) {
    Optional<Expression> wildcard = policy.wildcard();
    if (wildcard.isPresent() && policy.allowsCredentials()) {
      found.add(
          new Opening(
              Place.of(wildcard.get()),
              "List the origins that may read answers: with %s every website acts as the visitor who is logged in."
                  .formatted(policy.framework().credentials()),
              kind(policy),
              isInside(wildcard.get(), policy.call())
                  ? List.of()
                  : List.of(Place.of(policy.call().callee()))));
    }
    policy
        .pattern()
        .ifPresent(
            pattern ->
                checkPattern(pattern, true, policy.allowsCredentials(), kind(policy), found));
  }

  private static Kind kind(CorsPolicy policy) {
    return policy.framework().startsWithoutSessions() ? Kind.STARLETTE : Kind.FLASK;
  }

  private static boolean isInside(Tree node, Tree whole) {
    Tree around = node;
    while (around != null && around != whole) {
      around = around.parent();
    }
    return around != null;
  }

  /** Everybody, but without cookies, is a decision; a list that lets others in never is. */
  private static void checkPattern(
      Expression written,
      boolean isWhole,
      boolean allowsCredentials,
      Kind kind,
      List<Opening> found) {
    CorsPolicy.pattern(written)
        .flatMap(pattern -> pattern.flaw(isWhole))
        .filter(flaw -> flaw != Flaw.EVERYTHING || allowsCredentials)
        .ifPresent(
            flaw ->
                found.add(
                    new Opening(
                        Place.of(written),
                        messageOn(flaw),
                        flaw == Flaw.EVERYTHING ? kind : Kind.MISTAKE,
                        List.of())));
  }

  private static String messageOn(Flaw flaw) {
    return switch (flaw) {
      case EVERYTHING ->
          "List the origins that may read answers: this pattern matches every website, and each acts as the visitor who is logged in.";
      case LOOSE_START ->
          "Write \"\\.\" before the domain: as it is, the pattern matches every domain that ends like yours.";
      case OPEN_DOT ->
          "Escape the dots of the domain: \".\" stands for any character, so other domains match too.";
      case OPEN_END ->
          "End the pattern with \"$\": as it is, it matches every domain that begins like yours.";
    };
  }

  private static void checkAssignment(
      AssignmentStatement statement, PythonModule module, List<Opening> found) {
    AllowedOriginHeader.of(statement).ifPresent(header -> checkHeader(header, found));
    CorsSetting.of(statement)
        .filter(setting -> !DevelopmentBranch.contains(statement))
        .ifPresent(setting -> checkSetting(setting, module, found));
  }

  private static void checkSetting(CorsSetting setting, PythonModule module, List<Opening> found) {
    boolean allowsCredentials = CorsSetting.allowCredentials(module);
    if (setting.allowsAll() && allowsCredentials) {
      add(
          setting.value(),
          "List the sites in CORS_ALLOWED_ORIGINS: with %s and CORS_ALLOW_CREDENTIALS every website acts as the visitor who is logged in."
              .formatted(setting.name()),
          Kind.DJANGO,
          found);
    }
    setting
        .patterns()
        .forEach(pattern -> checkPattern(pattern, false, allowsCredentials, Kind.DJANGO, found));
  }

  private static void checkHeader(AllowedOriginHeader header, List<Opening> found) {
    if (header.reflectsAnyOrigin() && !DevelopmentBranch.contains(header.value())) {
      add(
          header.value(),
          "Compare the origin with those you know before you allow it: this gives every website the answer.",
          Kind.MISTAKE,
          found);
    }
  }
}
