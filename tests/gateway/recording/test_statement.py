"""One spelling, read back strictly."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from gateway.recording import statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    name: str
    count: int
    at: datetime
    data: bytes
    names: tuple[str, ...]
    maybe: str | None = None


FACT = Fact(name="佐藤", count=3, at=datetime(2026, 11, 22, tzinfo=UTC), data=b"\x00\xff", names=("a", "b"))


def test_what_was_written_is_read() -> None:
    body = statement.write("fact", statement.plain(FACT))
    assert statement.unplain(Fact, statement.read("fact", body)) == FACT
    assert b'"what":"fact"' in body


@pytest.mark.parametrize(
    "body",
    [
        b'{"v":1,"what":"other"}', b'{"v":2,"what":"fact"}', b'{"what":"fact","v":1}', b'{"v":1, "what":"fact"}', b"[]", b"",
        b'{"v":true,"what":"fact"}',
    ],
)  # fmt: skip
def test_another_kind_version_or_spelling_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):
        statement.read("fact", body)


@pytest.mark.parametrize(
    "change", [{"count": "3"}, {"more": 1}, {"name": None}, {"data": "FF"}, {"names": "ab"}, {"at": "now"}]
)
def test_another_field_or_type_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        statement.unplain(Fact, {**statement.plain(FACT), **change})
    with pytest.raises(ValueError):
        statement.unplain(Fact, "text")
