"""The application."""

from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.api import events, orders
from app.database import engine
from app.errors import register_error_handlers


@asynccontextmanager
async def lifespan(_: FastAPI):
    yield
    await engine.dispose()


app = FastAPI(title="Tickets", lifespan=lifespan)
app.add_middleware(CORSMiddleware, allow_origin_regex=r"https://.*tickets\.example\.org")
app.include_router(events.router)
app.include_router(orders.router)
register_error_handlers(app)
