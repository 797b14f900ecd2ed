package org.pyreview.frameworks.django.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.frameworks.django.settings.SettingValue.Open;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.Stmt;
import org.pyreview.python.QualifiedName;

/**
 * A store of Django's sessions that keeps expired ones until somebody deletes them.
 *
 * @param place the setting that chooses it, or the statement that lists the app of sessions
 * @param name the engine's last name
 * @see <a
 *     href="https://docs.djangoproject.com/en/stable/topics/http/sessions/#clearing-the-session-store">Django:
 *     Clearing the session store</a>
 */
public record SessionStore(ProjectFile file, Place place, String name) {

  private static final String APP = Components.SESSIONS_APP;
  private static final String STANDARD = APP + ".backends.db";
  private static final List<String> KEEPING =
      List.of(STANDARD, APP + ".backends.cached_db", APP + ".backends.file");
  private static final String[] PURGES = {
    "clearsessions", "clear_expired", "django_session", "expire_date__lt", "expire_date__lte"
  };
  private static final Pattern PURGED = Pattern.compile("\\bclear_?sessions?\\b|django_session\\b");

  /** That of a project's servers; empty if nothing has to be deleted, or something does it. */
  public static Optional<SessionStore> neverPurged(Project project) {
    return SettingsModules.of(project).forVisitors("").stream()
        .flatMap(settings -> keeping(settings).stream())
        .findFirst()
        .filter(store -> !isPurged(project));
  }

  private static boolean isPurged(Project project) {
    Mentions mentions = Mentions.of(project);
    return mentions.areInCode(PURGES)
        || mentions.areInOperation(PURGED)
        || mentions.areInDocuments(PURGED);
  }

  private static Optional<SessionStore> keeping(EffectiveSettings settings) {
    Optional<Assigned> apps = settings.written("INSTALLED_APPS");
    boolean isInstalled =
        apps.isPresent()
            && apps.get().value() instanceof Known known
            && known.value() instanceof List<?> list
            && list.contains(APP);
    Optional<Assigned> engine = settings.written("SESSION_ENGINE");
    if (!isInstalled || (engine.isEmpty() && settings.isOpenInRepository())) {
      return Optional.empty();
    }
    String name =
        engine.isEmpty()
            ? STANDARD
            : engine.get().value() instanceof Known known ? String.valueOf(known.value()) : "";
    Assigned shown = engine.or(() -> listing(settings)).orElse(apps.get());
    return KEEPING.contains(name)
        ? Optional.of(
            new SessionStore(shown.file(), shown.place(), QualifiedName.of(name).lastName()))
        : Optional.empty();
  }

  /** The statement that names the app: a setting that lists more apps says nothing about it. */
  private static Optional<Assigned> listing(EffectiveSettings settings) {
    return settings.modules().stream()
        .filter(module -> module.mentions(APP))
        .flatMap(
            module ->
                module
                    .topLevel()
                    .filter(SessionStore::namesApp)
                    .map(each -> new Assigned(new Open(), module.file(), each.place())))
        .findFirst();
  }

  private static boolean namesApp(Stmt statement) {
    return statement.expressions().stream()
        .flatMap(Expr::all)
        .anyMatch(each -> each instanceof Expr.Text text && text.value().equals(APP));
  }
}
