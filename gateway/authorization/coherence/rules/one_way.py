"""What leaves is limited to a picture while an upload is no one-way street (R-02, R-10)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.missing import add, lacking, where_it_holds
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.twists import INTERACTIVE
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_PROMISE = Named(
    id="SK-003",
    file="gateway/authorization/obligations.py",
    title=Text(ja="ファイルは送信のみ", en="files go in and never come out"),
)
_LEAK: Mapping[str, Text] = MappingProxyType(
    {
        "write-only": Text(
            ja="SFTP で対象のファイルを読み出し、画面に映さずに持ち出せます。",
            en="files of the target are read out by SFTP and leave without any picture.",
        ),
        "files-hashed": Text(
            ja="何を持ち込んだかが記録に残らず、後から対象のファイルと照合できません。",
            en="the journal does not say what went in; it can never be compared with what lies on the target.",
        ),
        "files-limited": Text(
            ja="大きさも件数も限られないファイルを持ち込めます。",
            en="files without limit of size and number go in.",
        ),
    }
)


def look(table: Table) -> Iterator[Incoherence]:
    """An upload that can read, leaves no hash, or has no size."""
    limit = where_it_holds(table, "painted", *INTERACTIVE) or _PROMISE
    for obligation, leak in _LEAK.items():
        for hole in lacking(table, obligation, Capability.UPLOAD):
            yield Incoherence(limit=limit, hole=named(hole), leak=leak, mend=add(obligation, hole))
