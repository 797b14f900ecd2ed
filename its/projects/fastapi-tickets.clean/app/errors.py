"""Answers to errors."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.services.errors import SoldOut


async def sold_out(_: Request, error: SoldOut) -> JSONResponse:
    return JSONResponse(status_code=409, content={"detail": str(error)})


def register_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(SoldOut, sold_out)
