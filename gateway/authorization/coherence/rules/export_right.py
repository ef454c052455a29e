"""Engineers take nothing out while their role lets them export (R-08)."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, Named
from gateway.authorization.coherence.missing import file_limit, where_it_holds
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.twists import INTERACTIVE
from gateway.authorization.roles import FILE, Permission
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text

_EXPORTS = (Permission.RECORDING_REPLAY, Permission.JOURNAL_EXPORT)
_LEAK = Text(
    ja="保守担当者が録画や監査記録を書き出し、画面で見た個人データをファイルとして手元に残せます。",
    en="an engineer exports recordings or the journal: what was only seen is kept as a file.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """The role of engineer with a right to export."""
    limit = file_limit(table, personal=True) or where_it_holds(table, "painted", *INTERACTIVE)
    held = [each for each in _EXPORTS if each in table.policy.roles.may[Role.ENGINEER]]
    if limit is None:
        return
    for right in held:
        title = Text(ja=f"保守担当者に {right} を認める", en=f"engineers hold {right}")
        mend = Text(
            ja=f"[engineer] の may から {right} を除いてください。", en=f"Take {right} out of may of [engineer]."
        )
        hole = Named(id="engineer.may", file=FILE, title=title)
        yield Incoherence(limit=limit, hole=hole, leak=_LEAK, mend=mend)
