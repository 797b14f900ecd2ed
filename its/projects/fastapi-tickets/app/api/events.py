"""Endpoints for events."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import select

from app.api.dependencies import Session
from app.models import Event
from app.schemas import EventOut

router = APIRouter(prefix="/events", tags=["events"])


@router.get("")
async def list_events(
    session: Session, limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> list[EventOut]:
    found = await session.scalars(select(Event).order_by(Event.name).limit(limit))
    return [EventOut.model_validate(event) for event in found]
