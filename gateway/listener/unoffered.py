"""What a logged-in client asked for and nobody offers, on its way to the journal. Noting it never waits.

A client may ask as fast as it likes: what comes while one entry is being written is counted, and the next is written a second
later. So none is forgotten, and nobody fills the journal.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

PAUSE_SECONDS = 1.0
KINDS_MAX = 32  # told apart in one entry; a client can make up names without end
KIND_LETTERS_MAX = 64
DETAIL_LETTERS_MAX = 96
OTHERS = "others"


class Thing(NamedTuple):
    """What was asked for: the kind of request and, where its kind alone says too little, what it was about."""

    kind: str
    detail: str | None = None


def printed(name: str, letters_max: int = KIND_LETTERS_MAX) -> str:
    """What a client made up, as at most `letters_max` letters of printable ASCII: no journal and no terminal obeys it."""
    shown = (
        letter if " " <= letter <= "~" else letter.encode("unicode_escape").decode() for letter in name[:letters_max]
    )
    return "".join(shown)[:letters_max]


class Unoffered:
    """One connection's. `journal` is called from a thread of its own, with how often each kind was refused."""

    def __init__(self, journal: Callable[[Mapping[Thing, int]], None]) -> None:
        self._journal = journal
        self._lock = threading.Lock()
        self._counted: Counter[Thing] = Counter()
        self._thread: threading.Thread | None = None
        self._over = threading.Event()
        self._wake = threading.Event()

    def note(self, kind: str, detail: str | None = None) -> None:
        """Something was refused. Callable from any thread."""
        thing = Thing(printed(kind), None if detail is None else printed(detail, DETAIL_LETTERS_MAX))
        with self._lock:
            known = thing in self._counted or len(self._counted) < KINDS_MAX
            self._counted[thing if known else Thing(OTHERS)] += 1
            if self._thread is None and not self._over.is_set():
                self._thread = threading.Thread(target=self._run, name="unoffered", daemon=True)
                self._thread.start()
        self._wake.set()

    def close(self) -> None:
        """The connection has ended: write down what is left. Raises what `journal` raises."""
        self._over.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self._write()

    def _run(self) -> None:
        while not self._over.is_set():
            self._wake.wait()
            self._wake.clear()
            self._write()
            self._over.wait(PAUSE_SECONDS)

    def _write(self) -> None:
        with self._lock:
            counted, self._counted = self._counted, Counter[Thing]()
        if counted:
            self._journal(counted)
