"""Rows of a database are masked and counted while a terminal on the same machine is not (R-05, R-07): `cat` is a client too."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.missing import add, lacking, where_it_holds
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_TERMINALS = (Capability.SHELL, Capability.COMMANDS, Capability.EXEC)
_PROMISE = Named(
    id="SK-003",
    file="gateway/authorization/obligations.py",
    title=Text(
        ja="画面の個人データは伏せ字になり、表示した人数が数えられる",
        en="personal data on a screen is masked and the people in it are counted",
    ),
)
_LEAKS = {
    "masked": Text(
        ja="画面に個人データがそのまま表示されます。", en="personal data is shown in clear on a terminal's screen."
    ),
    "metered": Text(
        ja="表示した人数や読めない文字の量が数えられず、何人分でも表示できます。",
        en="nobody counts the people and the unreadable text that a terminal shows; there is no end to it.",
    ),
}


def look(table: Table) -> Iterator[Incoherence]:
    """A permit that reaches a terminal without `masked` or `metered`; an exec counts, since ssh -t gives it one."""
    for obligation, leak in _LEAKS.items():
        for hole in lacking(table, obligation, *_TERMINALS):
            limit = where_it_holds(table, obligation, *_TERMINALS) or _PROMISE
            yield Incoherence(limit=limit, hole=named(hole), leak=leak, mend=add(obligation, hole))
