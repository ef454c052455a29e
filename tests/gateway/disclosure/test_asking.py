"""What travels between who shows and who counts comes back as it was."""

from datetime import date

import msgspec
import pytest

from gateway.disclosure.asking import Foreign, Positions, Spare, Stopped, Taken, Wait, Went
from gateway.disclosure.budget import Left
from gateway.disclosure.spans import Exceeded, Span


@pytest.mark.parametrize(
    "value",
    [
        Taken(day=date(2026, 11, 23), ahead={"C01": 8}, warned=True, left=Left(people=3, rows=9)),
        Stopped(exceeded=(Exceeded(span=Span.DAY, client=None, used=51, cap=50),), fresh=True),
        Wait(reclaimed=True),
        Spare(day=date(2026, 11, 23), rows={"C01": 3}),
        Foreign(clients=("C02", "?")),
        Went(client="C01", table="s.t", rows=3, statement=1, through=2),
        Positions(table="s.t", first="1", last="9"),
    ],
)
def test_it_arrives_as_it_was_sent(value):
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=type(value)) == value
