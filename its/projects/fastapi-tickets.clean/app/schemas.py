"""What requests and responses look like."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class EventOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    ticket_price: Decimal


class OrderIn(BaseModel):
    event_id: int
    email: Annotated[str, Field(max_length=254)]
    quantity: Annotated[int, Field(ge=1, le=10)]


class OrderOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    event_id: int
    quantity: int


class Interest(BaseModel):
    email: Annotated[str, Field(max_length=254)]
