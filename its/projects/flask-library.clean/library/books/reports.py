"""Figures for the librarians."""

from tempfile import mkstemp

from flask import Blueprint
from flask_login import login_required
from sqlalchemy import func
from sqlalchemy.orm import joinedload

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
    borrowed_books = db.select(Book).where(Book.borrower_id.is_not(None))
    books = db.session.scalars(borrowed_books.options(joinedload(Book.borrower)))
    return {book.title: book.borrower.email for book in books}


def titles_of(year):
    """What was bought in a year."""
    found = db.session.execute(
        db.text("SELECT title FROM book WHERE year = :year"), {"year": year}
    )
    return [row.title for row in found]


def catalogue_of(library, year):
    """The titles of an old catalogue, one per line.

    :param library: which one
    :param year: when it was printed
    """
    with open(f"/srv/catalogues/{library}-{year}.txt", encoding="utf-8") as catalogue:
        return catalogue.read()


def export(rows):
    """Writes rows to a file that the caller sends."""
    descriptor, target = mkstemp(suffix=".txt")
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(rows))
    return target
