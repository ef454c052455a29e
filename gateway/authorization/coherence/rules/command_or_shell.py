"""A shell is refused while a single command is not: ssh TARGET sh is a shell."""

from collections.abc import Iterator

from gateway.authorization.coherence.beside import beside
from gateway.authorization.coherence.incoherence import Incoherence
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_LEAK = Text(
    ja="「ssh -t 接続先 sh」のように、単独コマンドとして自由シェルを起動できます。",
    en="ssh -t TARGET sh starts the very shell as a single command.",
)
_MEND = Text(
    ja="同じ条件で単独コマンドも禁止するか、シェルの禁止をやめてください。",
    en="Forbid single commands under the same conditions, or no longer forbid the shell.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """On targets free of personal data, whatever refuses a shell where an exec opens."""
    yield from beside(table, shut=Capability.SHELL, ajar=Capability.EXEC, leak=_LEAK, mend=_MEND)
