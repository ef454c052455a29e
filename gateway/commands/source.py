"""Something to be read at the desk: lines that come, and how to make them stop."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gateway.commands.paging.kept import Kept


def _nothing() -> None:
    """There is nothing to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """`bell` rings whenever lines came or ended; `stop` and `idle` return at once. `follows`: it ends only when it is stopped."""

    kept: Kept
    bell: threading.Event = field(default_factory=threading.Event)
    follows: bool = False
    stop: Callable[[], None] = _nothing
    idle: Callable[[], None] = _nothing


def source_of(lines: Sequence[str]) -> Source:
    """Lines that are all there already."""
    kept = Kept()
    kept.want_all(wants=True)
    kept.bring(lines)
    kept.end()
    return Source(kept=kept)
