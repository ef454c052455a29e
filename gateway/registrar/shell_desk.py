"""What the session process of a shell asks before it shows a piece; the answer comes after its commit."""

from gateway.ipc.server import Peer, Violation
from gateway.registrar import binding, shell_disclosing
from gateway.registrar.shell_params import ShellAnswer, ShellTake
from gateway.registrar.works import Works


class ShellDesk:
    """Only for a session that is open on the asking connection."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def take(self, peer: Peer, asked: ShellTake) -> ShellAnswer:
        """A piece is about to be shown: it may, or it may not. Raises Violation."""
        opening = binding.bound(peer).sessions.get(asked.session)
        if opening is None:
            raise Violation("a session this connection has not open")
        works = self._works
        budgets, now = works.measures.budgets, works.clock.now()
        swept = works.sweeps.tables(opening, asked.table_lines, budgets, now) if asked.table_lines else []
        written = await works.group.write(
            lambda transaction: shell_disclosing.taken(transaction, opening, asked, budgets, now, swept)
        )
        if written.result.stopped is not None:
            works.live.tell_held(opening.person)
        return written.result
