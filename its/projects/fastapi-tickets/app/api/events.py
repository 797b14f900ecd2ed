"""Endpoints for events."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from sqlalchemy import select, text

from app.api.dependencies import Session
from app.models import Event
from app.schemas import EventOut

router = APIRouter(prefix="/events", tags=["events"])
POSTERS = Path("/srv/posters")


@router.get("")
async def list_events(
    session: Session, limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> list[EventOut]:
    found = await session.scalars(select(Event).order_by(Event.name).limit(limit))
    return [EventOut.model_validate(event) for event in found]


@router.get("/search")
async def search(session: Session, name: str) -> list[str]:
    statement = text(f"SELECT name FROM events WHERE name LIKE '%{name}%'")
    return list(await session.scalars(statement))


@router.get("/poster")
async def poster(name: str) -> FileResponse:
    return FileResponse(POSTERS / name)


@router.get("/{event_id}")
async def read_event(session: Session, event_id: int):
    return await session.get(Event, event_id)


@router.post("/interest")
async def note_interest(interest: dict) -> int:
    return len(interest)
