"""Counts seats."""

from app.models import Event
from app.services.booking import SoldOut


def require_seats(event: Event | None, quantity: int) -> None:
    """Complains if an event hasn't that many seats left."""
    if event is None or event.seats < quantity:
        raise SoldOut("Not enough seats left")
