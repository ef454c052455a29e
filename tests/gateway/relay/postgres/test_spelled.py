"""Values as text, checked against what PostgreSQL itself says of them."""

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.relay.postgres.spelled import harmless, spelled
from gateway.relay.postgres.wire.portals import Format

VALUES = (
    "true", "32767::int2", "-7::int4", "9007199254740993::int8", "4294967295::oid", "'Ünï 山田'::text", "'x'::name",
    "'abc'::varchar", "'ab'::char(4)", "'2026-11-23'::date", "'0099-01-02'::date", "'infinity'::date", "'-infinity'::date",
    "'12:34:56'::time", "'2026-11-23 01:02:03'::timestamp", "'infinity'::timestamp", "0::numeric", "-12345.678900::numeric",
    "0.0001::numeric", "100000000::numeric", "1e20::numeric", "'NaN'::numeric", "12.5::numeric(10,4)", "1.5::float8",
    "'{\"a\": 1}'::json", "'{\"a\": 1}'::jsonb", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid", "-0.00000012::numeric",
)  # fmt: skip


@pytest.fixture(scope="module")
def connection(postgres_server):
    with psycopg.connect(host=postgres_server.socket_directory, user="postgres", autocommit=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection


@pytest.mark.parametrize("value", VALUES)
def test_binary_reads_as_text_does(connection, value):
    wire = connection.pgconn
    text = wire.exec_params(f"SELECT {value}".encode(), None, result_format=0)
    binary = wire.exec_params(f"SELECT {value}".encode(), None, result_format=1)
    said = spelled(binary.get_value(0, 0), binary.ftype(0), Format.BINARY)
    assert said == spelled(text.get_value(0, 0), text.ftype(0), Format.TEXT)


def test_a_moment_with_a_zone_is_told_in_utc(connection):
    binary = connection.pgconn.exec_params(b"SELECT '2026-11-23 10:00:00+09'::timestamptz", None, result_format=1)
    assert spelled(binary.get_value(0, 0), binary.ftype(0), Format.BINARY) == "2026-11-23 01:00:00+00"


def test_what_nobody_knows_is_shortened_hexadecimal():
    assert spelled(b"\xc7\x00", 17, Format.BINARY) == "\\xc700"
    assert spelled(b"x" * 1000, 17, Format.BINARY) == f"\\x{'78' * 64}... (1000 bytes)"
    assert spelled(None, 25, Format.TEXT) == "NULL"


@given(st.binary(max_size=40), st.sampled_from([16, 20, 21, 23, 25, 700, 1082, 1083, 1114, 1184, 1700, 2950, 3802, 99]))
def test_any_bytes_of_any_type_are_one_harmless_line(octets, type_oid):
    for form in Format:
        said = spelled(octets, type_oid, form)
        assert not any(ord(each) < 32 or 0x7F <= ord(each) < 0xA0 for each in said)


def test_controls_are_seen_and_do_nothing():
    assert harmless("a\x1b[31m\nb\u202e\u200b\x9b") == "a\\u001b[31m\\nb\\u202e\\u200b\\u009b"
    assert harmless("山田　太郎") == "山田　太郎"
