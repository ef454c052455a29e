"""Everything is recorded while nobody may look at it (R-07, R-27, R-37)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gateway.authorization.coherence.incoherence import Incoherence, Named
from gateway.authorization.coherence.missing import where_it_holds
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from gateway.authorization.roles import FILE, Permission
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text

_LEAK: Mapping[Permission, Text] = MappingProxyType(
    {
        Permission.SESSION_WATCH: Text(
            ja="作業中の画面を誰も見られず、進行中の持ち出しに気付けません。",
            en="nobody can watch a running session, and nobody notices what is being taken out.",
        ),
        Permission.SESSION_END: Text(
            ja="不審な作業を誰も止められません。",
            en="nobody can cut a session that does wrong.",
        ),
        Permission.RECORDING_REPLAY: Text(
            ja="録画を誰も再生できず、何を見られたかを後から説明できません。",
            en="nobody can replay a recording, and nobody can tell afterwards what was seen.",
        ),
    }
)
_NOBODYS = frozenset({Role.DEMO_OPERATOR})  # exists in demonstrations only


def look(table: Table) -> Iterator[Incoherence]:
    """A right to look or to cut that no role holds."""
    limit = where_it_holds(table, "recorded", *Capability)
    if limit is None:
        return
    for right, leak in _LEAK.items():
        if set(table.policy.roles.holders(right)) <= _NOBODYS:
            hole = Named(
                id=right.value, file=FILE, title=Text(ja=f"{right} を持つ役割がない", en=f"no role holds {right}")
            )
            mend = Text(ja=f"いずれかの役割の may に {right} を加えてください。", en=f"Add {right} to may of a role.")
            yield Incoherence(limit=limit, hole=hole, leak=leak, mend=mend)
