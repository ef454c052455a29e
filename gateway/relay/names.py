"""Who and what a session's events are about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The index fields of this session's events."""

    person: str
    session: str
    terminal: str
    target: str
    order: str
