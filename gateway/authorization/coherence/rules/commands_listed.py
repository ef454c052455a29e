"""A free shell needs two approvals while a prompt for commands is bound to no list (R-07)."""

from collections.abc import Iterator

from gateway.authorization.coherence.circumstances import Circumstances
from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.missing import add, lacking
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_PROMISE = Named(
    id="SK-003",
    file="gateway/authorization/obligations.py",
    title=Text(ja="コマンドゲートは許可コマンドだけを実行する", en="the command gate runs listed commands only"),
)
_LEAK = Text(
    ja="コマンドゲートで何でも実行でき、1 名の承認で自由シェルと同じことができます。",
    en="whatever is typed runs: a free shell, on one approval.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """A permit for commands without `commands-listed`."""
    refused = table.ask(Circumstances(capability=Capability.SHELL, personal=True, mode="commands")).forbids
    limit = next((named(rule) for rule in table.rules(refused)), _PROMISE)
    for hole in lacking(table, "commands-listed", Capability.COMMANDS):
        yield Incoherence(limit=limit, hole=named(hole), leak=_LEAK, mend=add("commands-listed", hole))
