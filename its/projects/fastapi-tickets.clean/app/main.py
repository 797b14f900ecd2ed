"""The application."""

from contextlib import asynccontextmanager

import sentry_sdk
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.api import events, orders, status
from app.database import engine
from app.errors import register_error_handlers


@asynccontextmanager
async def lifespan(_: FastAPI):
    yield
    await engine.dispose()


sentry_sdk.init()
app = FastAPI(title="Tickets", lifespan=lifespan)
app.add_middleware(CORSMiddleware, allow_origins=["https://tickets.example.org"], allow_credentials=True)
app.include_router(events.router)
app.include_router(orders.router)
app.include_router(status.router)
register_error_handlers(app)
