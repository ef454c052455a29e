"""The numbers of policies/limits.toml. They are defaults of the office, so they stand there and nowhere in the code."""

import re
from dataclasses import dataclass

from gateway.authorization.strict_table import StrictTable, toml_of

FILE = "limits.toml"
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*\*?")
# Set by the target's own loader or shell, or by us; no policy may hand them over.
_NEVER = ("LD_", "PATH", "IFS", "ENV", "BASH_", "PYTHON", "PERL", "SSH_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`window_hours` 1-24, `warn_seconds` 60-3600, `factors_minutes` 1-1440, `reason_letters` 10-2000."""

    window_hours: int
    reason_letters: int
    warn_seconds: int
    factors_minutes: int
    environment: tuple[str, ...]


def limits_of(content: bytes) -> Limits:
    """The limits. Raises PolicyUnfit naming the key."""
    top = StrictTable(FILE, toml_of(FILE, content))
    order, session = top.table("order"), top.table("session")
    limits = Limits(
        window_hours=order.whole("window_hours_max", 1, 24),
        reason_letters=order.whole("reason_letters_max", 10, 2000),
        warn_seconds=session.whole("warn_seconds_before_end", 60, 3600),
        factors_minutes=session.whole("factors_minutes_max", 1, 1440),
        environment=_environment(session),
    )
    for table in (order, session, top):
        table.done()
    return limits


def _environment(session: StrictTable) -> tuple[str, ...]:
    names = session.texts("environment_allowed")
    for name in names:
        if not _VARIABLE.fullmatch(name) or name == "*" or name.startswith(_NEVER):
            raise session.unfit("environment_allowed", f"{name} may not be passed on to a target")
    return names
