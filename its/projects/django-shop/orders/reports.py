"""Figures for the management."""

from django.db import connection


def pass_on(customer, heir):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_order SET customer_id = %s WHERE customer_id = %s", [heir.pk, customer.pk])
