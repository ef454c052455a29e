"""Two capabilities on targets free of personal data: where one is refused, is the other, which does as much, open?"""

from collections.abc import Iterator
from dataclasses import replace

from gateway.authorization.coherence.circumstances import APPROVALS_MOST, Circumstances, Twist
from gateway.authorization.coherence.incoherence import Incoherence, named
from gateway.authorization.coherence.table import MODES, Table
from gateway.authorization.coherence.twists import by_password, for_purpose
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_HOURS = (2, 8, 14, 20)


def beside(table: Table, *, shut: Capability, ajar: Capability, leak: Text, mend: Text) -> Iterator[Incoherence]:
    """What refuses `shut` while `ajar` opens under the very same circumstances; each pair of rules once."""
    found: set[tuple[str, str]] = set()
    for asked, twist in _same(table):
        limits = table.ask(replace(asked, capability=shut), twist).forbids
        row = table.ask(replace(asked, capability=ajar), twist) if limits else None
        holes = row.permits if row is not None and row.opened else ()
        for limit in table.rules(limits):
            for hole in table.rules(holes):
                if (limit.id, hole.id) not in found:
                    found.add((limit.id, hole.id))
                    yield Incoherence(limit=named(limit), hole=named(hole), leak=leak, mend=mend)


def _same(table: Table) -> Iterator[tuple[Circumstances, Twist | None]]:
    plain = Circumstances(capability=Capability.SHELL, personal=False)
    for mode in MODES:
        for approvals in range(1, APPROVALS_MOST + 1):
            yield replace(plain, mode=mode, approvals=approvals), None
    yield replace(plain, viewing=True), None
    for hour in _HOURS:
        yield replace(plain, hour=hour), None
    for twist in (by_password(), *map(for_purpose, table.policy.purposes.versions[-1].permitted), *table.particulars):
        yield plain, twist
