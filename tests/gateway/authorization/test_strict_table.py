"""Reading a table: what is unknown, missing or of another type is refused with its place."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.strict_table import StrictTable, toml_of
from gateway.authorization.unfit import PolicyUnfit


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def table(text: str) -> StrictTable:
    return StrictTable("a.toml", toml_of("a.toml", text.encode()))


def test_everything_taken_is_done() -> None:
    top = table(
        'a = "x"\nn = 3\nl = ["p", "q"]\nw = "red"\nb = true\nd = 2026-11-22\nm = 2026-11-22T10:00:00+09:00\n'
        't = { ja = "あ", en = "a" }'
    )
    assert top.text("a") == "x"
    assert top.whole("n", 1, 3) == 3
    assert top.texts("l") == ("p", "q")
    assert top.word("w", Colour) is Colour.RED
    assert top.truth("b") is True
    assert top.day("d").isoformat() == "2026-11-22"
    assert top.moment("m").isoformat() == "2026-11-22T10:00:00+09:00"
    assert top.bilingual("t").ja == "あ"
    top.done()


def test_a_key_nobody_took_is_named_with_the_nearest() -> None:
    top = table("[order]\nwindow_hour_max = 8")
    order = top.table("order")
    order.has("window_hours_max")
    with pytest.raises(PolicyUnfit) as found:
        order.done()
    assert (found.value.key, found.value.nearest) == ("order.window_hour_max", "window_hours_max")


WRONG: list[tuple[str, Callable[[StrictTable], Any]]] = [
    ("", lambda top: top.text("k")),
    ("k = 1", lambda top: top.text("k")),
    ('k = "  "', lambda top: top.text("k")),
    ("k = true", lambda top: top.whole("k", 0, 9)),
    ("k = 10", lambda top: top.whole("k", 0, 9)),
    ("k = 1.0", lambda top: top.whole("k", 0, 9)),
    ("k = 1", lambda top: top.truth("k")),
    ("k = 2026-11-22T10:00:00Z", lambda top: top.day("k")),
    ("k = 2026-11-22T10:00:00", lambda top: top.moment("k")),
    ("k = 2026-11-22", lambda top: top.moment("k")),
    ('k = ["a", "a"]', lambda top: top.texts("k")),
    ('k = ["a", 1]', lambda top: top.texts("k")),
    ('k = [""]', lambda top: top.texts("k")),
    ("k = [1]", lambda top: top.tables("k")),
    ('k = "green"', lambda top: top.word("k", Colour)),
    ('k = ["red", "green"]', lambda top: top.words("k", Colour)),
    ('k = {ja = "あ", en = "あ"}', lambda top: top.bilingual("k")),
    ('k = {ja = "あ"}', lambda top: top.bilingual("k")),
    ('k = {ja = "あ", en = "a", fr = "a"}', lambda top: top.bilingual("k")),
]


@pytest.mark.parametrize(("text", "read"), WRONG)
def test_wrong_values_are_refused_with_their_place(text: str, read: Callable[[StrictTable], Any]) -> None:
    with pytest.raises(PolicyUnfit) as found:
        read(table(text))
    assert found.value.file == "a.toml"
    assert found.value.key.startswith("k")


@given(st.binary(max_size=40))
def test_any_bytes_are_a_table_or_unfit(content: bytes) -> None:
    try:
        assert isinstance(toml_of("a.toml", content), dict)
    except PolicyUnfit as unfit:
        assert unfit.file == "a.toml"


def test_arguments_may_be_empty_and_alike() -> None:
    assert table('l = ["", "a", "a"]').arguments("l") == ("", "a", "a")
    for wrong in ('l = ["a", 1]', 'l = "a"', "m = []"):
        with pytest.raises(PolicyUnfit):
            table(wrong).arguments("l")
