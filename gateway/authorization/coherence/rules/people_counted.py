"""One way in counts people while the other does not: an upload and a command's standard input carry the same file (R-10)."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, named
from gateway.authorization.coherence.missing import add, lacking, where_it_holds
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_WAYS_IN = (Capability.UPLOAD, Capability.EXEC)
_LEAK = Text(
    ja="もう一方の経路（SFTP、または ssh 接続先 'cat > 名前' の標準入力）から、人数を数えずにファイルを持ち込めます。",
    en="by the other way (SFTP, or standard input of ssh TARGET 'cat > NAME') a file enters without its people being counted.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """An exec or upload without `people-counted` beside one that has it."""
    limit = where_it_holds(table, "people-counted", *_WAYS_IN)
    if limit is None:
        return
    for hole in lacking(table, "people-counted", *_WAYS_IN):
        yield Incoherence(limit=limit, hole=named(hole), leak=_LEAK, mend=add("people-counted", hole))
