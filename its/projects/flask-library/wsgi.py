"""Entry point of the web server."""

from library import create_app

app = create_app()
