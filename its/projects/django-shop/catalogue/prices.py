"""Prices as customers read them."""

from babel.numbers import format_currency


def price_label(price, currency, locale):
    """The price with its currency, in the order and with the marks of the locale."""
    return format_currency(price, currency, locale=locale)
