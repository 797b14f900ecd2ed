package org.pyreview.python;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeRoleTest {

  @ParameterizedTest
  @CsvSource({
    "shop/views.py, SERVER",
    "shop/latest.py, SERVER",
    "shop/document.py, SERVER",
    "shop/documents/models.py, SERVER",
    "shop/tasks.py, WORKER",
    "app/worker/mail.py, WORKER",
    "shop/management/commands/clean.py, COMMAND",
    "manage.py, COMMAND",
    "scripts/report.py, SCRIPT",
    "tools/report.py, SCRIPT",
    "examples/one.py, EXAMPLE",
    "docs/conf.py, EXAMPLE",
    "docs_src/first.py, EXAMPLE",
    "'{{cookiecutter.slug}}/app/views.py', EXAMPLE",
    "shop/settings/dev.py, DEVELOPMENT",
    "shop/settings/local.py, DEVELOPMENT",
    "setup.py, DEVELOPMENT",
    "shop/tests/test_views.py, TEST",
    "tests_e2e/e2e_run.py, TEST",
    "unittests/api.py, TEST",
    "shop/migrations/0001_initial.py, MIGRATION",
    "alembic/versions/1_start.py, MIGRATION",
    "desk/db_migrations/0001_initial.py, MIGRATION",
  })
  void is_told_by_the_path(String path, CodeRole expected) {
    assertThat(CodeRole.of(ModulePath.of(path))).isEqualTo(expected);
  }
}
