"""A free shell must be watched while those who work in it may do the watching, or nobody may (R-27)."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, Named
from gateway.authorization.coherence.table import Table
from gateway.authorization.limits import Watcher
from gateway.authorization.roles import FILE, Permission
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text

_LIMIT = Named(
    id="shell.watcher",
    file="limits.toml",
    title=Text(ja="自由シェルには立会いが必要", en="a free shell must be watched"),
)
_LEAK = Text(
    ja="保守担当者どうしで立ち会い合い、管理監督者の目なしに自由シェルを使えます。",
    en="engineers watch one another, and a free shell runs without a supervisor's eye on it.",
)
_MEND = Text(
    ja=f"[engineer] の may から {Permission.SESSION_WATCH} を除いてください。",
    en=f"Take {Permission.SESSION_WATCH} out of may of [engineer].",
)


def look(table: Table) -> Iterator[Incoherence]:
    """Where a watcher is required, the role of engineer with the right to watch. That nobody holds it is for unseen.py."""
    required = table.policy.limits.watching.watcher is Watcher.REQUIRED
    if required and Permission.SESSION_WATCH in table.policy.roles.may[Role.ENGINEER]:
        title = Text(ja="保守担当者に立会いを認める", en="engineers may watch sessions")
        yield Incoherence(limit=_LIMIT, hole=Named(id="engineer.may", file=FILE, title=title), leak=_LEAK, mend=_MEND)
