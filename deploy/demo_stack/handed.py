"""Which codes `deploy/demo code` has handed out: the gateway takes each once, so each is handed out once.

A code of the step that comes next is good already (RFC 6238 §5.2 asks for some drift), so two can be had in one half minute.
"""

import fcntl
import json
from pathlib import Path
from typing import Final

from deploy.demo_stack.codes import STEP_SECONDS, wait_seconds

KEPT_STEPS: Final = 4


def take(file: Path, username: str, unix_seconds: float) -> int | None:
    """The step whose code this person gets now, noted in `file` (made if missing, mode 0600); None: ask again a little later."""
    step = int(unix_seconds) // STEP_SECONDS
    file.touch(mode=0o600)
    with file.open("r+", encoding="ascii") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        handed: dict[str, list[int]] = json.loads(opened.read() or "{}")
        before = [each for each in handed.get(username, []) if each > step - KEPT_STEPS]
        good = (step + 1,) if wait_seconds(unix_seconds) else (step, step + 1)
        taken = next((each for each in good if each > max(before, default=0)), None)
        if taken is not None:
            handed[username] = [*before, taken]
            opened.seek(0)
            opened.truncate()
            opened.write(json.dumps(handed))
        return taken
