"""The command line as the people of the office type it."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.walks import forked
from tests.walks.codes import Codes
from tests.walks.terminal import Terminal

SECONDS = 60


class Sekisho:
    """`sekisho` with the demo's settings. Without `by` it acts as the demo operator."""

    def __init__(self, demo: dict[str, Any], settings: Path | None = None) -> None:
        self.demo = demo
        self._cli, self._settings = demo["cli"], str(settings or demo["settings"])

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "SEKISHO_SETTINGS": self._settings,
        }

    def run(
        self, *arguments: str, by: dict[str, Any] | None = None, say: Sequence[str] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end; `by` logs in with password and a fresh code, `say` is typed after that."""
        command, lines = [self._cli, *arguments], list(say)
        if by is not None:
            command += ["--as", by["username"], "--password-stdin"]
            lines = [by["password"], Codes(self.demo).fresh(by), *lines]
        return forked.run(command, "".join(f"{line}\n" for line in lines), self.environment, SECONDS)

    def json(self, *arguments: str, by: dict[str, Any] | None = None, say: Sequence[str] = ()) -> Any:
        """What it says as JSON; it must have done what was asked."""
        ran = self.run(*arguments, "--json", by=by, say=say)
        assert ran.returncode == 0, f"{arguments}: {ran.stdout}{ran.stderr}"
        return json.loads(ran.stdout)

    def on_terminal(self, *arguments: str) -> Terminal:
        """It on a pseudo terminal."""
        return Terminal([self._cli, *arguments], self.environment)

    def administrator(self) -> dict[str, Any]:
        """One of the demo's administrators, who need not wait for a code if any of them need not."""
        return self._readiest("administrator")[0]

    def supervisors(self, number: int) -> list[dict[str, Any]]:
        """So many different supervisors, chosen likewise."""
        return self._readiest("supervisor")[:number]

    def _readiest(self, role: str) -> list[dict[str, Any]]:
        return Codes(self.demo).readiest([one for one in self.demo["people"] if one["role"] == role])

    def sessions_of(self, username: str) -> list[dict[str, Any]]:
        """Newest first."""
        found: list[dict[str, Any]] = self.json("session", "list", "--person", username)["sessions"]
        return found

    def events(self, *filters: str, limit: int = 400) -> list[dict[str, Any]]:
        """Entries of the journal, oldest first."""
        found: list[dict[str, Any]] = self.json("audit", "show", "--limit", str(limit), *filters)["entries"]
        return found

    def events_of(self, username: str) -> list[dict[str, Any]]:
        """Entries about this person, oldest first: those that carry the user name, and those under his id."""
        found = self.events(limit=1000)
        named = [one for one in found if one["data"].get("username") == username]
        ids = {one["data"]["person"] for one in named if one["data"].get("person")}
        return [one for one in found if one in named or one["data"].get("person") in ids]

    def export(self, recording: str) -> list[tuple[float, str, str]]:
        """The recording as asciicast events: seconds since the one before, kind, text."""
        ran = self.run("recording", "export", recording, "--asciicast", "-", "--purpose", "test")
        assert ran.returncode == 0, ran.stderr
        lines = (json.loads(line) for line in ran.stdout.splitlines()[1:] if line.startswith("["))
        return [(at, kind, text) for at, kind, text in lines]

    def shown(self, recording: str) -> bytes:
        """What was on the screen, byte for byte, as the export says."""
        return as_bytes("".join(text for _, kind, text in self.export(recording) if kind == "o"))


def as_bytes(text: str) -> bytes:
    """Undo the export's escape: U+10FF00 + n stands for a byte n that is no text."""
    return b"".join(bytes([ord(one) & 0xFF]) if ord(one) >= 0x10FF00 else one.encode() for one in text)
