"""What a session process gives up before it reads its client's first byte.

Rights that could be gained later (no_new_privs), being read by another process of the same uid (not dumpable), descriptors
it does not need, and resources without bound. Raises GatewayFault if anything of this cannot be done: then nobody is served.

Who has used up his memory ends: a thread that finds none to begin with leaves whoever started it waiting for ever (CPython's
threading), and the session with him. `pulse` is the answer to whatever else may stand still: without it the kernel ends us.
"""

import ctypes
import logging
import math
import os
import resource
import signal
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
OUT_OF_MEMORY = 71  # EX_OSERR of sysexits(3)
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_prctl = ctypes.CDLL(None, use_errno=True).prctl


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """The bounds of one session process. `uid` and `gid` None: the parent has dropped its rights already."""

    address_space_bytes: int
    descriptors: int
    file_bytes: int
    uid: int | None
    gid: int | None


def confine(bounds: Confinement, keep: Iterable[int]) -> None:
    """Close every descriptor but 0 to 2 and `keep`, set the limits, drop the rights for good."""
    try:
        _close_all_but({0, 1, 2, *keep})
        _limit(bounds)
        if bounds.uid is not None and bounds.gid is not None:
            os.setgroups([bounds.gid])
            os.setresgid(bounds.gid, bounds.gid, bounds.gid)
            os.setresuid(bounds.uid, bounds.uid, bounds.uid)
        _control(_PR_SET_NO_NEW_PRIVS, 1)
        leave_no_dump()
        sys.unraisablehook, threading.excepthook = _unraisable, _in_a_thread
    except (OSError, ValueError, OverflowError) as error:
        raise GatewayFault(f"a session process cannot be confined: {error}") from error


def pulse(seconds: float) -> None:
    """Go on living for `seconds` (rounded up); whoever does not say so again is ended by SIGALRM, which nobody handles."""
    signal.alarm(math.ceil(seconds))


def leave_no_dump() -> None:
    """Neither a core file nor another process of the same user shows this one's memory. Raises OSError."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _control(_PR_SET_DUMPABLE, 0)


def _close_all_but(keep: set[int]) -> None:
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  # names of descriptors, not paths
        descriptor = int(name)
        if descriptor not in keep:
            try:
                os.close(descriptor)
            except OSError:
                continue  # the listing's own


def _limit(bounds: Confinement) -> None:
    _lower(resource.RLIMIT_AS, bounds.address_space_bytes)
    _lower(resource.RLIMIT_NOFILE, bounds.descriptors)
    _lower(resource.RLIMIT_FSIZE, bounds.file_bytes)


def _lower(kind: int, bound: int) -> None:
    """To `bound`, or to what is set already where that is less."""
    _, hard = resource.getrlimit(kind)
    bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(kind, (bound, bound))


def _control(option: int, value: int) -> None:
    if _prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option})")


def _unraisable(said: Any) -> None:
    """Where Python reports a thread that could not begin."""
    _end_without_memory(said.exc_type)
    log.error("this could not be raised", exc_info=(said.exc_type, said.exc_value, said.exc_traceback))


def _in_a_thread(said: Any) -> None:
    """Where Python reports a thread that ended by an exception."""
    _end_without_memory(said.exc_type)
    log.error("nobody caught this in a thread", exc_info=(said.exc_type, said.exc_value, said.exc_traceback))


def _end_without_memory(kind: type[BaseException]) -> None:
    if issubclass(kind, MemoryError):
        os._exit(OUT_OF_MEMORY)  # nothing more can be counted on; the registrar ends, seals and journals what ran here
