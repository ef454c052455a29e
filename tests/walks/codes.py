"""One-time codes as a person's authenticator shows them, and a note of which were given out: a code is good once."""

import base64
import fcntl
import hashlib
import hmac
import json
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

STEP_SECONDS = 30
LATE_SECONDS = 8  # a code of the step before is given only while it stays good that long (RFC 6238 §5.2)


def code(secret: str, at: float | None = None) -> str:
    """RFC 6238: six digits of this half minute, or of the one at `at` (seconds of the epoch)."""
    moment = int(time.time() if at is None else at) // STEP_SECONDS
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", moment), hashlib.sha1)
    offset = digest[-1] & 15
    return f"{(struct.unpack_from('>I', digest, offset)[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Codes:
    """Codes nobody was given yet: three a person in one half minute, then it waits. Shared by all workers of a run."""

    def __init__(self, demo: dict[str, Any]) -> None:
        self._given = Path(demo["settings"]).with_name("codes-given.json")
        self._supervisors = [one["username"] for one in demo["people"] if one["role"] == "supervisor"]

    def fresh(self, person: dict[str, Any]) -> str:
        """A code that is good now and was not given before."""
        while (step := self._take(person["username"])) is None:
            time.sleep(0.2)
        return code(person["totp_secret"], step * STEP_SECONDS)

    def left(self, person: dict[str, Any]) -> int:
        """How many codes this person has in this half minute."""
        with self._locked() as (given, _):
            return len(set(_good_now()) - set(given.get(person["username"], ())))

    def readiest(self, people: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The same people, those with most codes left first."""
        return sorted(people, key=self.left, reverse=True)

    def _take(self, username: str) -> int | None:
        with self._locked() as (given, file):
            used = given.setdefault(username, [])
            step = next((one for one in _good_now() if one not in used), None)
            if step is not None:
                used.append(step)
                file.truncate(0)
                file.write(json.dumps(given))
        return step

    @contextmanager
    def _locked(self) -> Iterator[tuple[dict[str, list[int]], TextIO]]:
        """The steps given to each person so far, and the file where they stand, while nobody else reads it."""
        with self._given.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            text = file.read()
            if not text:
                text = json.dumps(self._given_before())
                file.write(text)
            yield json.loads(text), file

    def _given_before(self) -> dict[str, list[int]]:
        """The demo's supervisors logged in when it started, to approve its orders."""
        now = int(time.time()) // STEP_SECONDS
        return {name: [now - 1, now] for name in self._supervisors}


def _good_now() -> tuple[int, ...]:
    step, into = divmod(time.time(), STEP_SECONDS)
    earlier = (int(step) - 1,) if STEP_SECONDS - into > LATE_SECONDS else ()
    return (int(step), int(step) + 1, *earlier)
