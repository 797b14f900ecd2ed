"""What happens when something is ordered."""

from django.db import transaction

from catalogue.stock import reserve
from orders.models import Order


class OrderError(Exception):
    """The order can't be placed."""


@transaction.atomic
def place_order(customer, items):
    """Creates an order of products and quantities, and reserves them."""
    order = Order.objects.create(customer=customer)
    for product, quantity in items:
        reserve(product, quantity)
        order.lines.create(product=product, quantity=quantity)
    return order


def cancel(order, reason):
    """Cancels an order.

    Args:
        cause: why the customer does not want it
    """
    if order.placed_at == None:
        raise OrderError("Nothing was ordered")
    order.lines.all().delete()
    return f"{order}: {reason}"
