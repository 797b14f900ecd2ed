"""What members owe."""


def open_fees(borrowed, limit):
    """The books that a member has beyond the limit."""
    return borrowed[limit:]
