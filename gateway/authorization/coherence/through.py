"""What no usual question shows: does anything open under a fact that some file forbids?"""

from collections.abc import Iterator

from gateway.authorization.coherence.circumstances import Twist
from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.table import Row, Table
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text


def let_through(table: Table, twist: Twist) -> Iterator[Row]:
    """For every capability that opens at all, the row with the twist in it, where the rules say yes to that as well."""
    for capability in Capability:
        usual = table.said_yes(capability)
        row = None if usual is None else table.ask(usual.asked, twist)
        if row is not None and row.permits:
            yield row


def through(table: Table, twist: Twist, limit: Named, leak: Text, mend: Text) -> Iterator[Incoherence]:
    """`limit` undone by each permit that lets the twist through."""
    for row in let_through(table, twist):
        for hole in table.rules(row.permits):
            yield Incoherence(limit=limit, hole=named(hole), leak=leak, mend=mend)
