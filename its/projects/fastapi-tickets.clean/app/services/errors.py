"""Why tickets can't be sold."""


class SoldOut(Exception):
    """There are fewer seats than were ordered."""
