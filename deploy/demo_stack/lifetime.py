"""How one demo begins alone, waits, and hears that it should end."""

import fcntl
import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from deploy.demo_stack.children import Children
from deploy.demo_stack.layout import Layout

READY_SECONDS = 60
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Refused(Exception):
    """The demo cannot start here; the text says what to do."""


class Ended(Exception):
    """A signal asked the demo to end."""


@contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """Hold the state directory for this demo alone; Refused when another runs on it."""
    with layout.lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Refused(
                f"このデモはすでに動いています（プロセス {lock.read().strip()}）。 / This demo is already running; "
                f"end that process or give another --state."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def raise_at_signals() -> None:
    """From now on SIGINT, SIGTERM and SIGHUP raise Ended in the main thread."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise Ended(signal.Signals(number).name)

    for number in _ENDINGS:
        signal.signal(number, end)


def ignore_signals() -> None:
    """From now on nothing interrupts: the way down is bounded in time by itself."""
    for number in _ENDINGS:
        signal.signal(number, signal.SIG_IGN)


def until(children: Children, is_ready: Callable[[], bool], what: str) -> None:
    """Wait for `is_ready`. Raises ChildEnded if a part dies meanwhile, TimeoutError after READY_SECONDS."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready():
        children.check()
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} does not answer within {READY_SECONDS} s")
        time.sleep(0.1)


def stay(children: Children, while_process: int | None) -> None:
    """Return when the other process ends; a signal raises Ended, the death of a part ChildEnded."""
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    try:
        other = [] if while_process is None else [os.pidfd_open(while_process)]
    except ProcessLookupError:
        return
    while True:
        children.check()
        ready, _, _ = select.select([read_end, *other], [], [], 10)
        if read_end in ready:
            os.read(read_end, 4096)
        if set(ready) & set(other):
            return
