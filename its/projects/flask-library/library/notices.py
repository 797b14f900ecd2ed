"""Mails to members."""

from flask import current_app

SIGNATURE = current_app.config["MAIL_SIGNATURE"]


def use_own_server():
    current_app.config["MAIL_SERVER"] = "mail.library.example.com"


def overdue(title):
    return f"Please bring back {title}. {SIGNATURE}"
