"""Orders of past years, kept in a database of their own."""

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.models import Order
import os

engine = create_engine(os.environ["TICKETS_ARCHIVE_URL"])


async def archived(email: str, year) -> list[Order]:
    with Session(engine) as session:
        found = session.scalars(select(Order).where(Order.email == email))
        return [order for order in found if order.id > year]
