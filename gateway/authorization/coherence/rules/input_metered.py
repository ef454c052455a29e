"""Files going in are limited while typing is not: a file is pasted as letters (R-10)."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, named
from gateway.authorization.coherence.missing import add, file_limit, lacking, where_it_holds
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.twists import INTERACTIVE
from gateway.vocabulary.outcome import Text

_LEAK = Text(
    ja="ファイルを文字（base64 など）にして貼り付ければ、計量も記録もされずに対象へ持ち込めます。",
    en="a file pasted as letters (base64 and the like) enters the target, and nobody measures or marks it.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """A prompt or shell without `input-metered`."""
    for hole in lacking(table, "input-metered", *INTERACTIVE):
        limit = file_limit(table, personal=True) or file_limit(table, personal=False)
        limit = limit or where_it_holds(table, "input-metered", *INTERACTIVE)
        if limit is not None:
            yield Incoherence(limit=limit, hole=named(hole), leak=_LEAK, mend=add("input-metered", hole))
