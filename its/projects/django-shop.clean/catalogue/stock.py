"""What is in the warehouse."""

from django.db.models import F

from catalogue.models import Product


class OutOfStock(Exception):
    """There is less in stock than was ordered."""


def reserve(product, quantity):
    """Takes a quantity of a product out of the stock."""
    changed = Product.objects.filter(pk=product.pk, in_stock__gte=quantity).update(
        in_stock=F("in_stock") - quantity
    )
    if not changed:
        raise OutOfStock(f"Only {product.in_stock} of {product} left")
