"""A real database whose personal values can be known by any piece of them, and the way of a statement through gate and masking.

Personal texts are written in Greek letters and nothing else is; personal numbers are sevens, personal dates lie in 1899 and the
personal bytes are 0xC7. So one character of a personal value in what a person would receive is found, whatever was done to it.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psycopg
from psycopg.pq import ExecStatus, PGresult

from gateway.guards.statements import (
    PINNED_PATH,
    SNAPSHOT_QUERY,
    Belonging,
    Clear,
    Field,
    Format,
    Keys,
    Limits,
    Mask,
    Refused,
    Snapshot,
    Standing,
    Statement,
    judge,
    masked,
    masked_value,
)  # fmt: skip
from tests.databases import command, server_database
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.postgres_server import Server

_STRUCTURE = """
CREATE TABLE client (code text PRIMARY KEY, name text);
CREATE TABLE plans (code text PRIMARY KEY, title text, price int);
CREATE TABLE customers (customer_id text PRIMARY KEY, client_code text, plan text, joined date, points int, name text,
  kana varchar(40), phone text, email text, address text, birth_date date, line_id char(12), card_number text,
  note text, balance numeric, photo bytea,
  tags text[], unclassified text);
CREATE TABLE calls (call_id int PRIMARY KEY, customer_id text, seconds int, caller text, memo text);
CREATE TABLE leads (lead_id int PRIMARY KEY, source text, contact text);
CREATE TABLE copy_of_customers AS SELECT * FROM customers;
CREATE VIEW v_contact AS SELECT customer_id AS id, phone AS tel FROM customers;
CREATE VIEW v_open AS SELECT customer_id, phone AS plan FROM customers;
CREATE MATERIALIZED VIEW m_open AS SELECT * FROM v_open WITH NO DATA;
CREATE TABLE customers_2 () INHERITS (customers);
CREATE FUNCTION leak(text) RETURNS text LANGUAGE sql AS 'SELECT phone FROM customers WHERE customer_id = $1';
CREATE FUNCTION phones() RETURNS SETOF text LANGUAGE sql AS 'SELECT phone FROM customers';
CREATE FUNCTION upper(varchar) RETURNS text LANGUAGE sql AS 'SELECT phone FROM public.customers LIMIT 1';
CREATE FUNCTION evil(text, int) RETURNS text LANGUAGE sql AS 'SELECT phone FROM public.customers LIMIT 1';
CREATE FUNCTION evil_row(anyelement) RETURNS text LANGUAGE sql AS 'SELECT phone FROM public.customers LIMIT 1';
CREATE OPERATOR + (LEFTARG = text, RIGHTARG = int, FUNCTION = evil);
CREATE TABLE elsewhere (customer_id text, plan text);
"""
_DATA = """
INSERT INTO client VALUES ('A01', 'client one'), ('B02', 'client two');
INSERT INTO plans VALUES ('hikari', 'fibre', 500), ('mobile', 'mobile', 300), ('gold', 'gold', 999);
INSERT INTO customers SELECT 'C' || n, CASE WHEN n % 2 = 0 THEN 'A01' ELSE 'B02' END,
  CASE WHEN n <= 12 THEN 'hikari' WHEN n <= 19 THEN 'mobile' ELSE 'gold' END, date '2020-01-01' + n, n,
  'αβ' || g, 'γδ' || g, 'ε-' || g || '-ζ', g || '@η', 'θι　κ' || g, date '1899-01-01' + (m % 28),
  'λ' || g, 'μμ ' || g, 'νξ' || substr('αβγδε', m / 5 + 1, 1),
  777000 + m, '\\xc7c7c7c7', ARRAY['ο' || g], 'π' || g
  FROM (SELECT n, substr('αβγδεζηθικλμνξοπρστυφχψω', m, 1) AS g, m FROM
    (SELECT n, ORDER(n) AS m FROM generate_series(1, 20) n) p) s;
INSERT INTO calls SELECT n, 'C' || (n % 20 + 1), n * 10, 'ρ' || substr('αβγδεζηθικλμνξοπρστυφχψω', ORDER(n % 20 + 1), 1),
  'σ memo' FROM generate_series(1, 40) n;
INSERT INTO leads SELECT n, CASE WHEN n <= 8 THEN 'web' ELSE 'fair' END, 'τ' || ORDER(n) % 9 FROM generate_series(1, 10) n;
INSERT INTO copy_of_customers SELECT * FROM customers;
REFRESH MATERIALIZED VIEW m_open;
ANALYZE;
"""
ORDERS = ("(%s)", "(21 - %s)", "((%s * 7 + 3) %% 20 + 1)")
"""Which person a customer is: databases of another order are the same but for what is personal in them."""
_OTHERS = str.maketrans({chr(at): chr(at - 32) for at in range(0x3B1, 0x3CA) if at != 0x3C2} | {"\u03c2": "\u03fe"})
"""Greek letters of the same width and size, so that two databases have not one personal letter in common."""
_PERSONAL = re.compile(r"[\u0370-\u03ff]|777|1899|c7c7|(?<!\d)189\d-")


@dataclass(frozen=True)
class Shown:
    """What a person would receive: the verdicts by field, the rows, and the statement behind them.

    `belongs` is what the gateway learns of each row beside it.
    """

    statement: Statement
    names: tuple[str, ...]
    verdicts: tuple[Clear | Mask, ...]
    rows: tuple[tuple[bytes | None, ...], ...]
    belongs: tuple[tuple[Belonging, ...], ...] = ()

    @property
    def clear(self) -> frozenset[str]:
        """Names of the fields that stand in clear."""
        return frozenset(
            name for name, verdict in zip(self.names, self.verdicts, strict=True) if verdict is Clear.CLEAR
        )

    @property
    def personal(self) -> list[bytes]:
        """Every value in which a piece of something personal stands."""
        return [value for row in self.rows for value in row if value is not None and is_personal(value)]


def is_personal(value: bytes) -> bool:
    """True if a piece of a personal value stands in it, in either format."""
    return b"\xc7\xc7" in value or _PERSONAL.search(value.decode("utf-8", "replace")) is not None


class Door:
    """One connection, with the gate before it."""

    def __init__(self, connection: psycopg.Connection, limits: Limits = LIMITS) -> None:
        self._connection, self._limits = connection, limits
        self._origins = Snapshot(connection.execute(SNAPSHOT_QUERY).fetchall(), CATALOGUE)
        self._standing = Standing(CATALOGUE, self._origins)

    @property
    def connection(self) -> psycopg.Connection:
        """The superuser's own."""
        return self._connection

    @property
    def database(self) -> str:
        """Its name."""
        return self._connection.info.dbname

    @property
    def origins(self) -> Snapshot:
        """What its tables are."""
        return self._origins

    def under(self, limits: Limits) -> "Door":
        """The same connection under other limits."""
        return Door(self._connection, limits)

    def ask(self, sql: str, *values: str, spelling: Format = Format.TEXT) -> Shown | Refused:
        """The statement through the gate, the server and the masking. The server's errors are raised."""
        judged = judge(sql, self._standing, self._limits)
        if isinstance(judged, Refused):
            return judged
        return self.shown(judged, self.run(judged, values, spelling))

    def run(self, statement: Statement, values: tuple[str, ...] = (), spelling: Format = Format.TEXT) -> PGresult:
        """As the relay would: in a READ ONLY transaction, under the pinned search path."""
        wire = self._connection.pgconn
        wire.exec_(b"BEGIN READ ONLY")
        try:
            wire.exec_(f"SET LOCAL search_path = {PINNED_PATH}".encode())
            given = [value.encode() for value in values] or None
            result = wire.exec_params(statement.text.encode(), given, result_format=int(spelling))
        finally:
            wire.exec_(b"ROLLBACK")
        if result.status != ExecStatus.TUPLES_OK:
            raise psycopg.ProgrammingError(result.error_message.decode())
        return result

    def shown(self, statement: Statement, result: PGresult) -> Shown:
        """Every field by its verdict."""
        fields = [
            Field(relation_oid=result.ftable(at), attribute=result.ftablecol(at), type_oid=result.ftype(at),
                  format=Format(result.fformat(at)))
            for at in range(result.nfields)
        ]  # fmt: skip
        seen = fields[: len(fields) - len(statement.hidden)]
        verdicts = tuple(
            masked(field, output, self._origins)
            for field, output in zip(seen, statement.aligned(len(seen)), strict=True)
        )
        keys = Keys(statement, fields, self._origins)
        assert keys.proved
        raw = [[result.get_value(row, at) for at in range(len(fields))] for row in range(result.ntuples)]
        rows = tuple(
            tuple(_value(value, field, verdict) for value, field, verdict in zip(row, seen, verdicts, strict=False))
            for row in raw
        )
        names = tuple((result.fname(at) or b"").decode() for at in range(len(seen)))
        return Shown(statement, names, verdicts, rows, tuple(keys.of(row) for row in raw))

    def bare(self, sql: str) -> list[tuple[object, ...]]:
        """Without the gate, to show that a shape would leak."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql.encode()).fetchall()


def _value(value: bytes | None, field: Field, verdict: Clear | Mask) -> bytes | None:
    return masked_value(value, field, verdict) if isinstance(verdict, Mask) else value


@contextmanager
def a_door(server: Server, order: str = ORDERS[0]) -> Iterator[Door]:
    """A database of one's own with the schema above, and a superuser's connection: only the gate stands before the data."""
    with server_database(server) as url:
        name = url.split("@/")[1].split("?")[0]
        _run(server, _STRUCTURE, name)
        with _filled(server, name, order) as door:
            yield door


@contextmanager
def twins(server: Server) -> Iterator[list[Door]]:
    """Databases alike to the last OID, that differ in what is personal and in nothing else: in who is who, or in every letter."""
    with server_database(server) as url, ExitStack() as opened:
        original = url.split("@/")[1].split("?")[0]
        _run(server, _STRUCTURE, original)
        doors = []
        for order, others in [*((each, False) for each in ORDERS), (ORDERS[0], True)]:
            copy = opened.enter_context(server_database(server, template=original)).split("@/")[1].split("?")[0]
            doors.append(opened.enter_context(_filled(server, copy, order, others=others)))
        yield doors


@contextmanager
def _filled(server: Server, name: str, order: str, *, others: bool = False) -> Iterator[Door]:
    data = re.sub(r"ORDER\(([^()]+)\)", lambda found: order % found[1], _DATA)
    if others:
        data = (
            data.translate(_OTHERS)
            .replace("777000", "777500")
            .replace("date '1899", "date '1895")
            .replace("c7c7c7c7", "c7c7c8c8")
        )
    _run(server, data, name)
    with psycopg.connect(f"host={server.socket_directory} user=postgres dbname={name}", autocommit=True) as connection:
        yield Door(connection)


def _run(server: Server, statements: str, name: str) -> None:
    for statement in (each for each in statements.split(";\n") if each.strip()):
        command(server, statement, name)
