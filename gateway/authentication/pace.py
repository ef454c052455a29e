"""Refusals take a whole number of paces, so that a clock does not tell which check failed (as OpenSSH's auth2.c does).

A wrong password, a wrong code and an unknown name cost the keeper and the journal different times; rounding the whole up to
the next pace hides the difference, also when a loaded machine needs more than one pace.
"""

import math
from typing import Final

PACE_SECONDS: Final = 0.5


def shortfall(elapsed_seconds: float) -> float:
    """Seconds to wait after `elapsed_seconds` of work: at least one pace in all, always a whole number of them."""
    paces = max(1, math.ceil(elapsed_seconds / PACE_SECONDS))
    return max(0.0, paces * PACE_SECONDS - elapsed_seconds)
