"""Figures for the management."""

from orders.models import Order


def orders_of(customer):
    return list(Order.objects.filter(customer=customer).values_list("pk", flat=True))
