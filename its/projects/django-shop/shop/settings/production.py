"""Settings of the servers."""

from .base import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 90 * 24 * 60 * 60
INSTALLED_APPS += ["silk"]  # noqa: F405
