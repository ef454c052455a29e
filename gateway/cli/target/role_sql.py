"""`sekisho target role-sql NAME`: what whoever runs the database has to grant, and the lines of its pg_hba.conf.

Read from the register and the policy's files; nothing is asked of the target and nothing is written there.
"""

from collections.abc import Iterable
from ipaddress import ip_network
from pathlib import Path
from typing import Final

import click

from gateway.authorization.loader import load
from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import say, say_json
from gateway.ipc.messages import CallRefused
from gateway.relay.postgres.target.role import MAINTENANCE, Reading, hba_lines, role_sql
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import LoginWay, Protocol, Target
from gateway.wiring.office_pins import require_protocol
from gateway.wiring.office_targets import target_named

_NO_TABLES: Final = Text(
    ja="このデータベースの表が policies/columns で分類されていません。--table で指定するか、"
    "先に sekisho target catalogue で分類してください。",
    en="No table of this database is classified in policies/columns. Name them with --table, or classify them first with "
    "sekisho target catalogue.",
)
_NO_ROLE: Final = Text(
    ja="そのロールは接続先のアカウントとして登録されていません。",
    en="That role is not registered as an account of the target.",
)
_TABLE: Final = Text(
    ja="表は「スキーマ.表」の形で、ロールなどの名前とともに PostgreSQL の名前として指定してください。",
    en="A table is given as schema.table; it and the other names have to be names of PostgreSQL's.",
)


def _networks(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(value)) for value in values)
    except ValueError:
        raise click.BadParameter("アドレスか CIDR ではありません / no address and no network") from None


@click.command(
    "role-sql",
    help="読み取り専用ロールの SQL と pg_hba.conf の行を表示する / Print the SQL of a read-only role, and its pg_hba.conf lines.",
)
@click.argument("name")
@click.option("--database", required=True, help="データベース / the database")
@click.option(
    "--role", help="ロール（既定は登録された最初のアカウント） / the role (default: the first registered account)"
)
@click.option(
    "--table",
    "tables",
    multiple=True,
    help="スキーマ.表（既定は分類済みの表） / schema.table (default: those classified)",
)
@click.option(
    "--gateway", "sources", multiple=True, callback=_networks,
    help="接続先から見たゲートウェイのアドレス / the gateway's address as the target sees it",
)  # fmt: skip
@click.option("--sql-only", is_flag=True, help="SQL だけ / the SQL alone")
@click.option("--hba-only", is_flag=True, help="pg_hba.conf の行だけ / the lines of pg_hba.conf alone")
@settings_option
@json_option
@ending
def command(
    *, name: str, database: str, role: str | None, tables: tuple[str, ...], sources: tuple[str, ...], sql_only: bool,
    hba_only: bool, settings_file: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Exit status 0; the SQL is for a superuser of that database, the lines stand before any other that fits the role."""
    with visitor(settings_file) as office:
        target = target_named(office, name)
    require_protocol(target, Protocol.POSTGRESQL)
    named = _tables(settings_file, target, database, tables)
    reading = Reading(
        role=_role(target, role),
        database=database,
        tables=named,
        by_certificate=target.login is LoginWay.CERTIFICATE,
        is_encrypted=bool(target.host_keys),
        sources=sources,
    )
    try:
        sql, lines = role_sql(reading), hba_lines(reading)
    except ValueError:
        raise CallRefused("target.role", _TABLE) from None
    if as_json:
        say_json({"target": name, "role": reading.role, "database": database, "sql": sql, "pg_hba": list(lines)})
        return
    _print(sql, lines, sql_only, hba_only)


def _role(target: Target, role: str | None) -> str:
    if role is not None and role not in target.accounts:
        raise CallRefused("target.role", _NO_ROLE)
    return target.accounts[0] if role is None else role


def _tables(
    settings_file: Path | None, target: Target, database: str, given: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Those given, else those classified; none for the database where roles change their passwords."""
    named = tuple(tuple(each.split(".")) for each in given)
    if any(len(each) != 2 for each in named):
        raise CallRefused("target.role", _TABLE)
    if named:
        return tuple((schema, table) for schema, table in named)
    columns = load(settings_of(settings_file).policies.directory).columns
    found = columns.file(target.name, database)
    if found is not None:
        return tuple(sorted(found.catalogue.relations))
    if database == MAINTENANCE:
        return ()
    raise CallRefused("target.role", _NO_TABLES)


def _print(sql: str, lines: tuple[str, ...], sql_only: bool, hba_only: bool) -> None:
    if not hba_only:
        say(sql.rstrip())
    if not sql_only:
        mark = "" if hba_only else "-- hba: "
        for line in lines:
            say(f"{mark}{line}")
