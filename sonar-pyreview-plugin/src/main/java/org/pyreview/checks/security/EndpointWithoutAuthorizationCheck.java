package org.pyreview.checks.security;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.frameworks.ci.OpenCalls;
import org.pyreview.frameworks.django.rest.RestEndpoints;
import org.pyreview.frameworks.django.urls.ViewEndpoints;
import org.pyreview.frameworks.fastapi.ApiEndpoints;
import org.pyreview.frameworks.flask.FlaskEndpoints;
import org.pyreview.frameworks.web.Authorization;
import org.pyreview.frameworks.web.Endpoint;
import org.pyreview.frameworks.web.KnownUsers;
import org.pyreview.project.DeployedApplication;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.pyreview.project.code.Expr;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;

@Rule(key = "endpoint-without-authorization")
public class EndpointWithoutAuthorizationCheck extends CodeCheck {

  private static final String AUTHORIZATION =
      "login|auth|current_?user|require|permission|admin|token|role|jwt|api_?key|security|staff"
          + "|principal|member";
  private static final String PUBLIC =
      "login|logout|log_?(?:in|out)|sign_?(?:in|up|out)|register|registration|auth(?!or)|token"
          + "|oauth|callback|(?:web)?hook|health|ping|reset|recover|forgot|activate|confirm|verify"
          + "|public|setup|install|contact|csp|sso|saml|oidc|invite|(?:un)?subscribe|set_language|captcha|t?otp|passkey|webauthn|magic_?link"
          + "|create_account|decode|conver(?:t|sion)|calculat|estimate"
          + "|slack|stripe|github|gitlab|twilio|sendgrid|mailgun|paypal|telegram";

  /** A single one is no habit. */
  private static final int FEWEST = 2;

  /** Fewer may be an exercise. */
  private static final int FEWEST_OF_PROJECT = 3;

  private static final int MOST_SHOWN = 5;

  @RuleProperty(
      key = "minProtectedRatio",
      description =
          "Percent of sibling endpoints that must require authorization before one without is reported",
      defaultValue = "50")
  public int minProtectedRatio = 50;

  @RuleProperty(
      key = "authorizationPattern",
      description = "Names that denote authorization, as a regular expression",
      defaultValue = AUTHORIZATION)
  public String authorizationPattern = AUTHORIZATION;

  @RuleProperty(
      key = "exemptPattern",
      description =
          "Functions, paths and files of endpoints that are public on purpose, as a regular expression",
      defaultValue = PUBLIC)
  public String exemptPattern = PUBLIC;

  @Override
  public void review(ProjectReview review) {
    Project project = review.project();
    Authorization authorization = Authorization.named(authorizationPattern, exemptPattern);
    List<List<Endpoint>> groups = new ArrayList<>();
    groups.add(ApiEndpoints.of(project, authorization));
    groups.add(FlaskEndpoints.of(project, authorization));
    groups.add(RestEndpoints.of(project, authorization));
    groups.addAll(ViewEndpoints.of(project, authorization).values());
    Set<Endpoint> reported = new HashSet<>();
    groups.stream()
        .flatMap(each -> byApplication(each, project))
        .forEach(each -> check(each, reported, review));
    checkProject(groups.stream().flatMap(List::stream).toList(), review);
  }

  /** What is run on its own may be open to everybody, whatever the application beside it asks. */
  private static Stream<List<Endpoint>> byApplication(List<Endpoint> endpoints, Project project) {
    return endpoints.stream()
        .collect(
            Collectors.groupingBy(
                each -> DeployedApplication.partOf(each.module().file(), project),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .stream();
  }

  /** A project that never asks is one decision, not a mistake of each endpoint. */
  private static void checkProject(List<Endpoint> all, ProjectReview review) {
    boolean nobodyAsks =
        all.size() >= FEWEST_OF_PROJECT
            && all.stream().allMatch(Endpoint::isUnguarded)
            && !KnownUsers.of(review.project()).areAnywhere();
    if (nobodyAsks) {
      ProjectReview.Issue issue =
          review.reportOnProject(
              "Ask for a user or a key before anything is changed: none of the %d endpoints that change state does, %s for one."
                  .formatted(all.size(), all.get(0).name()));
      all.stream()
          .limit(MOST_SHOWN)
          .forEach(
              each ->
                  issue.because(
                      each.module().file(),
                      each.place(),
                      "%s answers everybody".formatted(each.name())));
    }
  }

  private void check(List<Endpoint> siblings, Set<Endpoint> reported, ProjectReview review) {
    List<Endpoint> guarded = siblings.stream().filter(Endpoint::isGuarded).toList();
    if (guarded.size() < FEWEST || 100 * guarded.size() < minProtectedRatio * siblings.size()) {
      return;
    }
    siblings.stream()
        .filter(Endpoint::isUnguarded)
        .filter(each -> !isAskedByWorkflow(each, review.project()))
        .filter(reported::add)
        .forEach(each -> report(each, guarded, siblings.size(), review));
  }

  /** A workflow that says nothing about itself would stop to work: it is meant to be open. */
  private static boolean isAskedByWorkflow(Endpoint endpoint, Project project) {
    OpenCalls calls = OpenCalls.of(project);
    return endpoint
        .module()
        .functions()
        .filter(each -> each.place().equals(endpoint.place()))
        .flatMap(each -> each.decorators().stream())
        .filter(Expr.Call.class::isInstance)
        .flatMap(each -> ((Expr.Call) each).positional().stream().limit(1))
        .filter(Expr.Text.class::isInstance)
        .anyMatch(each -> calls.ask(((Expr.Text) each).value()));
  }

  private static void report(
      Endpoint endpoint, List<Endpoint> guarded, int all, ProjectReview review) {
    Endpoint model = nearest(endpoint, guarded).orElseThrow();
    review
        .report(
            endpoint.module().file(),
            endpoint.place(),
            "Require authorization for %s, as %d of the %d endpoints around it that change state do."
                .formatted(endpoint.name(), guarded.size(), all))
        .because(
            model.module().file(),
            model.place(),
            "%s requires authorization".formatted(model.name()));
  }

  /** The first in the same file, else the first of all. */
  private static Optional<Endpoint> nearest(Endpoint endpoint, List<Endpoint> guarded) {
    return guarded.stream()
        .min(Comparator.comparing(each -> each.module() == endpoint.module() ? 0 : 1));
  }
}
