"""`sekisho policy explain --column schema.table.column --target T`: what one column is taken for, and who said so."""

from pathlib import Path
from typing import Any, Final

from gateway.authorization.columns.column_explaining import Explained, explain_column
from gateway.authorization.columns.place import place_of
from gateway.cli.ending import Status, leave
from gateway.cli.entering import visitor
from gateway.cli.printing import say, say_both, say_json
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_catalogue import database_target

NO_COLUMN: Final = Text(
    ja='列を「スキーマ.表.列」の形で指定してください（ドットや空白を含む名前は "" で囲む）。',
    en='Name the column as schema.table.column; put a name with a dot or a space into "".',
)


def explain(settings_file: Path | None, target: str, column: str, *, database: str | None, as_json: bool) -> None:
    """Exit status 0 where somebody classified it, 1 where nobody did. Raises CallRefused."""
    place = place_of(column)
    if place is None:
        raise CallRefused("column.name", NO_COLUMN)
    with visitor(settings_file) as office:
        name = database_target(office, target).name
        found = explain_column(office.policy.columns, name, database, place)
    if as_json:
        say_json({"columns": [_plain(name, each) for each in found]})
    else:
        for each in found:
            for line in each.lines:
                say_both(line)
            say()
    leave(Status.DONE if any(each.column.type is not None for each in found) else Status.NOT_SO)


def _plain(target: str, each: Explained) -> dict[str, Any]:
    file, claim, column = each.file, each.claim, each.column
    return {
        "target": target,
        "database": each.database,
        "schema": column.schema,
        "relation": column.table,
        "column": column.name,
        "kind": column.kind,
        "type": column.type,
        "masked": not column.is_harmless,
        "file": None if file is None else f"policies/{file.file}",
        "classified_by": None if file is None else file.classified_by,
        "confirmed_by": None if file is None else file.confirmed_by,
        "confirmed_on": None if file is None else file.confirmed_on,
        "reason": None if claim is None else {"text": claim.reason, "names": list(claim.names)},
        "explanation": [{"ja": line.ja, "en": line.en} for line in each.lines],
    }
