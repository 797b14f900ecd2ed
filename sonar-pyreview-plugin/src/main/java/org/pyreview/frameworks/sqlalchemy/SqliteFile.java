package org.pyreview.frameworks.sqlalchemy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pyreview.project.DevelopmentPath;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * A file of SQLite that an application with SQLAlchemy, or Flask-SQLAlchemy, has for a database.
 */
public record SqliteFile(ProjectFile file, Place place) {

  private static final String SETTING = "SQLALCHEMY_DATABASE_URI";
  private static final String[] SIGNS = {SETTING, "create_engine", "create_async_engine"};
  private static final String[] OTHER_WAYS = {
    "environ",
    "getenv",
    "environs",
    "decouple",
    "dotenv",
    "dynaconf",
    "BaseSettings",
    "from_envvar",
    "from_prefixed_env",
    "from_pyfile",
    "litestream"
  };

  /** That of a project; empty if it may be something else in production. */
  public static Optional<SqliteFile> of(Project project) {
    List<SqliteFile> opened = new ArrayList<>();
    List<SqliteFile> set = new ArrayList<>();
    boolean isCertain = true;
    for (ModuleCode module : ProjectCode.of(project).mainModules()) {
      if (!DevelopmentPath.of(module.file().path()).isDevelopment() && module.mentions(SIGNS)) {
        for (Url url : urls(module)) {
          if (isSqlite(url.value)) {
            (url.isOpened ? opened : set).add(new SqliteFile(module.file(), url.value.place()));
          } else {
            isCertain = false;
          }
        }
      }
    }
    if (!isCertain) {
      return Optional.empty();
    }
    // No configuration changes what is written into the call.
    boolean isConfigurable =
        opened.isEmpty()
            && ProjectCode.of(project).mainModules().stream()
                .anyMatch(module -> module.mentions(OTHER_WAYS));
    return isConfigurable
        ? Optional.empty()
        : Stream.concat(opened.stream(), set.stream()).findFirst();
  }

  /**
   * An address of a database.
   *
   * @param isOpened whether it is the argument that an engine is made with
   */
  private record Url(Expr value, boolean isOpened) {}

  private static boolean isSqlite(Expr url) {
    String text =
        url instanceof Expr.Text written
            ? written.value()
            : url instanceof Expr.Format format
                ? format.template()
                : url instanceof Expr.Operation sum
                        && !sum.operands().isEmpty()
                        && sum.operands().get(0) instanceof Expr.Text first
                    ? first.value()
                    : "";
    return text.matches("(?s)sqlite(?:\\+\\w+)?:///.*") && !text.contains(":memory:");
  }

  private static List<Url> urls(ModuleCode module) {
    List<Url> found = new ArrayList<>();
    module.statements().stream()
        .flatMap(Stmt::everything)
        .forEach(
            each -> {
              if (each instanceof Stmt.Assign assign
                  && assign.value().isPresent()
                  && assign.setting(SETTING).isPresent()
                  && !isForTests(module, assign)) {
                found.add(new Url(assign.value().get(), false));
              }
              each.expressions().stream()
                  .flatMap(Expr::all)
                  .filter(Expr.Call.class::isInstance)
                  .map(Expr.Call.class::cast)
                  .filter(call -> call.name().matches("create_(?:async_)?engine"))
                  .flatMap(call -> call.at(0, "url").stream())
                  .map(url -> new Url(behind(module, url), url instanceof Expr.Text))
                  .forEach(found::add);
            });
    return found;
  }

  private static Expr behind(ModuleCode module, Expr url) {
    return url instanceof Expr.Name name ? module.onlyAssignment(name.id()).orElse(url) : url;
  }

  private static boolean isForTests(ModuleCode module, Stmt assign) {
    return module
        .classes()
        .filter(each -> each.body().contains(assign))
        .anyMatch(each -> each.name().matches("(?i).*(?:test|dev|local|debug).*"));
  }
}
