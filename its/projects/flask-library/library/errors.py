"""Answers to errors."""

from flask import render_template


def not_found(error):
    return render_template("error.html", message="There is nothing here."), 404


def server_error(error):
    return render_template("error.html", message="Something went wrong."), 500


def register_error_handlers(app):
    app.register_error_handler(404, not_found)
    app.register_error_handler(500, server_error)
