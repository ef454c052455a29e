"""Commands are listed while the same order opens a free shell (R-07): nobody would use the list."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.missing import where_it_holds
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_PROMISE = Named(
    id="SK-003",
    file="gateway/authorization/bounds.py",
    title=Text(ja="自由シェルには自由シェルの作業申請が必要", en="a free shell stands on an order for one"),
)
_LEAK = Text(
    ja="許可コマンドの作業申請（承認 1 名）で自由シェルが開き、一覧にない操作を何でも実行できます。",
    en="an order for listed commands, approved by one, opens a free shell: whatever no list holds is run all the same.",
)
_MEND = Text(
    ja='自由シェルを、order.mode == "shell" の作業申請に限る規則を戻してください。',
    en='Put back the rule that ties a free shell to orders with order.mode == "shell".',
)


def look(table: Table) -> Iterator[Incoherence]:
    """A shell under an order for commands, where personal data are."""
    limit = where_it_holds(table, "commands-listed", Capability.COMMANDS) or _PROMISE
    rows = table.everywhere(Capability.SHELL, personal=True)
    permits = dict.fromkeys(each for row in rows if row.asked.mode == "commands" for each in row.permits)
    for hole in table.rules(tuple(permits)):
        yield Incoherence(limit=limit, hole=named(hole), leak=_LEAK, mend=_MEND)
