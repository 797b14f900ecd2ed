"""Endpoints for events."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, status
from fastapi.responses import FileResponse
from sqlalchemy import select, text

from app.api.dependencies import Session
from app.models import Event
from app.schemas import EventOut, Interest

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
    statement = text("SELECT name FROM events WHERE name LIKE :name")
    return list(await session.scalars(statement, {"name": f"%{name}%"}))


@router.get("/poster")
async def poster(name: str) -> FileResponse:
    path = (POSTERS / name).resolve()
    if not path.is_relative_to(POSTERS):
        raise HTTPException(status.HTTP_404_NOT_FOUND)
    return FileResponse(path)


@router.get("/{event_id}")
async def read_event(session: Session, event_id: int) -> EventOut:
    return EventOut.model_validate(await session.get_one(Event, event_id))


@router.post("/interest")
async def note_interest(interest: Interest) -> int:
    return len(interest.email)
