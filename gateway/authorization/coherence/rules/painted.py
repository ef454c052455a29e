"""File transfer is limited while a terminal is not (R-03): escape sequences carry files out through the picture."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.missing import add, file_limit, lacking, where_it_holds
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_TERMINALS = (Capability.SHELL, Capability.COMMANDS, Capability.EXEC)
_PROMISE = Named(
    id="SK-003",
    file="gateway/authorization/obligations.py",
    title=Text(ja="画面に届くのは文字の表示だけ", en="only paint reaches a screen"),
)
_LEAK = Text(
    ja="端末の制御列（クリップボード、ZMODEM、画像転送など）で、ファイルを丸ごと保守端末へ持ち出せます。",
    en="whole files leave to the terminal inside its control sequences (clipboard, ZMODEM, images and the like).",
)


def look(table: Table) -> Iterator[Incoherence]:
    """A permit that reaches a terminal without `painted`; an exec counts, since ssh -t gives it one."""
    for hole in lacking(table, "painted", *_TERMINALS):
        personal = hole.capability is not Capability.EXEC
        limit = file_limit(table, personal=personal) or where_it_holds(table, "painted", *_TERMINALS) or _PROMISE
        yield Incoherence(limit=limit, hole=named(hole), leak=_LEAK, mend=add("painted", hole))
