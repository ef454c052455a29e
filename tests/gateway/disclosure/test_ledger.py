"""The packed ledger of people shown: eight bytes a person, found by looking through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.disclosure.ledger import KEPT_BYTES, NOBODY, NONE_SEEN, PART_PEOPLE, Seen, Sought, packed, parts, people_in

digests = st.lists(st.binary(min_size=16, max_size=32), max_size=400)


@given(digests, digests)
def test_R48_whoever_was_put_in_is_found_and_nobody_else(put: list[bytes], others: list[bytes]) -> None:
    rows, whole = [NOBODY], list(put)
    while whole:
        some, whole = whole[:130], whole[130:]
        *full, last = parts(rows[-1], packed(some))
        rows = [*rows[:-1], *full, last]
    assert all(people_in(row) == PART_PEOPLE for row in rows[:-1])
    assert sum(map(people_in, rows)) == len(put)
    asked = [*put, *others]
    found = frozenset[int]().union(*(Sought(zip(asked, range(len(asked)), strict=True)).among(row) for row in rows))
    known = {each[:KEPT_BYTES] for each in put}
    assert found == {place for place, each in enumerate(asked) if each[:KEPT_BYTES] in known}


def test_a_person_costs_eight_bytes() -> None:
    assert len(packed([b"a" * 32, b"b" * 16])) == 16
    assert len(parts(NOBODY, packed([b"a" * 16] * PART_PEOPLE))) == 1
    assert [people_in(row) for row in parts(packed([b"a" * 16]), packed([b"b" * 16] * PART_PEOPLE))] == [PART_PEOPLE, 1]
    assert parts(NOBODY, NOBODY) == [b""]


def test_several_digests_stand_for_one_person_and_one_digest_for_several() -> None:
    sought = Sought([(b"a" * 16, 0), (b"b" * 16, 0), (b"b" * 16, 7)])
    assert sought.among(packed([b"a" * 16])) == {0}
    assert sought.among(packed([b"b" * 16])) == {0, 7}
    assert sought.among(packed([b"c" * 16])) == frozenset()
    assert Sought([]).among(packed([b"c" * 16])) == frozenset()


@given(st.binary(max_size=100))
def test_a_row_of_any_length_raises_nothing(row: bytes) -> None:
    Sought([(b"a" * 16, 0)]).among(row)


def test_a_digest_cut_short_is_refused() -> None:
    for digest in (b"", b"a" * 7):
        with pytest.raises(ValueError, match="too short"):
            packed([digest])
        with pytest.raises(ValueError, match="too short"):
            Sought([(digest, 0)])


def test_seen_says_whose_people_it_holds() -> None:
    assert not NONE_SEEN
    seen = Seen(people=(("C01", b"a" * 32),), unnamed={"C02": 3})
    assert seen
    assert seen.clients == {"C01", "C02"}
    with pytest.raises(ValueError, match="less than nothing"):
        Seen(unnamed={"C01": 0})
