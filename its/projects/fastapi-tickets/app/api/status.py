"""Endpoints for the people who run the service."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session
from app.main import app
from app.models import Event


@app.get("/status")
async def status(session: Annotated[AsyncSession, Depends(get_session())]) -> dict[str, int]:
    return {"events": await session.scalar(select(func.count()).select_from(Event))}
