"""What every reader of a file's content has in common: pushed bytes, a budget for what unpacks, and one way to give up."""

from dataclasses import dataclass
from typing import Protocol

from gateway.guards.personal_data.bounds import Bounds


class Unreadable(Exception):
    """This file cannot be looked into; `why` is a word for the journal."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Reader(Protocol):
    """Fed by one thread; each call may raise Unreadable."""

    def feed(self, data: bytes) -> None:
        """The next bytes."""

    def close(self) -> None:
        """There are no more."""


@dataclass(slots=True)
class Budget:
    """What is left of the bounds, over everything one file unpacks to."""

    bounds: Bounds
    unpacked_bytes: int = 0
    unpacked_files: int = 0

    def unpack(self, count: int) -> None:
        """So many bytes more came out of an archive. Raises Unreadable beyond the bound."""
        self.unpacked_bytes += count
        if self.unpacked_bytes > self.bounds.unpacked_bytes:
            raise Unreadable("unpacks-to-too-much")

    def open_file(self) -> None:
        """One more file in an archive. Raises Unreadable beyond the bound."""
        self.unpacked_files += 1
        if self.unpacked_files > self.bounds.unpacked_files:
            raise Unreadable("too-many-files")

    def check_depth(self, depth: int) -> None:
        """Raises Unreadable for an archive that lies too deep in others."""
        if depth > self.bounds.nesting:
            raise Unreadable("nested-too-deep")
