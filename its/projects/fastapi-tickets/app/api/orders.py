"""Endpoints for orders."""

from fastapi import APIRouter, status

from app.api.dependencies import Session
from app.schemas import OrderIn, OrderOut
from app.services.booking import book

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_order(session: Session, order: OrderIn) -> OrderOut:
    return OrderOut.model_validate(await book(session, order))
