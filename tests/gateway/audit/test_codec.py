"""Each annotation an event may carry, both ways, and what is refused."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.codec import codec_of


class Colour(StrEnum):
    RED = "red"


MOMENT = datetime(2026, 11, 22, 5, 6, 7, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("annotation", "value", "plain"),
    [
        (str, "あ", "あ"),
        (int, -3, -3),
        (bool, True, True),
        (Colour, Colour.RED, "red"),
        (bytes, b"\x00\xff", "00ff"),
        (datetime, MOMENT, "2026-11-22T05:06:07.000008Z"),
        (Any, {"a": [1, None]}, {"a": [1, None]}),
        (str | None, None, None),
        (str | None, "x", "x"),
        (list[int], [1, 2], [1, 2]),
        (tuple[Colour, ...], (Colour.RED,), ["red"]),
        (dict[str, tuple[bytes, ...]], {"k": (b"\x01",)}, {"k": ["01"]}),
        (tuple[datetime | None, ...], (None, MOMENT), [None, "2026-11-22T05:06:07.000008Z"]),
    ],
)
def test_a_value_comes_back_as_it_was(annotation: Any, value: object, plain: object) -> None:
    codec = codec_of(annotation)
    assert codec.encode(value) == plain
    assert codec.decode(plain) == value
    assert type(codec.decode(plain)) is type(value)


@pytest.mark.parametrize(
    ("annotation", "value"),
    [(str, 1), (int, True), (int, 1.0), (bool, 1), (Colour, "red"), (bytes, "00"), (list[int], (1,)), (list[int], ["1"]),
     (tuple[int, ...], [1]), (dict[str, int], {1: 1}), (Any, 1.5), (datetime, "2026"), (datetime, MOMENT.replace(tzinfo=None))],
)  # fmt: skip
def test_a_value_of_another_type_is_not_written(annotation: Any, value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        codec_of(annotation).encode(value)


@pytest.mark.parametrize(
    ("annotation", "plain"),
    [(str, None), (int, "1"), (int, True), (Colour, "blue"), (Colour, 1), (bytes, "0G"), (bytes, "AB"), (bytes, "a b"),
     (bytes, b"a"), (datetime, "2026-11-22T05:06:07Z"), (datetime, "2026-11-22T05:06:07.08Z"), (datetime, 5), (list[int], {}),
     (dict[str, int], []), (tuple[int, ...], "12"), (Any, 1.5)],
)  # fmt: skip
def test_another_spelling_is_not_read(annotation: Any, plain: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        codec_of(annotation).decode(plain)


@pytest.mark.parametrize(
    "annotation", [float, object, set[int], tuple[int, str], dict[int, str], int | str, list[float]]
)
def test_an_annotation_without_a_spelling_is_refused(annotation: Any) -> None:
    with pytest.raises(TypeError, match="no spelling"):
        codec_of(annotation)


@given(st.binary(max_size=50), st.datetimes(min_value=MOMENT.replace(year=1970, tzinfo=None), timezones=st.just(UTC)))
def test_bytes_and_moments_come_back(data: bytes, moment: datetime) -> None:
    assert codec_of(bytes).decode(codec_of(bytes).encode(data)) == data
    assert codec_of(datetime).decode(codec_of(datetime).encode(moment)) == moment
