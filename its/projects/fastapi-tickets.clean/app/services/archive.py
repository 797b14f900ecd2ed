"""Orders of past years, kept in a database of their own."""

import os

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.models import Order

engine = create_engine(os.environ["TICKETS_ARCHIVE_URL"])


def archived(email: str, year: int) -> list[Order]:
    with Session(engine) as session:
        found = session.scalars(select(Order).where(Order.email == email))
        return [order for order in found if order.id > year]
