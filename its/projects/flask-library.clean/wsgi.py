"""Entry point of the web server."""

import sentry_sdk

from library import create_app

sentry_sdk.init()
app = create_app()
