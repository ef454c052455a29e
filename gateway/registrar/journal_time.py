"""How far time has come by the journal, as this node wrote it: a clock that begins earlier has gone back meanwhile (R-43).

What stands before a clock was found steady, or was accepted as it is, counts no more: it may have been written by a clock that
had leapt ahead. Other nodes have clocks of their own.
"""

from datetime import UTC, datetime
from typing import Final

from gateway.audit.entry import Entry
from gateway.registrar.events import ClockAccepted, ClockBehind, ClockSteady
from gateway.registrar.ports import Transaction
from gateway.vocabulary.clock import moment_of

ROWS: Final = 1_000  # a clock that went back has written few before anybody looks
_EVER: Final = datetime.min.replace(tzinfo=UTC)


def newest(transaction: Transaction, node: str) -> datetime | None:
    """The moment up to which this node has written; None where it has written nothing that counts."""
    head = transaction.journal.head()
    if head is None:
        return None
    settled = max(_last(transaction, kind, node) for kind in (ClockSteady.kind, ClockAccepted.kind))
    rows = transaction.journal.read(max(settled, head.seq + 1 - ROWS, 0), None)
    moments = [moment_of(row.at) for row in rows if row.node == node]
    return max([*moments, *_waited_for(transaction, node, settled)], default=None)


def _last(transaction: Transaction, kind: str, node: str) -> int:
    """The place of the newest entry of this kind; -1 where there is none."""
    found = _newest_of(transaction, kind, node)
    return -1 if found is None else found.seq


def _waited_for(transaction: Transaction, node: str, settled: int) -> list[datetime]:
    """What an earlier start found the clock to be behind of, while nothing has settled that."""
    found = _newest_of(transaction, ClockBehind.kind, node)
    if found is None or found.seq < settled:
        return []
    event = found.event()
    return [event.newest] if isinstance(event, ClockBehind) else []


def _newest_of(transaction: Transaction, kind: str, node: str) -> Entry | None:
    return next((entry for entry in transaction.past.of_kind(kind, since=_EVER) if entry.node == node), None)
