from datetime import UTC, datetime

import msgspec
import pytest

from gateway.registrar.answers import Checkpointed, Head, Opened


@pytest.mark.parametrize(
    "answer",
    [
        Opened(session="S-1", started_at=datetime(2026, 11, 22, 1, 2, 3, 4, tzinfo=UTC)),
        Checkpointed(size=7, news=True),
        Head(seq=-1, hash=b"", signed=0),
    ],
)
def test_an_answer_arrives_as_it_was_given(answer: msgspec.Struct) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=type(answer)) == answer
