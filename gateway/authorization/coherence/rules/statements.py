"""Pictures are guarded while a database gives rows away in clear, uncounted, or to any statement at all (R-04 to R-06)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.missing import add, lacking
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_PROMISE = Named(
    id="SK-003",
    file="gateway/authorization/obligations.py",
    title=Text(
        ja="データベースは、読み取り・伏せ字・計数のもとでのみ使える", en="a database is read, masked and counted"
    ),
)
_LEAK: Mapping[str, Text] = MappingProxyType(
    {
        "statements-gated": Text(
            ja="どのような SQL 文もデータベースに届き、変更や書き出しができます。",
            en="any statement reaches the database: data are changed, and written out.",
        ),
        "rows-masked": Text(
            ja="個人データの列がそのまま手元に届きます。",
            en="personal columns reach the terminal in clear.",
        ),
        "budgeted": Text(
            ja="表示した行が数えられず、表全体を少しずつ読み取れます。",
            en="rows shown are not counted: a table is read from end to end, page by page.",
        ),
    }
)


def look(table: Table) -> Iterator[Incoherence]:
    """A permit for statements that lacks one of them."""
    for obligation, leak in _LEAK.items():
        for hole in lacking(table, obligation, Capability.QUERY):
            yield Incoherence(limit=_PROMISE, hole=named(hole), leak=leak, mend=add(obligation, hole))
