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
    Map<String, Expr> entries = new HashMap<>();
    Place[] place = new Place[1];
    boolean[] isOpen = {false};
    for (ModuleCode module : written == settings ? List.of(written) : List.of(written, settings)) {
      module.topLevel().forEach(each -> follow(each, entries, place, isOpen));
    }
    if (place[0] == null) {
      return Optional.empty();
    }
    String engine =
        entries.get("ENGINE") instanceof Expr.Text text
            ? text.value().substring(text.value().lastIndexOf('.') + 1)
            : "";
    boolean isKnown = !isOpen[0] && !written.mentions(OTHER_WAYS) && !settings.mentions(OTHER_WAYS);
    return Optional.of(new DjangoDatabase(written.file(), place[0], entries, engine, isKnown));
  }

  private static void follow(
      Stmt statement, Map<String, Expr> entries, Place[] place, boolean[] isOpen) {
    if (statement instanceof Stmt.Assign assign && assign.value().isPresent()) {
      for (Expr target : assign.targets()) {
        assign(target, assign.value().get(), entries, place, isOpen);
      }
    } else {
      // DATABASES["default"].update(…)
      isOpen[0] |=
          statement.expressions().stream()
              .flatMap(Expr::all)
              .anyMatch(
                  each ->
                      each instanceof Expr.Call call
                          && call.receiver().filter(DjangoDatabase::isDefault).isPresent());
    }
  }

  private static void assign(
      Expr target, Expr value, Map<String, Expr> entries, Place[] place, boolean[] isOpen) {
    if (target instanceof Expr.Name name && name.id().equals(SETTING)) {
      entries.clear();
      place[0] = target.place();
      Optional<Expr.Entry> entry = entry(value, DEFAULT);
      entry.flatMap(Expr.Entry::key).ifPresent(key -> place[0] = key.place());
      Optional<Expr> database = entry.map(Expr.Entry::value);
      isOpen[0] = !(database.orElse(null) instanceof Expr.Mapping);
      database.ifPresent(each -> put(each, entries, isOpen));
    } else if (isDefault(target)) {
      entries.clear();
      place[0] = target.place();
      isOpen[0] = !(value instanceof Expr.Mapping);
      put(value, entries, isOpen);
    } else if (target instanceof Expr.Item item
        && isDefault(item.value())
        && item.index() instanceof Expr.Text option) {
      entries.put(option.value(), value);
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

  private static void put(Expr database, Map<String, Expr> entries, boolean[] isOpen) {
    if (database instanceof Expr.Mapping mapping) {
      for (Expr.Entry each : mapping.entries()) {
        if (each.key().orElse(null) instanceof Expr.Text key) {
          entries.put(key.value(), each.value());
        } else {
          isOpen[0] = true;
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
