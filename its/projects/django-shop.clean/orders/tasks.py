"""Work outside of requests."""

from datetime import timedelta

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from orders.models import Order

KEPT = timedelta(days=2)


@shared_task
def delete_abandoned_orders():
    """Deletes orders without lines that nobody will complete."""
    Order.objects.filter(lines=None, placed_at__lt=timezone.now() - KEPT).delete()


@shared_task
def close_shop():
    """Stops taking orders for today."""
    cache.set("orders-accepted", False)
