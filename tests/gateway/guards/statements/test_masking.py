"""Clear only if proved twice; every disagreement is masked; stars keep the width and never the letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.statements import Clear, Field, Format, Limits, Mask, Refused, Snapshot, judge, masked, masked_value
from gateway.guards.statements.masking import LETTERS_MAX, TEXT_TYPES
from gateway.vocabulary.column import Kind
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.guards.statements.a_database import Door, is_personal
from tests.gateway.guards.statements.test_shapes_of_queries import RUNS

ROWS = [
    (100, 1, "public", "customers", "customer_id"),
    (100, 2, "public", "customers", "phone"),
    (100, 3, "public", "customers", "plan"),
    (200, 1, "public", "plans", "code"),
    (300, 1, "pg_catalog", "pg_class", "relname"),
    (300, 2, "pg_catalog", "pg_shadow", "passwd"),
    (400, 1, "other", "customers", "plan"),
]
ORIGINS = Snapshot(ROWS, CATALOGUE)


def outputs(sql: str, fields: int):
    judged = judge(sql, CATALOGUE, LIMITS)
    assert not isinstance(judged, Refused)
    return judged.aligned(fields)


def field(oid: int, attribute: int, type_oid: int = 25, spelling: Format = Format.TEXT) -> Field:
    return Field(relation_oid=oid, attribute=attribute, type_oid=type_oid, format=spelling)


@pytest.mark.parametrize(
    ("sql", "origin", "verdict"),
    [
        ("select plan from customers", (100, 3), Clear.CLEAR),
        ("select plan from customers", (100, 2), Mask(kind=Kind.PHONE)),  # the server means another column
        (
            "select plan from customers",
            (100, 1),
            Mask(kind=Kind.PERSONAL),
        ),  # harmless, and not the one that was asked for
        ("select plan from customers", (0, 0), Mask(kind=Kind.PERSONAL)),
        ("select plan from customers", (100, 0), Mask(kind=Kind.PERSONAL)),  # a whole row
        ("select plan from customers", (999, 3), Mask(kind=Kind.PERSONAL)),  # made after the snapshot
        ("select plan from customers", (400, 1), Mask(kind=Kind.PERSONAL)),
        ("select phone from customers", (100, 2), Mask(kind=Kind.PHONE)),
        ("select phone from customers", (100, 3), Mask(kind=Kind.PHONE)),  # lineage says no, whatever the server says
        ("select phone from customers", (0, 0), Mask(kind=Kind.PHONE, stars=False)),  # no column at all
        ("select nosuch from customers", (100, 3), Mask(kind=Kind.PERSONAL)),
        ("select length(plan) from customers", (0, 0), Clear.CLEAR),
        ("select plan::text from customers", (100, 3), Clear.CLEAR),
        ("select length(plan) from customers", (100, 2), Mask(kind=Kind.PHONE)),
        ("select phone from customers union all select plan from customers", (0, 0), Mask(kind=Kind.PERSONAL)),
        ("select * from customers", (100, 3), Clear.CLEAR),
        ("select * from customers", (100, 2), Mask(kind=Kind.PHONE)),
        ("select * from customers", (0, 0), Mask(kind=Kind.PERSONAL)),
        ("select * from customers", (200, 1), Mask(kind=Kind.PERSONAL)),  # harmless, of a table nobody asked for
        ("select relname from pg_class", (300, 1), Clear.CLEAR),
        ("select relname from pg_class", (300, 2), Mask(kind=Kind.PERSONAL)),
    ],
)
def test_R05_lineage_and_origin_must_both_say_harmless(sql: str, origin: tuple[int, int], verdict: Clear | Mask):
    assert masked(field(*origin), outputs(sql, 1)[0], ORIGINS) == verdict


def test_R05_more_or_fewer_fields_than_the_statement_has_are_all_masked():
    for count in (0, 1, 3):
        assert all(
            masked(field(100, 3), each, ORIGINS) == Mask(kind=Kind.PERSONAL)
            for each in outputs("select plan, customer_id from customers", count)
        )
    assert all(not each.is_harmless for each in outputs("select plan, c.*, plan from customers c", 1))


def test_fields_beside_a_star_keep_their_places():
    first, *middle, last = outputs("select plan, c.*, upper(plan) from customers c", 6)
    assert masked(field(100, 3), first, ORIGINS) is Clear.CLEAR
    assert masked(field(0, 0), last, ORIGINS) is Clear.CLEAR
    assert [masked(field(0, 0), each, ORIGINS) for each in middle] == [Mask(kind=Kind.PERSONAL)] * 4


@pytest.mark.parametrize("spelling", list(Format))
@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("山田　花子", Kind.NAME, "＊＊　＊＊"),
        ("ﾔﾏﾀﾞ ﾊﾅｺ", Kind.KANA, "**** ***"),
        ("090-1234-5678", Kind.PHONE, "***-****-****"),
        ("hanako@example.jp", Kind.MAIL, "******@**********"),
        ("4980-0000 0000-0006", Kind.CARD, "****-**** ****-****"),
        ("09012345678", Kind.PERSONAL, "***********"),
        ("東京 a", Kind.ADDRESS, "＊＊**"),
        ("", Kind.NAME, ""),
        ("x" * 100, Kind.FREE_TEXT, "*" * LETTERS_MAX),
    ],
)
def test_text_is_shown_as_stars_of_its_width_in_either_format(value: str, kind: Kind, shown: str, spelling: Format):
    for type_oid in (25, 1043):
        assert masked_value(value.encode(), field(0, 0, type_oid, spelling), Mask(kind=kind)) == shown.encode()


@pytest.mark.parametrize("spelling", list(Format))
@pytest.mark.parametrize(
    "type_oid", [16, 17, 20, 23, 114, 600, 701, 1009, 1082, 1114, 1184, 1700, 2249, 2950, 3802, 16_400]
)
def test_every_other_type_is_shown_as_null_in_either_format(type_oid: int, spelling: Format):
    assert masked_value(b"1899-01-01", field(0, 0, type_oid, spelling), Mask(kind=Kind.BIRTH)) is None


@given(
    st.binary(max_size=600) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(list(Kind)),
)
def test_no_letter_and_no_digit_survives(value: bytes, kind: Kind):
    shown = masked_value(value, field(0, 0, min(TEXT_TYPES)), Mask(kind=kind))
    assert shown is None or set(shown.decode()) <= set("*＊-@ \u3000")
    assert shown is None or len(shown.decode()) <= LETTERS_MAX


def test_null_stays_null():
    assert masked_value(None, field(0, 0), Mask(kind=Kind.NAME)) is None


@pytest.mark.parametrize("sql", [sql for sql in RUNS if not sql.startswith(("explain", "show")) and "pg_" not in sql])
def test_R05_nothing_personal_in_the_binary_format(sql: str, door: Door):
    shown = door.ask(sql, *(("C1",) if "$1" in sql else ()), spelling=Format.BINARY)
    assert not isinstance(shown, Refused)
    assert shown.personal == []


def test_without_masking_the_same_rows_are_personal(door: Door):
    judged = judge("select * from customers", CATALOGUE, Limits())
    assert not isinstance(judged, Refused)
    result = door.run(judged)
    raw = [result.get_value(0, at) for at in range(result.nfields)]
    assert sum(is_personal(value) for value in raw if value is not None) == 13
