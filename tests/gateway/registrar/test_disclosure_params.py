"""What does not fit its bounds is no question at all."""

from typing import Any

import msgspec
import pytest

from gateway.registrar.disclosure_params import Settle, Take

ROWS = {"client": "C01", "table": "s.t", "rows": 1}
TAKE: dict[str, Any] = {"session": "S", "statement": 1, "rows": [ROWS], "further": []}
SETTLE: dict[str, Any] = {"session": "S", "day": "2026-11-23", "rows": []}


def test_what_fits_is_read() -> None:
    assert msgspec.convert(TAKE, Take).rows[0].table == "s.t"
    assert msgspec.convert(SETTLE, Settle).back == ()
    for code in ("", "?", "C01", "c-1.x_2"):
        assert msgspec.convert({**TAKE, "rows": [{**ROWS, "client": code}]}, Take).rows[0].client == code


@pytest.mark.parametrize(
    "wrong",
    [
        {"statement": -1},
        {"statement": 2**53},
        {"rows": [ROWS] * 4097},
        {"rows": [{**ROWS, "rows": 0}]},
        {"rows": [{**ROWS, "rows": 1_000_001}]},
        {"rows": [{**ROWS, "rows": 1.5}]},
        {"rows": [{**ROWS, "client": "C 1"}]},
        {"rows": [{**ROWS, "client": "x" * 65}]},
        {"rows": [{**ROWS, "client": "-"}]},
        {"rows": [{**ROWS, "colour": "red"}]},
        {"people": [{"client": "C01", "table": "t", "digest": b"short"}]},
        {"session": ""},
        {"caps": {"rows_day": 1_000_000}},
    ],
)
def test_a_take_that_does_not_fit(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**TAKE, **wrong}, Take)


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "yesterday"},
        {"rows": [{**ROWS, "statement": 1}]},
        {"back": [{"client": "C01", "rows": -1}]},
        {"asked": [b"x"]},
        {"asked": [b"x" * 33]},
        {"answered": [{"table": "t", "first": "x" * 65, "last": ""}]},
        {"purpose": "failure"},
    ],
)
def test_a_settlement_that_does_not_fit(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**SETTLE, **wrong}, Settle)
