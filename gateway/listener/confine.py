"""What a session process gives up before it reads its client's first byte.

Rights that could be gained later (no_new_privs), being read by another process of the same uid (not dumpable), descriptors
it does not need, and resources without bound. Raises GatewayFault if anything of this cannot be done: then nobody is served.
"""

import ctypes
import os
import resource
from collections.abc import Iterable
from dataclasses import dataclass

from gateway.vocabulary.outcome import GatewayFault

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
    except (OSError, ValueError, OverflowError) as error:
        raise GatewayFault(f"a session process cannot be confined: {error}") from error


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
