package org.pyreview.frameworks.django.settings;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pyreview.frameworks.django.settings.SettingValue.Assigned;
import org.pyreview.frameworks.django.settings.SettingValue.Known;
import org.pyreview.project.Mentions;
import org.pyreview.project.Place;
import org.pyreview.project.Project;
import org.pyreview.project.ProjectFile;
import org.pyreview.project.code.Expr;
import org.pyreview.project.code.ProjectCode;
import org.pyreview.project.code.Stmt;

/**
 * Why a Django project's servers have no static files.
 *
 * @param place the setting to begin with
 * @see <a href="https://docs.djangoproject.com/en/stable/howto/static-files/deployment/">Django:
 *     How to deploy static files</a>
 */
public record StaticFiles(ProjectFile file, Place place, Gap gap) {

  /** What is missing. */
  public enum Gap {
    ROOT,
    COLLECTION,
    SERVER
  }

  private static final String APP = "django.contrib.staticfiles";
  private static final String ADMIN = "django.contrib.admin";
  private static final String[] STORAGES = {
    "STATICFILES_STORAGE",
    "storages.backends",
    "collectfast",
    "S3StaticStorage",
    "cloudinary_storage"
  };
  private static final String[] SERVERS = {"whitenoise", "servestatic", "WhiteNoise", "dj_static"};
  private static final String[] HEROKU = {"django_heroku"};
  private static final String MOUNT = "StaticFiles";
  private static final Pattern COLLECTED = Pattern.compile("\\bcollectstatic\\b");
  private static final Pattern SERVED =
      Pattern.compile(
          "(?i)nginx|caddy|apache|httpd|lighttpd|traefik|static-map|check-static|cloudfront|\\bcdn\\b|whitenoise|servestatic");
  private static final Pattern SERVER_FILES =
      Pattern.compile(
          "(?i)(?:.*/)?(?:[^/]*nginx[^/]*(?:/.*)?|Caddyfile|httpd\\.conf|apache[^/]*(?:/.*)?)");
  private static final Pattern ASSETS =
      Pattern.compile("(?:.*/)?static/.+\\.(?:css|js|png|svg|ico|jpe?g|woff2?)");

  /**
   * What is missing first, at each of the settings that servers run with; none if nothing is, or
   * there are no static files.
   */
  public static List<StaticFiles> missing(Project project) {
    return SettingsModules.of(project).production("").stream()
        .filter(settings -> !settings.isOpenInRepository())
        .flatMap(settings -> missing(settings, project).stream())
        .distinct()
        .toList();
  }

  private static Optional<StaticFiles> missing(EffectiveSettings settings, Project project) {
    Mentions mentions = Mentions.of(project);
    Optional<Assigned> apps = settings.written("INSTALLED_APPS");
    List<?> installed =
        apps.isPresent()
                && apps.get().value() instanceof Known known
                && known.value() instanceof List<?> list
            ? list
            : List.of();
    boolean hasFiles = installed.contains(ADMIN) || mentions.areInPaths(ASSETS);
    boolean isHeroku =
        mentions.areInCode(HEROKU)
            || (project.file("Procfile").isPresent() && project.file("Dockerfile").isEmpty());
    if (!installed.contains(APP)
        || !hasFiles
        || isHeroku
        || isRemote(settings)
        || mentions.areInCode(STORAGES)) {
      return Optional.empty();
    }
    Assigned shown = settings.written("STATIC_URL").orElse(apps.get());
    return gap(mentions, project)
        // The settings of a machine may have what the repository misses.
        .filter(gap -> gap != Gap.ROOT || !settings.isOpen())
        .map(gap -> new StaticFiles(shown.file(), shown.place(), gap));
  }

  private static Optional<Gap> gap(Mentions mentions, Project project) {
    boolean hasRoot =
        SettingsModules.of(project).all().stream()
            .anyMatch(module -> module.mentions("STATIC_ROOT"));
    if (!hasRoot) {
      return Optional.of(Gap.ROOT);
    }
    boolean isCollected =
        mentions.areInOperation(COLLECTED)
            || mentions.areInDocuments(COLLECTED)
            || mentions.areInCode("collectstatic");
    if (!isCollected) {
      return Optional.of(Gap.COLLECTION);
    }
    boolean isServed =
        mentions.areInCode(SERVERS)
            || isMounted(project)
            || mentions.areInOperation(SERVED)
            || mentions.areInDocuments(SERVED)
            || mentions.areInPaths(SERVER_FILES);
    return isServed ? Optional.empty() : Optional.of(Gap.SERVER);
  }

  /** Whether an ASGI application around Django has a mount for files. */
  private static boolean isMounted(Project project) {
    return ProjectCode.of(project).mainModules().stream()
        .filter(module -> module.mentions(MOUNT))
        .flatMap(module -> module.statements().stream())
        .flatMap(Stmt::everyExpression)
        .anyMatch(each -> each instanceof Expr.Call call && call.name().equals(MOUNT));
  }

  /** {@code https://cdn.example.com/}, or something from the environment. */
  private static boolean isRemote(EffectiveSettings settings) {
    return settings
        .written("STATIC_URL")
        .filter(
            url ->
                !(url.value() instanceof Known known)
                    || String.valueOf(known.value()).matches("(?:https?:)?//.*"))
        .isPresent();
  }
}
