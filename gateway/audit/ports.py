"""What the journal needs from a store, a folder of tiles and the holder of the signing key. Filled by the wiring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from gateway.audit.entry import Entry
from gateway.audit.note import VerifierKey

EVERY_ROW: Final = -(2**63)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """One row of the checkpoint table: the signed note (C2SP tlog-checkpoint), its size and root, when it was signed."""

    size: int
    root: bytes
    note: bytes
    at: datetime


class KeptCheckpoint(Protocol):
    """A checkpoint as some source keeps it; an export keeps no time beside it."""

    @property
    def size(self) -> int:
        """Entries it is said to cover."""

    @property
    def root(self) -> bytes:
        """The root it is said to have."""

    @property
    def note(self) -> bytes:
        """The signed note, which alone is believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """One file a witness holds: its name, the size it is filed under, the UTC day it was received, and its bytes."""

    file: str
    size: int
    day: str
    note: bytes


class Witness(Protocol):
    """Checkpoints kept by somebody outside the operator, read back."""

    def key(self) -> VerifierKey | None:
        """The verifier key the witness was given at the beginning; None if it kept none."""

    def last_size(self) -> int:
        """The greatest size anything is filed under, 0 if there is nothing."""

    def held(self) -> Iterator[Witnessed]:
        """What the witness holds, by ascending size, streamed."""


class JournalSource(Protocol):
    """Reading a journal, from a database or an exported folder."""

    def read(self, start: int, stop: int | None) -> Iterator[Entry]:
        """Rows with start <= seq < stop (None: to the end) by ascending seq, streamed, exactly as stored.

        `start` may be `EVERY_ROW`: a row under a negative number must be seen too.
        """

    def checkpoints(self) -> Iterator[KeptCheckpoint]:
        """All checkpoints by ascending size, streamed, exactly as stored."""


class JournalStore(JournalSource, Protocol):
    """The journal's tables inside one transaction that the caller commits or rolls back."""

    def head(self) -> Entry | None:
        """The last entry. In a writing transaction it also holds off every other writer until the transaction ends."""

    def append(self, entries: Sequence[Entry]) -> None:
        """Insert rows; a seq that exists already is a fault."""

    def add_checkpoint(self, checkpoint: SignedCheckpoint) -> None:
        """Insert one checkpoint; the same size again is a fault."""

    def last_checkpoint(self) -> SignedCheckpoint | None:
        """The checkpoint of the greatest size."""


class TileStore(Protocol):
    """Immutable files by C2SP tlog-tiles path (`tile/0/x001/234`, `tile/1/000.p/7`)."""

    def get(self, path: str) -> bytes | None:
        """The file's bytes, None if there is none."""

    def put(self, path: str, data: bytes) -> None:
        """Durable before it returns; writing the same bytes again is harmless. May drop narrower partial tiles."""


class CheckpointSigner(Protocol):
    """The holder of the journal's signing key, who refuses any tree that does not continue the last one it signed."""

    def signed_size(self) -> int:
        """Size of the last tree it signed, 0 if none. It may be ahead of the checkpoint table after a crash."""

    def sign(self, note: bytes, old_size: int, proof: Sequence[bytes]) -> bytes:
        """The 64-byte Ed25519 signature of an unsigned checkpoint; `proof` is the consistency from `old_size`."""
