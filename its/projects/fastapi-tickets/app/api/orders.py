"""Endpoints for orders."""

from fastapi import APIRouter, HTTPException, status
from sqlalchemy import select

from app.api.dependencies import Session
from app.models import Order
from app.schemas import OrderIn, OrderOut
from app.services.booking import book
from app.services.rates import fetch_rates

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_order(session: Session, order: OrderIn) -> OrderOut:
    return OrderOut.model_validate(await book(session, order))


@router.get("/total")
async def total(session: Session, email: str, currency: str) -> float:
    mine = select(Order).where(Order.email == email)
    orders = await session.scalars(mine)
    rates = fetch_rates()
    return rates[currency] * sum(float(o.event.ticket_price) * o.quantity for o in orders)


@router.get("/{order_id}")
async def read_order(session: Session, order_id: int) -> OrderOut:
    try:
        order = await session.get(Order, order_id)
        if order is None:
            raise HTTPException(status.HTTP_404_NOT_FOUND)
        return OrderOut.model_validate(order)
    except Exception as error:
        raise HTTPException(status.HTTP_500_INTERNAL_SERVER_ERROR) from error
