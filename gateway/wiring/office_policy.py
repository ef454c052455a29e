"""The policy for a process that lasts: read again when a file of it changes, kept as it was where the new one is unfit.

Each look costs a listing of the directory, no more. What is unfit is said in the log once a change.
"""

import logging
import threading
from pathlib import Path
from typing import Final

from gateway.authorization.loader import load
from gateway.authorization.policy import Policy
from gateway.authorization.unfit import PolicyUnfit

log = logging.getLogger(__name__)
_Seen = tuple[tuple[str, int, int], ...]
_NOTHING: Final[_Seen] = ()


class LastingPolicy:
    """Thread safe. The first policy must be fit: raises PolicyUnfit else."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._seen = _seen(directory)
        self._policy = load(directory)

    def now(self) -> Policy:
        """The policy as its files say now, or the last fit one."""
        with self._lock:
            seen = _seen(self._directory)
            if seen != self._seen:
                self._seen = seen
                self._read()
            return self._policy

    def _read(self) -> None:
        try:
            self._policy = load(self._directory)
        except PolicyUnfit as unfit:
            log.error("the changed policy is unfit, the former stays: %s", unfit)  # noqa: TRY400  # its words say it all


def _seen(directory: Path) -> _Seen:
    try:
        found = [(path, path.stat()) for path in sorted(directory.rglob("*")) if path.is_file()]
    except OSError:  # a file went while we looked: the next look sees what came of it
        return _NOTHING
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found)
