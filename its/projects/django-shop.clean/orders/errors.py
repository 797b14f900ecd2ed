"""Why an order can't be placed."""


class OrderError(Exception):
    """The order can't be placed."""
