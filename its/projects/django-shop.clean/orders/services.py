"""What happens when something is ordered."""

from django.db import transaction

from catalogue.models import Product
from catalogue.stock import reserve
from orders.models import Order

LONGEST_ORDER = 50


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
        reason: why the customer does not want it
    """
    if order.placed_at is None:
        raise OrderError("Nothing was ordered")
    order.lines.all().delete()
    return f"{order}: {reason}"


@transaction.atomic
def checkout_cart(customer, numbers, voucher):
    """Orders the products with these numbers, at the price that a voucher leaves."""
    if not numbers or len(numbers) > LONGEST_ORDER:
        raise OrderError("Please order between one and fifty products")
    products = Product.objects.filter(pk__in=numbers)
    return place_order(customer, [(product, numbers.count(str(product.pk))) for product in products])
