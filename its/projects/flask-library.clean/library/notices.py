"""Mails to members."""

import os

from flask import current_app


def use_own_server():
    current_app.config["MAIL_SERVER"] = os.environ["LIBRARY_MAIL_SERVER"]


def overdue(title):
    return f"Please bring back {title}. {current_app.config['MAIL_SIGNATURE']}"
