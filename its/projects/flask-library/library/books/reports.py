"""Figures for the librarians."""

from pathlib import Path
from tempfile import mkstemp

from flask import Blueprint
from flask_login import login_required
from sqlalchemy import func

from library.books.models import Book
from library.extensions import db

reports = Blueprint("reports", __name__)


@reports.get("/reports/borrowed")
@login_required
def borrowed():
    count = db.session.scalar(
        db.select(func.count()).select_from(Book).where(Book.borrower_id.is_not(None))
    )
    return {"borrowed": count}


@reports.get("/reports/borrowers")
@login_required
def borrowers():
    books = db.session.scalars(db.select(Book).where(Book.borrower_id.is_not(None)))
    return {book.title: book.borrower.email for book in books}


def titles_of(year):
    """What was bought in a year."""
    found = db.session.execute(db.text(f"SELECT title FROM book WHERE year = '{year}'"))
    return [row.title for row in found]


def catalogue_of(library, year):
    """The titles of an old catalogue, one per line.

    :param library: which one
    :param season: when it was printed
    """
    return open(f"/srv/catalogues/{library}-{year}.txt", encoding="utf-8").read()


def export(rows):
    """Writes rows to a file that the caller sends."""
    _, target = mkstemp(suffix=".txt")
    Path(target).write_text("\n".join(rows), encoding="utf-8")
    return target
