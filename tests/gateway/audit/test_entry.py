"""A row is derived from its body, and nothing else is believed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.canonical import canonical
from gateway.audit.entry import BODY_BYTES_MAX, COLUMNS, NO_ENTRY, EntryMalformed, copied, differences, make, rederive
from gateway.audit.merkle import leaf_hash
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.audit.ledger import START, Noted

ENTRY = make(seq=7, at=START, node="node-1", prev=bytes(range(32)), event=Noted(number=3, person="sato", target="db"))


def test_the_body_is_canonical_and_says_everything() -> None:
    assert ENTRY.body == (
        b'{"at":"2026-11-20T09:00:00.123456Z","data":{"number":3,"person":"sato","target":"db","text":""},'
        b'"kind":"test.noted","node":"node-1","prev":"' + bytes(range(32)).hex().encode() + b'","seq":7,"v":1}'
    )
    assert ENTRY.hash == leaf_hash(ENTRY.body)
    assert rederive(ENTRY.body) == ENTRY
    assert ENTRY.event() == Noted(number=3, person="sato", target="db")
    assert ENTRY.moment() == START
    assert list(differences(ENTRY)) == []


@pytest.mark.parametrize("column", COLUMNS)
def test_each_column_that_differs_is_named(column: str) -> None:
    other: Any = {"seq": 8, "prev": NO_ENTRY, "hash": NO_ENTRY}.get(column, "other")
    found = list(differences(replace(ENTRY, **{column: other})))
    assert found == [(column, getattr(ENTRY, column), other)]


def _body(**changed: Any) -> bytes:
    whole = {"at": "x", "data": {}, "kind": "k.k", "node": "n", "prev": "0" * 64, "seq": 0, "v": 1}
    return canonical({key: value for key, value in (whole | changed).items() if value != "gone"})


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"\xff", b"[" * 50_000, _body(v=2), _body(more=1), _body(data="gone"), _body(seq="0"), _body(prev="0" * 63),
     _body(prev="A" * 64), _body(at=5), _body().replace(b":", b": "), _body() + b"\n", _body()[:-1]],
)  # fmt: skip
def test_what_is_no_body_is_refused(body: bytes) -> None:
    with pytest.raises(EntryMalformed):
        rederive(body)
    assert copied(5, body).body == body
    assert copied(5, body).hash == leaf_hash(body)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_never_crash(body: bytes) -> None:
    assert copied(1, body).seq == 1
    with pytest.raises(EntryMalformed):
        rederive(body)


def test_keys_beyond_the_basic_plane_are_canonical_too() -> None:
    event = Noted(number=1, more={"\U0001f600": 1, "\ufb33": 2})
    assert rederive(make(seq=0, at=START, node="n", prev=NO_ENTRY, event=event).body).event() == event


def test_what_cannot_be_written_down_is_a_fault() -> None:
    fit = BODY_BYTES_MAX - len(make(seq=0, at=START, node="n", prev=NO_ENTRY, event=Noted(number=1)).body)
    assert (
        len(make(seq=0, at=START, node="n", prev=NO_ENTRY, event=Noted(number=1, text="x" * fit)).body)
        == BODY_BYTES_MAX
    )
    for text in ("x" * (fit + 1), "\ud800"):
        with pytest.raises(GatewayFault, match=r"test\.noted cannot be journalled"):
            make(seq=0, at=START, node="n", prev=NO_ENTRY, event=Noted(number=1, text=text))
