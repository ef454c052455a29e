"""The two things only the kernel knows about time: seconds since boot, and whether something outside disciplines its clock."""

import ctypes
import time

_TIMEX_BYTES = 256  # struct timex is 208 bytes at most (adjtimex(2))
_TIME_ERROR = 5


def boot_seconds() -> float:
    """CLOCK_BOOTTIME: never set, never jumps, counts suspended time too (clock_gettime(2))."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def disciplined() -> bool:
    """True if the kernel calls its clock synchronised (adjtimex(2) with modes 0, anything but TIME_ERROR).

    False where it does not say: an unknown clock is not a checked one.
    """
    answer: int = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    return 0 <= answer < _TIME_ERROR
