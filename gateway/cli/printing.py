"""What a verb says: plain aligned lines for people, one JSON object with --json. Times in Japan time on screen, UTC in JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import click

from gateway.cli.escaping import shown, width
from gateway.cli.headings import heading
from gateway.vocabulary.clock import JST, moment_of, timestamp
from gateway.vocabulary.outcome import Text

NOTHING = "―"


def japan(moment: datetime | None) -> str:
    """`2026-11-22 14:00:05 JST`, a dash for none."""
    return NOTHING if moment is None else f"{moment.astimezone(JST):%Y-%m-%d %H:%M:%S} JST"


def instant(stamp: str) -> str:
    """A stored `timestamp()` in Japan time; as it is where it is none."""
    try:
        return japan(moment_of(stamp))
    except ValueError:
        return stamp


def say(text: str = "") -> None:
    """One line that is ours; stored text goes through `shown` first."""
    click.echo(text)


def say_both(text: Text) -> None:
    """Both languages, Japanese first; line breaks of the text stay."""
    for line in text.both().splitlines():
        click.echo(shown(line))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns as wide as their widest cell, headings in both languages. Cells are escaped here; what is empty is a dash."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    named = [heading(head) for head in heads]
    widths = [max([width(head), *(width(row[at]) for row in cells)]) for at, head in enumerate(named)]
    for row in [named, *cells]:
        padded = (cell + " " * (widths[at] - width(cell)) for at, cell in enumerate(row))
        click.echo("  ".join(padded).rstrip())
    if not cells:
        click.echo("（なし / none）")


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """`name  value` lines, the values aligned, names in both languages. Values are escaped here; what is empty is a dash."""
    rows = [(heading(name), _cell(value)) for name, value in pairs]
    widest = max((width(name) for name, _ in rows), default=0)
    for name, value in rows:
        click.echo(f"{name}{' ' * (widest - width(name))}  {value}")


def _cell(value: object) -> str:
    return NOTHING if value is None or value == "" else shown(value)


def say_json(value: Mapping[str, Any]) -> None:
    """One JSON object on one line; moments as UTC `timestamp()`, days as ISO 8601, bytes as hex."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: object) -> Any:
    match value:
        case datetime():
            return timestamp(value)
        case date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case set() | frozenset():
            return sorted(str(each) for each in value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
