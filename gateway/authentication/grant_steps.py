"""A further connection of a log-in: real database tools open several, and a one-time code is good once.

The keeper remembers, in memory only, what a terminal answered for one target; whoever shows the same from the same terminal is
carried by that log-in, as far as it still holds. No grant is no failure: the answers are judged as ever.
"""

from gateway.authentication import code
from gateway.authentication.answers import Judged
from gateway.authentication.completion import StillGood, complete
from gateway.authentication.events import CutOffReason, LoginCutOff, LoginFactorProved
from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Checked, GrantFull, Verdict
from gateway.authentication.progress import Done, Over
from gateway.authentication.walk import Walk
from gateway.vocabulary.secret import Secret


class GrantSteps:
    """The grant of one walk."""

    def __init__(self, walk: Walk, still_good: StillGood) -> None:
        self._walk, self._still_good = walk, still_good

    def take(self, password: Secret, typed: str) -> Done | Over | None:
        """The log-in by a grant for these answers; None where there is none. GatewayFault before the terminal is proved."""
        walk, digits = self._walk, code.digits(typed)
        if walk.ports.grants is None or walk.name.target is None or digits is None:
            return None
        ledger = walk.ledger.after(Factor.GRANT)
        granted = walk.ports.grants.take(walk.name.username, walk.terminal, walk.name.target, password, digits)
        if granted is None:
            return None
        if isinstance(granted, GrantFull):
            return walk.close(granted.text, walk.trail.event(LoginCutOff, reason=CutOffReason.TOO_MANY_CONNECTIONS))
        found = Judged(
            factor=Factor.GRANT,
            checked=Checked(verdict=Verdict.RIGHT, assertion=granted.assertion),
            ledger=ledger,
            proved_at=granted.proved_at,
        )
        return complete(walk, self._still_good, found, [walk.trail.event(LoginFactorProved, factor=Factor.GRANT)])
