"""Tables."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Event(Base):
    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    ticket_price: Mapped[float]
    seats: Mapped[int]


class Order(Base):
    __tablename__ = "ticket_order"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    quantity: Mapped[int]
    event: Mapped[Event] = relationship()
