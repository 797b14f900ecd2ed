package org.pyreview.frameworks.django.settings;

/** Classes of Django that settings name. */
public final class Components {

  public static final String SECURITY_MIDDLEWARE = "django.middleware.security.SecurityMiddleware";
  public static final String FRAME_OPTIONS_MIDDLEWARE =
      "django.middleware.clickjacking.XFrameOptionsMiddleware";
  public static final String CSRF_MIDDLEWARE = "django.middleware.csrf.CsrfViewMiddleware";
  public static final String SESSIONS_APP = "django.contrib.sessions";
  public static final String PICKLE_SERIALIZER =
      "django.contrib.sessions.serializers.PickleSerializer";

  private Components() {}
}
