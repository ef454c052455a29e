"""Seeing personal data needs more approvals than a shell, in which they can be seen (R-26)."""

from collections.abc import Iterator
from dataclasses import replace

from gateway.authorization.coherence.circumstances import Circumstances
from gateway.authorization.coherence.incoherence import Incoherence, named
from gateway.authorization.coherence.table import Row, Table
from gateway.authorization.coherence.twists import INTERACTIVE
from gateway.authorization.request import Capability
from gateway.authorization.rule import Rule
from gateway.vocabulary.outcome import Text

_MEND = Text(
    ja="自由シェルにも同じ人数の承認を求めてください。",
    en="Ask for as many approvals for a free shell.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """A shell, not for seeing personal data, on fewer approvals than the least that lets anybody see them."""
    shell = table.least(Circumstances(capability=Capability.SHELL, personal=True))
    viewing = [table.least(each) for each in _viewing()]
    wanted = min((row.asked.approvals for row in viewing if row is not None), default=0)
    if shell is None or shell.asked.approvals >= wanted:
        return
    for hole in table.rules(shell.permits):
        for limit in _asking(table, wanted):
            yield Incoherence(limit=named(limit), hole=named(hole), leak=_leak(shell, wanted), mend=_MEND)


def _viewing() -> Iterator[Circumstances]:
    for capability, mode in ((INTERACTIVE[0], "shell"), (INTERACTIVE[1], "commands")):
        yield Circumstances(capability=capability, personal=True, mode=mode, viewing=True)


def _asking(table: Table, wanted: int) -> tuple[Rule, ...]:
    """The rules that ask for the last of these approvals."""
    for asked in _viewing():
        row = table.ask(replace(asked, approvals=wanted - 1))
        if row.forbids:
            return table.rules(row.forbids)
    return ()


def _leak(shell: Row, wanted: int) -> Text:
    fewer = shell.asked.approvals
    return Text(
        ja=f"個人データの閲覧には {wanted} 名の承認が要るのに、{fewer} 名の承認で開くシェルから同じデータを見られます。",
        en=f"seeing personal data takes {wanted} approvals, yet a shell that shows the same data opens on {fewer}.",
    )
