package org.pyreview.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.pyreview.its.IdeSession.IdeFix;
import org.pyreview.its.IdeSession.IdeIssue;

/** SonarQube for IDE in connected mode takes the plugin from the server and shows AST issues. */
@ParameterizedClass
@MethodSource("org.pyreview.its.Servers#versions")
class IdeIT {

  @Parameter String version;

  @Test
  void shows_issues_with_their_quick_fixes() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.sample("django-shop");
    project.analysed(server);
    assertThat(
            IdeSession.issuesOf(server, project.key(), project.folder(), "shop/settings/base.py"))
        .filteredOn(issue -> issue.rule().startsWith("pyreview:"))
        .extracting(
            IdeIssue::rule,
            IdeIssue::line,
            issue -> issue.fixes().stream().findFirst().map(IdeFix::newText).orElse("no fix"))
        .containsExactlyInAnyOrder(
            tuple(
                "pyreview:environment-flag-read-as-string",
                9,
                "os.environ.get(\"DJANGO_DEBUG\", \"False\").lower() in (\"1\","
                    + " \"true\", \"yes\", \"on\")"),
            tuple("pyreview:django-debug-defaults-to-on", 75, "\"\""),
            tuple("pyreview:django-whitenoise-middleware-order", 28, "no fix"));
  }

  @Test
  void follows_request_data_through_the_open_file() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.sample("flask-library");
    project.analysed(server);
    assertThat(
            IdeSession.issuesOf(server, project.key(), project.folder(), "library/books/views.py"))
        .filteredOn(issue -> issue.rule().startsWith("pyreview:"))
        .extracting(IdeIssue::rule, IdeIssue::line)
        .containsExactlyInAnyOrder(
            tuple("pyreview:request-data-in-sql", 58),
            tuple("pyreview:request-data-in-file-path", 64),
            tuple("pyreview:request-data-in-outbound-url", 69),
            tuple("pyreview:request-data-in-code-or-object", 74),
            tuple("pyreview:request-data-in-os-command", 80),
            tuple("pyreview:request-data-in-xpath-or-ldap", 87),
            tuple("pyreview:upload-filename-not-sanitised", 95),
            tuple("pyreview:request-data-in-html", 101),
            tuple("pyreview:flask-request-body-not-validated", 108));
  }

  @Test
  void shows_an_issue_without_a_quick_fix() {
    SonarServer server = Servers.of(version);
    TestProject project = TestProject.sample("fastapi-tickets");
    project.analysed(server);
    assertThat(IdeSession.issuesOf(server, project.key(), project.folder(), "app/models.py"))
        .filteredOn(issue -> issue.rule().startsWith("pyreview:"))
        .extracting(IdeIssue::rule, IdeIssue::line)
        .containsExactly(tuple("pyreview:money-in-float-field", 16));
  }
}
