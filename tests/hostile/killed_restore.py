"""`sekisho`, killed by the kernel at a step of a restore: `python -m tests.hostile.killed_restore STEP restore ...`."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from gateway.__main__ import main
from gateway.wiring import restoring, unfinished_restore

STEPS: dict[str, tuple[Any, str, str]] = {
    "rows written, nothing noted": (unfinished_restore, "write", "before"),
    "noted, not committed": (unfinished_restore, "write", "after"),
    "committed, no name yet": (restoring, "take_place", "before"),
    "named, no policies": (restoring, "take_place", "after"),
    "no rights given": (restoring, "initialise", "before"),
    "all done but the note": (unfinished_restore, "done", "before"),
}


def _dying(done: Callable[..., Any], moment: str) -> Callable[..., Any]:
    def run(*args: Any, **named: Any) -> None:
        if moment == "after":
            done(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return run


if __name__ == "__main__":
    where, name, when = STEPS[sys.argv.pop(1)]
    setattr(where, name, _dying(getattr(where, name), when))
    main()
