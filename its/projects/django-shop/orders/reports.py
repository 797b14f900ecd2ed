"""Figures for the management."""

from django.db import connection


def orders_of(customer):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM orders_order WHERE customer_id = %s", [customer.pk])
        return [row[0] for row in cursor.fetchall()]
