"""What members owe."""

from library.books.lending import MOST_BOOKS


def open_fees(borrowed):
    """The books that a member has beyond the limit."""
    return borrowed[MOST_BOOKS:]
