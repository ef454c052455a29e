"""The appended fields are believed only if the server says they are what was appended; what cannot be told is nobody's known."""

import struct
from uuid import UUID

import pytest

from gateway.guards.statements import Field, Format, Keys, Refused, Snapshot, Statement, judge
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS

ORIGINS = Snapshot(
    [
        (100, 1, "public", "customers", "customer_id"),
        (100, 2, "public", "customers", "client_code"),
        (100, 3, "public", "customers", "phone"),
        (100, 4, "public", "customers", "plan"),
        (200, 1, "public", "plans", "title"),
    ],
    CATALOGUE,
)


def judged(sql: str) -> Statement:
    found = judge(sql, CATALOGUE, LIMITS)
    assert not isinstance(found, Refused)
    return found


def field(attribute: int, oid: int = 100, type_oid: int = 25, spelling: Format = Format.TEXT) -> Field:
    return Field(relation_oid=oid, attribute=attribute, type_oid=type_oid, format=spelling)


PHONE = judged("select phone from customers")
FIELDS = [field(3), field(2), field(1)]


def test_a_row_says_whose_it_is():
    keys = Keys(PHONE, FIELDS, ORIGINS)
    assert keys.proved
    (found,) = keys.of([b"090", b"A01", b"C7"])
    assert (found.table, found.client, found.subject, found.number, found.shown) == (
        *("public.customers", "A01", "customer", "C7"),
        True,
    )


@pytest.mark.parametrize(
    "fields",
    [
        [field(3), field(1), field(2)],  # the other way round
        [field(3), field(4), field(1)],
        [field(3), field(0, oid=0), field(1)],
        [field(3), field(2, oid=999), field(1)],
        [field(1)],
        [],
    ],
)
def test_R06_what_the_server_does_not_prove_is_not_believed(fields: list[Field]):
    keys = Keys(PHONE, fields, ORIGINS)
    assert not keys.proved
    for each in keys.of([b"x"] * len(fields)) if len(fields) >= 2 else ():
        assert (each.client, each.number) == (None, None)


def test_null_keys_are_nobody_known():
    (found,) = Keys(PHONE, FIELDS, ORIGINS).of([b"090", None, None])
    assert (found.client, found.number, found.shown) == (None, None, True)


def test_R06_something_masked_that_is_nobodys_counts_for_somebody_nobody_knows():
    statement = judged("select title, newly_added from plans")
    assert statement.people == ()
    (found,) = Keys(statement, [field(1, oid=200), field(9, oid=200)], ORIGINS).of([b"t", b"x"])
    assert (found.client, found.number, found.shown) == (None, None, True)
    assert Keys(judged("select title from plans"), [field(1, oid=200)], ORIGINS).of([b"t"]) == ()
    star = judged("select * from plans")
    assert Keys(star, [field(1, oid=200)], ORIGINS).of([b"t"]) == ()
    assert len(Keys(star, [field(1, oid=200), field(9, oid=200)], ORIGINS).of([b"t", b"x"])) == 1


@pytest.mark.parametrize(
    ("type_oid", "value", "text"),
    [
        (23, struct.pack(">i", -7), "-7"),
        (20, struct.pack(">q", 2**40), str(2**40)),
        (21, struct.pack(">h", 7), "7"),
        (26, struct.pack(">I", 2**32 - 1), str(2**32 - 1)),
        (16, b"\1", "t"),
        (16, b"\0", "f"),
        (2950, UUID(int=5).bytes, "00000000-0000-0000-0000-000000000005"),
        (25, "山".encode(), "山"),
        (23, b"\0", None),
        (1700, b"\0\1", None),
        (25, b"\xff", None),
    ],
)
def test_a_key_in_the_binary_format_reads_as_its_text(type_oid: int, value: bytes, text: str | None):
    fields = [field(3), field(2), field(1, type_oid=type_oid, spelling=Format.BINARY)]
    (found,) = Keys(PHONE, fields, ORIGINS).of([b"", b"A01", value])
    assert found.number == text
