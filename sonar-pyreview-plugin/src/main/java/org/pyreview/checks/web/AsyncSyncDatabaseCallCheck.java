package org.pyreview.checks.web;

import org.pyreview.frameworks.async.BlockingDatabaseCalls;
import org.pyreview.frameworks.async.BlockingDatabaseCalls.Blocked;
import org.pyreview.frameworks.async.BlockingDatabaseCalls.Kind;
import org.pyreview.project.Habit;
import org.pyreview.project.ProjectReview;
import org.pyreview.project.code.CodeCheck;
import org.sonar.check.Rule;

@Rule(key = "async-sync-database-call")
public class AsyncSyncDatabaseCallCheck extends CodeCheck {

  @Override
  public void review(ProjectReview review) {
    Habit habit = review.habit();
    habit.looked(BlockingDatabaseCalls.asyncFunctions(review.project()));
    for (Blocked each : BlockingDatabaseCalls.of(review.project())) {
      ProjectReview.Issue issue = habit.found(each.module().file(), each.place(), message(each));
      each.cause()
          .ifPresent(
              cause ->
                  issue.because(
                      cause.module().file(),
                      cause.place(),
                      each.kind() == Kind.HELPER
                          ? "This waits for the database."
                          : "This is a synchronous session."));
    }
    habit.report(
        "Use an asynchronous client of the database, or declare these functions with def: %d async functions wait for it in a way that holds up every other request."
            ::formatted);
  }

  private static String message(Blocked found) {
    String function = found.function().name();
    return switch (found.kind()) {
      case SESSION ->
          found.waits()
              ? "Use an AsyncSession in %s() and await `%s`: as it is, every other request waits for the database, too."
                  .formatted(function, found.name())
              : "Declare %s() with def instead of async def: `%s` blocks the event loop, and every other request waits for the database, too."
                  .formatted(function, found.name());
      case HELPER ->
          found.waits()
              ? "Run `%s` in a thread, or give it an AsyncSession: it queries the database, and every other request waits for it, too."
                  .formatted(found.name())
              : "Declare %s() with def instead of async def: `%s` queries the database, which blocks the event loop, and every other request waits for it, too."
                  .formatted(function, found.name());
      case QUERYSET ->
          "Await a%s() in %s() instead of calling %s(): Django refuses to query in an async function."
              .formatted(found.name(), function, found.name());
      case ITERATION ->
          "Go through this query with async for in %s(): Django refuses to run it in an async function."
              .formatted(function);
      case DRIVER ->
          "Use an asynchronous client instead of `%s` in %s(): this call blocks the event loop, and every other request waits."
              .formatted(found.name(), function);
    };
  }
}
