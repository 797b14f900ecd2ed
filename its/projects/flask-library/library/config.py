"""Configuration, read from the environment."""

import os


class Config:
    SECRET_KEY = os.environ["LIBRARY_SECRET_KEY"]
    SQLALCHEMY_DATABASE_URI = os.environ["LIBRARY_DATABASE_URL"]
    SESSION_COOKIE_SECURE = os.environ.get("LIBRARY_COOKIE_SECURE", "1")
    SESSION_COOKIE_HTTPONLY = True
    MAX_CONTENT_LENGTH = 1024 * 1024
    WTF_CSRF_CHECK_DEFAULT = False
