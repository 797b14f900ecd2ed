"""Endpoints for the people who run the service."""

from fastapi import APIRouter
from sqlalchemy import func, select

from app.api.dependencies import Session
from app.models import Event

router = APIRouter(tags=["status"])


@router.get("/status")
async def status(session: Session) -> dict[str, int]:
    return {"events": await session.scalar(select(func.count()).select_from(Event))}
