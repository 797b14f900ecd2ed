"""The codes on tickets."""

import os
from datetime import datetime

import jwt

KEY = os.environ["TICKETS_CODE_KEY"]


def ticket_code(order_id: int, end_of_event: datetime) -> str:
    """What the scanner at the door reads."""
    return jwt.encode({"order": order_id, "exp": end_of_event}, KEY, algorithm="HS256")


def order_of(code: str) -> int:
    """The order that a code stands for."""
    return jwt.decode(code, KEY, algorithms=["HS256"])["order"]
