"""Settings of the servers."""

import os

import sentry_sdk

from .base import *  # noqa: F403

sentry_sdk.init(dsn=os.environ["SENTRY_DSN"], environment="production")

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
