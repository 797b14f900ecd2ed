"""Figures for the management."""

from orders.models import Order


def pass_on(customer, heir):
    Order.objects.filter(customer=customer).update(customer=heir)
