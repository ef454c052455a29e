"""The memorandum names the purposes while a permit opens for another one (R-24)."""

from collections.abc import Iterator

from gateway.authorization.coherence.circumstances import Twist
from gateway.authorization.coherence.incoherence import Incoherence, Named
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.through import through
from gateway.authorization.coherence.twists import UNNAMED_PURPOSE, formerly
from gateway.authorization.purposes import FILE
from gateway.vocabulary.outcome import Text

_LEAK = Text(
    ja="覚書で認められていない目的（問合せへの回答など）で、委託元のデータに触れられます。",
    en="the clients' data are reached for purposes that they did not agree to, answering inquiries among them.",
)
_MEND = Text(
    ja="覚書にない作業目的を禁止する規則（申請日と作業日の両方）を戻してください。",
    en="Put back the rules that forbid purposes outside the memorandum, of the day asked and of the day worked.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """Any capability that opens for a purpose nobody named, or that is no longer named."""
    limit = Named(id="version.permitted", file=FILE, title=table.policy.purposes.versions[-1].contract)
    for twist in _twists(table):
        yield from through(table, twist, limit, _LEAK, _MEND)


def _twists(table: Table) -> Iterator[Twist]:
    *earlier, last = table.policy.purposes.versions
    yield UNNAMED_PURPOSE
    gone = sorted({purpose for version in earlier for purpose in version.permitted} - set(last.permitted))
    yield from (formerly(purpose, table.policy) for purpose in gone[:1])
