"""What endpoints depend on."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session

Session = Annotated[AsyncSession, Depends(get_session)]


async def get_http() -> AsyncIterator[AsyncClient]:
    client = AsyncClient(timeout=5)
    yield client
    await client.aclose()


Http = Annotated[AsyncClient, Depends(get_http)]
