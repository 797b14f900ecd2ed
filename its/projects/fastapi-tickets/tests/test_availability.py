import pytest

from app.models import Event
from app.services.availability import require_seats
from app.services.booking import SoldOut


@pytest.mark.parametrize("seats", [0, 1])
def test_too_few_seats(seats):
    event = Event(seats=seats)
    with pytest.raises(SoldOut):
        require_seats(event, 2)
