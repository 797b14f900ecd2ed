"""Who may borrow what."""

from library.extensions import db
from library.members.fees import open_fees

MOST_BOOKS = 5


def may_borrow(member, borrowed):
    """Whether a member may take another book home."""
    return len(borrowed) < MOST_BOOKS and not open_fees(borrowed, MOST_BOOKS)


def lend(book, member):
    """Notes down who has a book."""
    book.borrower_id = member.id
    db.session.commit()


def take_back(book, member):
    """Notes down that a member has returned a book."""
    if book.borrower_id == member.id:
        book.borrower_id = None
        db.session.commit()
