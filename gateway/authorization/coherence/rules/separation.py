"""Duties are separate while one person may hold two of them and work on targets (R-22)."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, Named
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.through import through
from gateway.authorization.coherence.twists import also
from gateway.authorization.roles import FILE
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text

_LEAK = Text(
    ja="登録や監査をする本人が対象で作業でき、自分の痕跡を自分で見逃せます。",
    en="who registers people and targets, or reads the recordings, works on them too and is nobody's to find out.",
)
_MEND = Text(
    ja="roles.toml の [[apart]] に戻すか、兼務者の接続を禁止する規則を戻してください。",
    en="Put the pair back under [[apart]] in roles.toml, or the rule that forbids such people.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """An engineer who is also administrator, auditor or client's contact, kept apart neither by roles.toml nor by a rule."""
    roles = table.policy.roles
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.CLIENT):
        if roles.conflict(frozenset({Role.ENGINEER, role})) is None:
            names = roles.names[role], roles.names[Role.ENGINEER]
            title = Text(
                ja=f"{names[0].ja}と{names[1].ja}を分けるはずの役割表",
                en=f"roles, which should keep {role} and engineer apart",
            )
            limit = Named(id=f"{role}.may", file=FILE, title=title)
            yield from through(table, also(role), limit, _LEAK, _MEND)
