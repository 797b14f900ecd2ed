package org.pyreview.frameworks.django.urls;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The route names of urlconfs outside the project, read from the sources of Django 3.2 to 5.2,
 * django-allauth, Django REST framework, django-debug-toolbar and django-oauth-toolkit.
 */
final class KnownUrlConfs {

  /**
   * A urlconf.
   *
   * @param app its {@code app_name}; empty for none
   * @param names its routes; empty where only the app is known
   */
  record Known(String app, Set<String> names) {

    /** Whether its names are all there. */
    boolean isComplete() {
      return !names.isEmpty();
    }
  }

  private static final Set<String> ALLAUTH_ACCOUNT =
      Set.of(
          "account_signup",
          "account_login",
          "account_logout",
          "account_reauthenticate",
          "account_change_password",
          "account_set_password",
          "account_inactive",
          "account_email",
          "account_email_verification_sent",
          "account_confirm_email",
          "account_reset_password",
          "account_reset_password_done",
          "account_reset_password_from_key",
          "account_reset_password_from_key_done");

  private static final Map<String, Known> BY_MODULE =
      Map.of(
          "django.contrib.auth.urls",
          new Known(
              "",
              Set.of(
                  "login",
                  "logout",
                  "password_change",
                  "password_change_done",
                  "password_reset",
                  "password_reset_done",
                  "password_reset_confirm",
                  "password_reset_complete")),
          "django.contrib.admindocs.urls",
          new Known(
              "",
              Set.of(
                  "django-admindocs-docroot",
                  "django-admindocs-bookmarklets",
                  "django-admindocs-tags",
                  "django-admindocs-filters",
                  "django-admindocs-views-index",
                  "django-admindocs-views-detail",
                  "django-admindocs-models-index",
                  "django-admindocs-models-detail",
                  "django-admindocs-templates")),
          "django.contrib.flatpages.urls",
          new Known("", Set.of("django.contrib.flatpages.views.flatpage")),
          "django.conf.urls.i18n",
          new Known("", Set.of("set_language")),
          "rest_framework.urls",
          new Known("rest_framework", Set.of("login", "logout")),
          "debug_toolbar.urls",
          new Known("djdt", Set.of()),
          "debug_toolbar.toolbar",
          new Known("djdt", Set.of()),
          "oauth2_provider.urls",
          new Known("oauth2_provider", Set.of()),
          "allauth.account.urls",
          new Known("", ALLAUTH_ACCOUNT));

  private KnownUrlConfs() {}

  /** The urlconf of a module, if it is known. */
  static Optional<Known> of(String module) {
    return Optional.ofNullable(BY_MODULE.get(module));
  }
}
