"""Amounts that are told to the registrar while more is shown: an ordinary echo does not wait for a commit.

Invariants: one telling at a time; what is on its way counts as untold until its answer was heard; each answer is heard once, and
a telling that failed fails whoever hears of it. Whom people see is never told this way.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeAlias

from gateway.disclosure.shell_asking import ShellTakeAnswer
from gateway.guards.opaque import Used

Ask: TypeAlias = Callable[[], ShellTakeAnswer]
Elsewhere: TypeAlias = Callable[[Ask], "Future[ShellTakeAnswer]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Of `used` and `lines` the registrar said `answer`; begun at `at`, monotonic seconds."""

    used: Used
    lines: int
    at: float
    answer: ShellTakeAnswer


class Telling:
    """One session's. Used by one thread at a time."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        """`elsewhere` asks on another thread."""
        self._elsewhere = elsewhere
        self._on_its_way: tuple[Used, int, float, Future[ShellTakeAnswer]] | None = None

    @property
    def is_on_its_way(self) -> bool:
        """True until the answer was heard."""
        return self._on_its_way is not None

    def begin(self, used: Used, lines: int, at: float, ask: Ask) -> None:
        """Tell so much. Raises ValueError while another is on its way."""
        if self._on_its_way is not None:
            raise ValueError("one telling at a time")
        self._on_its_way = used, lines, at, self._elsewhere(ask)

    def heard(self) -> Told | None:
        """What was answered, if anything was by now. Raises what asking raised."""
        return self.awaited() if self._on_its_way is not None and self._on_its_way[-1].done() else None

    def awaited(self) -> Told | None:
        """What is answered, once it is; None where nothing is on its way. Raises what asking raised."""
        if self._on_its_way is None:
            return None
        (used, lines, at, answer), self._on_its_way = self._on_its_way, None
        return Told(used=used, lines=lines, at=at, answer=answer.result())


def on_a_thread(ask: Ask) -> "Future[ShellTakeAnswer]":
    """Ask on a thread of its own: seldom, and an idle session keeps none."""
    future: Future[ShellTakeAnswer] = Future()

    def run() -> None:
        try:
            future.set_result(ask())
        except BaseException as failure:  # noqa: BLE001  # raised where the answer is heard
            future.set_exception(failure)

    threading.Thread(target=run, name="shell telling", daemon=True).start()
    return future
