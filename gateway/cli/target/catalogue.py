"""`sekisho target catalogue NAME`: what the database has beside what its file of columns says, and a file for two people.

The schema is read by the worker in an administrator's name: names, types and comments, never a row. A DBA who reads it himself
(--query prints the SQL) gives the listing with --listing and needs no log-in here, so that --check can run in his own pipeline.
"""

import csv
from pathlib import Path
from typing import Any, Final, TextIO

import click

from gateway.authorization.columns.comparing import Difference, Differs
from gateway.authorization.columns.reading import SCHEMA_QUERY
from gateway.cli.ending import Status, ending, leave
from gateway.cli.entering import entered, visitor
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json, table
from gateway.ipc.messages import CallRefused
from gateway.wiring.office_catalogue import NO_LISTING, Compared, listed_catalogue, read_catalogue

ROWS_MAX: Final = 200_000
CELL_LETTERS_MAX: Final = 10_000
_DIFFERS: Final = {
    Differs.NEW: "新しい/new",
    Differs.TYPE: "型が違う/type",
    Differs.SHAPE: "表とビューが違う/shape",
    Differs.GONE: "なくなった/gone",
}
_HEADER: Final = "nspname"  # the first name psql prints above the rows, unless it is told not to


@click.command("catalogue", help="列の分類案を作り、いまの分類と比べる / Propose a file of columns, and compare.")
@click.argument("name")
@click.option(
    "--database", help="データベース名（既定: ファイルが 1 つならそれ） / database (default: the one with a file)"
)
@click.option("--account", help="接続に使うロール（既定: 最初のアカウント） / role to read by (default: the first)")
@click.option(
    "--check", is_flag=True, help="分類すべき列があれば終了コード 1 / exit 1 where something wants classifying"
)
@click.option(
    "--listing",
    type=click.File(encoding="utf-8"),
    help="接続せず、psql --csv の結果から / from psql's CSV, no connection",
)
@click.option("--query", is_flag=True, help="--listing 用の SQL を表示する / print the SQL for --listing")
@settings_option
@json_option
@person_options
@ending
def command(*, name: str, query: bool, settings_file: Path | None, asking: Asking, **asked: Any) -> None:
    """Read in the name of an administrator, or compare a listing in nobody's; the file goes to standard output."""
    if query:
        say(SCHEMA_QUERY.strip())
        return
    if asked["listing"] is None:
        with entered(settings_file, asking) as office:
            found = read_catalogue(office, name, database=asked["database"], account=asked["account"])
    else:
        with visitor(settings_file) as office:
            found = listed_catalogue(office, name, _rows(asked["listing"]), database=asked["database"])
    _tell(found, check=asked["check"], as_json=asked["as_json"])
    if asked["check"] and found.wants_work:
        leave(Status.NOT_SO)


def _rows(listing: TextIO) -> list[list[str | None]]:
    """The listing's rows. Raises CallRefused for what is no CSV of its bounds."""
    csv.field_size_limit(CELL_LETTERS_MAX)
    rows: list[list[str | None]] = []
    try:
        for row in csv.reader(listing, strict=True):
            rows.append([*row])
            if len(rows) > ROWS_MAX:
                raise CallRefused("catalogue.listing", NO_LISTING)
    except (csv.Error, UnicodeDecodeError):
        raise CallRefused("catalogue.listing", NO_LISTING) from None
    return rows[1:] if rows and rows[0][:1] == [_HEADER] else rows


def _tell(found: Compared, *, check: bool, as_json: bool) -> None:
    if as_json:
        say_json({"catalogue": _plain(found)})
    elif check:
        _table(found)
        say(_summary(found))
    else:
        click.echo(_summary(found), err=True)
        click.echo(found.text, nl=False)


def _table(found: Compared) -> None:
    table(
        ("違い", "列", "扱い", "分類時の型", "今の型"),
        ((_DIFFERS[each.differs], _place(each), each.kind, each.classified, each.found) for each in found.differences),
    )


def _summary(found: Compared) -> str:
    """One line, for people: how many of each, and where the file belongs."""
    counts = {differs: sum(each.differs is differs for each in found.differences) for differs in Differs}
    said = "、".join(f"{_DIFFERS[differs]} {count}" for differs, count in counts.items() if count)
    odd = sum(not each.writable for each in found.differences)
    more = "" if not odd else f" 名前のため分類できない列/not writable: {odd}。"
    left = "" if not found.told.left_out else f" 取得しきれなかった列/left out: {found.told.left_out}。"
    file = "policies/columns/（未作成/none yet）" if found.file is None else f"policies/{found.file.file}"
    return (
        f"# {shown(found.target.name)} {shown(found.database)}: {said or '違いなし/no difference'}。{more}{left} {file}"
    )


def _plain(found: Compared) -> dict[str, Any]:
    return {
        "target": found.target.name,
        "database": found.database,
        "file": None if found.file is None else f"policies/{found.file.file}",
        "fit": not found.wants_work,
        "columns": len(found.told.columns),
        "left_out": found.told.left_out,
        "differences": [_difference(each) for each in found.differences],
        "text": found.text,
    }


def _difference(each: Difference) -> dict[str, Any]:
    return {
        "differs": each.differs,
        "schema": each.schema,
        "relation": each.table,
        "column": each.column,
        "kind": each.kind,
        "type_classified": each.classified,
        "type_now": each.found,
        "writable": each.writable,
    }


def _place(each: Difference) -> str:
    return f"{each.schema}.{each.table}.{each.column}"
