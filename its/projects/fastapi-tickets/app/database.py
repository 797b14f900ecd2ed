"""Database sessions."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.settings import DATABASE_URL, ECHO_SQL, POOL_SIZE

engine = create_async_engine(DATABASE_URL, echo=ECHO_SQL, pool_size=POOL_SIZE)
new_session = async_sessionmaker(engine, expire_on_commit=False)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with new_session() as session:
        yield session
