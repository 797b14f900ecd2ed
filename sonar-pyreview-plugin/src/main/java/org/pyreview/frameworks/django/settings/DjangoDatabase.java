package org.pyreview.frameworks.django.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ModuleCode;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * The default database of a Django project's servers, as their settings write it.
 *
 * @param file where it is written
 * @param place the key of the database, or the setting
 * @param entries its options that are written out, by name; those that later lines set included
 * @param engine its last name, empty if it is computed
 * @param isWholeKnown whether no function makes it, and nothing else may change it
 */
public record DjangoDatabase(
    ProjectFile file, Place place, Map<String, Expr> entries, String engine, boolean isWholeKnown) {

  private static final String SETTING = "DATABASES";
  private static final String DEFAULT = "default";

  /** Names that speak of another way to configure it. */
  private static final String[] OTHER_WAYS = {
    "dj_database_url",
    "DATABASE_URL",
    "django_heroku",
    "dj_config_url",
    "local_settings",
    "environ",
    "getenv",
    "decouple",
    "environs"
  };

  /** Those of a project's servers, one for each of their settings modules. */
  public static List<DjangoDatabase> ofProduction(Project project) {
    List<DjangoDatabase> found = new ArrayList<>();
    for (EffectiveSettings settings : SettingsModules.of(project).production("")) {
      settings
          .get(SETTING)
          .flatMap(assigned -> ProjectCode.of(project).module(assigned.file()))
          .flatMap(module -> read(module, settings.module()))
          .ifPresent(found::add);
    }
    return found;
  }

  private static Optional<DjangoDatabase> read(ModuleCode written, ModuleCode settings) {
    Reading reading = new Reading();
    for (ModuleCode module : written == settings ? List.of(written) : List.of(written, settings)) {
      module.topLevel().forEach(reading::follow);
    }
    boolean isKnown =
        !reading.isOpen && !written.mentions(OTHER_WAYS) && !settings.mentions(OTHER_WAYS);
    return Optional.ofNullable(reading.place)
        .map(
            place ->
                new DjangoDatabase(
                    written.file(), place, reading.entries, reading.engine(), isKnown));
  }

  /** What is known of the database after some statements. */
  private static final class Reading {
    private final Map<String, Expr> entries = new HashMap<>();
    private Place place;
    private boolean isOpen;

    String engine() {
      return entries.get("ENGINE") instanceof Expr.Text text
          ? QualifiedName.of(text.value()).lastName()
          : "";
    }

    void follow(Stmt statement) {
      if (statement instanceof Stmt.Assign assign && assign.value().isPresent()) {
        for (Expr target : assign.targets()) {
          assign(target, assign.value().get());
        }
      } else {
        // DATABASES["default"].update(…)
        isOpen |=
            statement.expressions().stream()
                .flatMap(Expr::all)
                .anyMatch(
                    each ->
                        each instanceof Expr.Call call
                            && call.receiver().filter(DjangoDatabase::isDefault).isPresent());
      }
    }

    private void assign(Expr target, Expr value) {
      if (target instanceof Expr.Name name && name.id().equals(SETTING)) {
        Optional<Expr.Entry> entry = entry(value, DEFAULT);
        Place key = entry.flatMap(Expr.Entry::key).map(Expr::place).orElse(target.place());
        replace(entry.map(Expr.Entry::value), key);
      } else if (isDefault(target)) {
        replace(Optional.of(value), target.place());
      } else if (target instanceof Expr.Item item
          && isDefault(item.value())
          && item.index() instanceof Expr.Text option) {
        entries.put(option.value(), value);
      }
    }

    private void replace(Optional<Expr> database, Place at) {
      entries.clear();
      place = at;
      isOpen = !(database.orElse(null) instanceof Expr.Mapping);
      database.ifPresent(this::put);
    }

    private void put(Expr database) {
      if (database instanceof Expr.Mapping mapping) {
        for (Expr.Entry each : mapping.entries()) {
          if (each.key().orElse(null) instanceof Expr.Text key) {
            entries.put(key.value(), each.value());
          } else {
            isOpen = true;
          }
        }
      }
      // dj_database_url.config(conn_max_age=600)
      Stream.of(database)
          .flatMap(Expr::all)
          .filter(Expr.Call.class::isInstance)
          .flatMap(each -> ((Expr.Call) each).arguments().stream())
          .filter(each -> Set.of("conn_max_age", "conn_health_checks").contains(each.keyword()))
          .forEach(each -> entries.put(each.keyword().toUpperCase(Locale.ROOT), each.value()));
    }
  }

  private static boolean isDefault(Expr expression) {
    return expression instanceof Expr.Item item
        && item.value().dotted().filter(SETTING::equals).isPresent()
        && item.index() instanceof Expr.Text name
        && name.value().equals(DEFAULT);
  }

  private static Optional<Expr.Entry> entry(Expr value, String name) {
    return value instanceof Expr.Mapping mapping
        ? mapping.entries().stream()
            .filter(
                each ->
                    each.key()
                        .filter(key -> key instanceof Expr.Text text && text.value().equals(name))
                        .isPresent())
            .findFirst()
        : Optional.empty();
  }

  public boolean isSqlite() {
    return engine.equals("sqlite3");
  }

  /** Whether it runs on a server, or at least not in a file for all that is written. */
  public boolean mayBeServer() {
    return !isSqlite() && !engine.equals("dummy");
  }

  /** The option with this name. */
  public Optional<Expr> option(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** Whether the database's own pool of connections is used. */
  public boolean hasPool() {
    return option("OPTIONS").flatMap(options -> entry(options, "pool")).isPresent();
  }
}
