from typing import Any

import msgspec
import pytest

from gateway.registrar import params

EVENT = {"kind": "session.warned", "data": {"person": "P-1"}}


def read(asked: type[Any], value: object) -> Any:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=asked)


def test_as_many_events_as_permitted_and_not_one_more() -> None:
    assert len(read(params.Append, {"events": [EVENT] * params.EVENTS_MAX}).events) == params.EVENTS_MAX
    for events in ([], [EVENT] * (params.EVENTS_MAX + 1)):
        with pytest.raises(msgspec.ValidationError):
            read(params.Append, {"events": events})


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (params.Append, {"events": [EVENT], "more": 1}),
        (params.Append, {"events": [{**EVENT, "at": "2026"}]}),
        (params.Append, {"events": [{"kind": "x" * 200, "data": {}}]}),
        (params.Bind, {"assertion": b"x" * 4097}),
        (params.LoginOf, {"username": ""}),
        (params.LoginOf, {"username": "x" * 129}),
        (params.OwnerOf, {"blob": b"x" * 16_385}),
        (params.Ended, {"session": "S-1", "reason": "x" * 501, "recording": None, "events": []}),
        (params.Cut, {"session": "S-1", "reason": "", "by": "x"}),
        (params.Commit, {"change": {"change": "Nothing"}, "events": []}),
    ],
)
def test_beyond_its_bounds_nothing_is_decoded(asked: type[Any], value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(asked, value)
