"""Where personal data are, a terminal's picture is guarded while a command or an upload is not (R-02)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.missing import where_it_holds
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.twists import INTERACTIVE
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_PROMISE = Named(
    id="SK-003",
    file="gateway/authorization/bounds.py",
    title=Text(ja="個人データを扱う対象は閲覧のみ", en="no command and no file where personal data are"),
)
_LEAK: Mapping[Capability, Text] = MappingProxyType(
    {
        Capability.EXEC: Text(
            ja="「ssh 接続先 'cat ファイル' > 手元のファイル」で、個人データを画面に映さずファイルとして持ち出せます。",
            en="ssh TARGET 'cat FILE' > FILE carries personal data out as a file, byte by byte, past every picture.",
        ),
        Capability.UPLOAD: Text(
            ja="持ち出しに使う道具を含め、任意のファイルを個人データのそばに置けます。",
            en="any file, tools for taking data out among them, is put beside the personal data.",
        ),
    }
)
_MEND = Text(
    ja="個人データを扱う対象では、この操作を forbid する規則を戻してください。",
    en="Put back the rule that forbids it where personal data are.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """An exec or upload that the rules permit there, also for one particular name only."""
    limit = where_it_holds(table, "painted", *INTERACTIVE) or _PROMISE
    found: set[tuple[Capability, str]] = set()
    for capability, leak in _LEAK.items():
        for row in table.everywhere(capability, personal=True):
            for hole in table.rules(row.permits):
                if (capability, hole.id) not in found:
                    found.add((capability, hole.id))
                    yield Incoherence(limit=limit, hole=named(hole), leak=leak, mend=_MEND)
