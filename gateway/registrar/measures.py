"""The numbers of the policy that the registrar itself keeps (limits.toml, budgets.toml): read at the start and at each change.

Without them no registrar starts. What cannot be read later leaves the old in force; whoever changed the policy hears of it
from the gateway, which refuses it too. No session process is ever asked for a number of these: it could widen its own.
"""

import logging
from collections.abc import Callable

from gateway.authorization.budgets import Budgets
from gateway.authorization.limits import Limits
from gateway.authorization.unfit import PolicyUnfit

log = logging.getLogger(__name__)


class Measures:
    """Read in the event loop, used in the writer's thread; replaced whole. Raises PolicyUnfit where they cannot be read."""

    def __init__(self, read_limits: Callable[[], Limits], read_budgets: Callable[[], Budgets]) -> None:
        self._read_limits, self._read_budgets = read_limits, read_budgets
        self._both = (read_limits(), read_budgets())

    @property
    def limits(self) -> Limits:
        """Those in force."""
        return self._both[0]

    @property
    def budgets(self) -> Budgets:
        """How many people's data one person may see."""
        return self._both[1]

    def read_again(self) -> None:
        """Take what the files say now, or keep the old and say so."""
        try:
            self._both = (self._read_limits(), self._read_budgets())
        except PolicyUnfit as unfit:
            log.error("policies: the old limits stay in force: %s", unfit)  # noqa: TRY400  # said, nothing to trace
