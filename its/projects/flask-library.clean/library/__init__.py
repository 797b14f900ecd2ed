"""The application factory."""

from flask import Flask

from library.config import Config
from library.errors import register_error_handlers
from library.extensions import csrf, db, limiter, login_manager


def create_app(config=Config):
    app = Flask(__name__)
    app.config.from_object(config)
    db.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    limiter.init_app(app)
    register_error_handlers(app)

    from library.books.reports import reports
    from library.books.views import books
    from library.members.views import members

    app.register_blueprint(books)
    app.register_blueprint(reports)
    app.register_blueprint(members, url_prefix="/members")
    return app
