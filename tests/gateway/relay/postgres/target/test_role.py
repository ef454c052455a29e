"""The script and the lines for a database's administrator: names quoted whatever they are, nothing granted beside what is named.

What a real server makes of them stands in tests/hostile/test_database_refuses_too.py.
"""

from dataclasses import replace

import pytest

from gateway.relay.postgres.target.role import Reading, hba_lines, role_sql
from gateway.relay.postgres.target.role_functions import DANGEROUS

READING = Reading(
    role="reader", database="callcenter", tables=(("public", "customers"), ("sales", "Orders")), by_certificate=True,
    sources=("192.0.2.7/32", "2001:db8::7/128"),
)  # fmt: skip


def test_R04_a_role_that_reads_named_tables():
    sql = role_sql(READING)
    assert 'GRANT SELECT ON "public"."customers", "sales"."Orders" TO "reader";' in sql
    for word in (
        "NOSUPERUSER",
        "NOCREATEDB",
        "NOCREATEROLE",
        "NOREPLICATION",
        "NOBYPASSRLS",
        "CONNECTION LIMIT",
        "PASSWORD NULL",
    ):
        assert word in sql
    assert "GRANT INSERT" not in sql
    assert sql.count("BEGIN;\n") == 1
    assert sql.endswith("COMMIT;\n")
    assert "PASSWORD NULL" not in role_sql(replace(READING, by_certificate=False))


def test_the_database_where_passwords_are_changed_has_no_tables():
    sql = role_sql(replace(READING, database="postgres", tables=()))
    assert "GRANT SELECT" not in sql
    assert 'REVOKE ALL ON DATABASE "postgres" FROM PUBLIC' in sql


@pytest.mark.parametrize("name", ['od"d', "semi;colon", "it's", "a b", "日本", "x--y", "/*"])
def test_a_name_is_a_name_whatever_it_looks_like(name):
    sql = role_sql(replace(READING, role=name, tables=(("public", name),)))
    quoted = '"' + name.replace('"', '""') + '"'
    assert f'GRANT SELECT ON "public".{quoted} TO {quoted};' in sql
    assert "rolname = '" + name.replace("'", "''") + "'" in sql


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 64, "dollar$$quote"])
def test_a_name_that_cannot_be_one_is_refused(name):
    with pytest.raises(ValueError):
        role_sql(replace(READING, role=name))


def test_a_line_break_in_a_name_leaves_no_comment():
    sql = role_sql(replace(READING, database="x\nDROP TABLE y"))
    assert "\nDROP TABLE y" not in sql.split("BEGIN;")[0]


def test_R44_the_lines_let_in_by_certificate_from_the_gateway_alone():
    assert hba_lines(READING) == (
        'hostssl "callcenter" "reader" 192.0.2.7/32 cert clientname=CN',
        'hostssl "callcenter" "reader" 2001:db8::7/128 cert clientname=CN',
        'local all "reader" reject',
        'host all "reader" all reject',
    )
    by_password = replace(READING, by_certificate=False, is_encrypted=False, sources=("127.0.0.1/32",))
    assert hba_lines(by_password)[0] == 'host "callcenter","postgres" "reader" 127.0.0.1/32 scram-sha-256'


@pytest.mark.parametrize("name", ['a"b', "a\nhost all all all trust"])
def test_a_name_that_would_be_more_than_one_word_of_pg_hba_is_refused(name):
    with pytest.raises(ValueError):
        hba_lines(replace(READING, role=name))


def test_the_functions_are_names_and_stand_once():
    assert len(set(DANGEROUS)) == len(DANGEROUS)
    assert all(name.replace("_", "").isalnum() and name.islower() for name in DANGEROUS)
    assert {"pg_advisory_lock", "pg_try_advisory_xact_lock_shared", "set_config", "lo_export", "pg_read_file"} <= set(
        DANGEROUS
    )
