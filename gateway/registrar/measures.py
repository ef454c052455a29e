"""The numbers of policies/limits.toml that the registrar itself keeps: read at the start, and again when the policy changes.

Without them no registrar starts. What cannot be read later leaves the old in force; whoever changed the policy hears of it
from the gateway, which refuses it too.
"""

import logging
from collections.abc import Callable

from gateway.authorization.limits import Limits
from gateway.authorization.unfit import PolicyUnfit

log = logging.getLogger(__name__)


class Measures:
    """Read in the event loop, used in the writer's thread; replaced whole. Raises PolicyUnfit where they cannot be read."""

    def __init__(self, read: Callable[[], Limits]) -> None:
        self._read = read
        self._limits = read()

    @property
    def limits(self) -> Limits:
        """Those in force."""
        return self._limits

    def read_again(self) -> None:
        """Take what the files say now, or keep the old and say so."""
        try:
            self._limits = self._read()
        except PolicyUnfit as unfit:
            log.error("policies: the old limits stay in force: %s", unfit)  # noqa: TRY400  # said, nothing to trace
