package org.pyreview.frameworks.sqlalchemy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pyreview.frameworks.model.TableSize;
import org.pyreview.project.Project;
import org.pyreview.verify.AnalysedProject;

class GrowingTablesTest {

  private static final String MODELS =
      """
      from datetime import datetime

      from library.extensions import db


      class User(db.Model):
          id = db.Column(db.Integer, primary_key=True)
          password = db.Column(db.String(80))


      class Loan(db.Model):
          id = db.Column(db.Integer, primary_key=True)
          user_id = db.Column(db.ForeignKey("user.id"))
          reminders = db.relationship("Reminder", cascade="all, delete-orphan")


      class Reminder(db.Model):
          id = db.Column(db.Integer, primary_key=True)
          loan_id = db.Column(db.ForeignKey("loan.id"))


      class Book(db.Model):
          id = db.Column(db.Integer, primary_key=True)
          added = db.Column(db.DateTime, default=datetime.utcnow)


      class Shelf(db.Model):
          id = db.Column(db.Integer, primary_key=True)
          name = db.Column(db.String(80))


      class Branch(db.Model):
          id = db.Column(db.Integer, primary_key=True)
          opened = db.Column(db.DateTime)
      """;

  @TempDir Path work;

  @Test
  void what_belongs_to_users_or_has_a_time_grows() {
    GrowingTables tables = GrowingTables.of(project());
    assertThat(tables.sizeOf("User")).isEqualTo(TableSize.GROWS);
    assertThat(tables.sizeOf("Loan")).isEqualTo(TableSize.GROWS);
    assertThat(tables.sizeOf("Reminder")).isEqualTo(TableSize.GROWS);
    assertThat(tables.sizeOf("Book")).isEqualTo(TableSize.GROWS);
  }

  @Test
  void lookups_are_few_and_the_rest_is_unknown() {
    GrowingTables tables = GrowingTables.of(project());
    assertThat(tables.sizeOf("Shelf")).isEqualTo(TableSize.FEW);
    assertThat(tables.sizeOf("Branch")).isEqualTo(TableSize.UNKNOWN);
    assertThat(tables.sizeOf("Missing")).isEqualTo(TableSize.UNKNOWN);
  }

  @Test
  void foreign_keys_lead_to_tables() {
    GrowingTables tables = GrowingTables.of(project());
    assertThat(tables.refersTo("Loan", "User")).isTrue();
    assertThat(tables.refersTo("User", "Loan")).isFalse();
  }

  private Project project() {
    return AnalysedProject.of(work, Map.of("library/__init__.py", "", "library/models.py", MODELS))
        .projectWithCode();
  }
}
