"""Sells tickets."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Event, Order
from app.schemas import OrderIn
from app.services import availability


class SoldOut(Exception):
    """There are fewer seats than were ordered."""


async def book(session: AsyncSession, wanted: OrderIn) -> Order:
    """Takes the seats and notes the order down."""
    event = await session.get(Event, wanted.event_id, with_for_update=True)
    availability.require_seats(event, wanted.quantity)
    event.seats -= wanted.quantity
    order = Order(event_id=event.id, email=wanted.email, quantity=wanted.quantity)
    session.add(order)
    await session.commit()
    return order
