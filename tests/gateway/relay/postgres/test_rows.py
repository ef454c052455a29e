"""One row: masked, without the gateway's own fields, and whose it is."""

import pytest

from gateway.guards.statements import Snapshot, judge
from gateway.relay.postgres.rows import Shape
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.portals import Format
from gateway.relay.postgres.wire.rows import Field, RowDescription, data_row, values_of
from gateway.vocabulary.outcome import TargetError
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS

COLUMNS = [each.name for each in CATALOGUE.columns("public", "customers")]
ORIGINS = Snapshot([(16, at + 1, "public", "customers", name) for at, name in enumerate(COLUMNS)], CATALOGUE)


def shape(sql, *names, origins=ORIGINS, **changes):
    fields = tuple(
        Field(**{"name": name, "table": 16, "attribute": COLUMNS.index(name) + 1, "type": 25, **changes.get(name, {})})
        for name in names
    )
    return Shape(judge(sql, CATALOGUE, LIMITS), RowDescription(fields=fields), origins)


def row(*values):
    whole = data_row(values)
    return Frame(whole[0], whole)


def test_R05_masked_and_stripped_and_counted():
    found = shape("SELECT plan, phone FROM customers", "plan", "phone", "client_code", "customer_id")
    assert found.proved
    assert found.masks
    seen = found.seen(row(b"hikari", b"090-1234", b"A01", b"C1"))
    assert seen.values == [b"hikari", b"***-****"]
    assert values_of(seen.message) == [b"hikari", b"***-****"]
    (belongs,) = seen.belongings
    assert (belongs.client, belongs.number, belongs.table, belongs.masked) == ("A01", "C1", "public.customers", True)
    assert RowDescription.decoded(found.told[5:]).fields == found.fields
    assert [each.name for each in found.fields] == ["plan", "phone"]


def test_R25_whose_a_row_is_matters_without_a_mask_as_well():
    found = shape("SELECT plan FROM customers", "plan", "client_code", "customer_id")
    (belongs,) = found.seen(row(b"hikari", b"B02", b"C1")).belongings
    assert (belongs.client, belongs.masked) == ("B02", False)
    assert not found.masks


def test_what_is_nobodys_passes_as_it_came():
    fields = (Field(name="one", type=23),)
    found = Shape(judge("SELECT 1 AS one", CATALOGUE, LIMITS), RowDescription(fields=fields), ORIGINS)
    frame = row(b"1")
    seen = found.seen(frame)
    assert seen.message is frame.whole
    assert seen.belongings == ()


def test_another_origin_than_was_appended_proves_nothing():
    found = shape("SELECT plan FROM customers", "plan", "client_code", "phone")
    assert not found.proved


def test_a_table_the_snapshot_does_not_know_is_masked_and_said():
    empty = Snapshot([], CATALOGUE)
    found = shape("SELECT plan, phone FROM customers", "plan", "phone", "client_code", "customer_id", origins=empty)
    assert found.unknown
    assert not found.proved
    assert found.seen(row(b"hikari", b"090", b"A01", b"C1")).values == [b"******", b"***"]
    assert not shape("SELECT plan FROM customers", "plan", "client_code", "customer_id").unknown


def test_a_masked_value_of_another_type_is_null_in_either_format():
    for form in Format:
        found = shape(
            "SELECT birth_date FROM customers", "birth_date", "client_code", "customer_id",
            birth_date={"type": 1082, "format": form},
        )  # fmt: skip
        assert found.seen(row(b"\0\0\0\1", b"A01", b"C1")).values == [None]


@pytest.mark.parametrize("fewer", [1, 0])
def test_fewer_fields_than_were_appended_pass_nothing(fewer):
    names = ("client_code",)[:fewer]
    found = shape("SELECT plan FROM customers", *names)
    assert not found.proved
    assert found.fields == ()


def test_a_row_that_is_none_is_the_targets_fault():
    found = shape("SELECT plan FROM customers", "plan", "client_code", "customer_id")
    whole = b"D\0\0\0\x0a\0\3\0\0\0\xff"
    with pytest.raises(TargetError):
        found.seen(Frame(whole[0], whole))
