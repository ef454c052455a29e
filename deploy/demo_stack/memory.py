"""What the demo remembers of its own registering: which identifier it drew for whom, and which entries the office took.

An append-only file. An identifier is written before the office hears it and an entry is ticked after the office took it, so a
start that was interrupted goes on where it stopped, with the same identifiers.
"""

from datetime import datetime
from pathlib import Path

from gateway.vocabulary.identifiers import new_identifier

_TICK = "registered"


class Memory:
    """Keys are `kind:name`, without blanks; lines are `KEY IDENTIFIER` and `KEY registered`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._identifiers: dict[str, str] = {}
        self._ticked: set[str] = set()
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            self._recall(*line.split(" "))

    def identifier(self, key: str, prefix: str, now: datetime) -> str:
        """The identifier of `key`, drawn when it is first asked for."""
        if key not in self._identifiers:
            self._write(key, new_identifier(prefix, now))
        return self._identifiers[key]

    def has(self, key: str) -> bool:
        """True if the office took this entry."""
        return key in self._ticked

    def tick(self, key: str) -> None:
        """The office took this entry."""
        self._write(key, _TICK)

    def _write(self, key: str, said: str) -> None:
        if len(key.split()) != 1:
            raise ValueError(f"a key without blanks, not {key!r}")
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{key} {said}\n")
        self._recall(key, said)

    def _recall(self, key: str, said: str) -> None:
        if said == _TICK:
            self._ticked.add(key)
        else:
            self._identifiers[key] = said
