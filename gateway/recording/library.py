"""The shelf: the recordings directory and the store behind it, by identifier. Verified first, then opened.

What lies on this machine is read here; what does not, from the store. Reading asks the keeper for a key; whoever calls
journals `RecordingViewed` between the verdict and the first event.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import BinaryIO

from gateway.recording import closing, opening
from gateway.recording.following import Following
from gateway.recording.header import RecordingHeader
from gateway.recording.opening import OpeningDamaged
from gateway.recording.paths import SUFFIX, path_of
from gateway.recording.ports import KeyOpener
from gateway.recording.reading import Reading
from gateway.recording.seal import Sealed
from gateway.recording.store import shipped
from gateway.recording.store.folder import FolderStore
from gateway.recording.store.port import Store
from gateway.recording.texts import CANNOT_READ
from gateway.recording.verdict import Verdict
from gateway.recording.verify import verify, verify_opened
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault


class RecordingDamaged(GatewayFault):
    """A recording that does not verify is not replayed as if it did. `verdict` names what is wrong."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(", ".join(finding.text().en for finding in verdict.findings), CANNOT_READ)
        self.verdict = verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a file says about itself, unverified. `header` is None if unreadable; `sealed` None for an open recording."""

    recording: str
    path: Path
    stored_bytes: int
    header: RecordingHeader | None
    sealed: Sealed | None


class Copy(StrEnum):
    """Where one copy of a recording is."""

    HERE = "here"  # on this machine
    STORE = "store"


class Library:
    """Recordings in `directory`, and in `store` where there is one; `vkey` is the keeper's 32-byte recording key."""

    def __init__(self, directory: Path, *, vkey: bytes, store: Store | None = None) -> None:
        self._directory = directory
        self._vkey = vkey
        self._store = store

    def path_of(self, recording: str) -> Path:
        """`<directory>/<day>/<recording>.rec`. Raises ValueError for what is no identifier."""
        return path_of(self._directory, recording)

    def entries(self) -> Iterator[Entry]:
        """Every recording, the newest day first. Headers are read, nothing is verified."""
        for path in sorted(self._directory.glob(f"*/*{SUFFIX}"), reverse=True):
            yield entry_of(path)

    def verify(
        self, recording: str, expected_final_hash: bytes | None = None, *, destroyed: frozenset[int] = frozenset()
    ) -> Verdict:
        """The verdict on one recording as it would be read; a missing or exchanged file is a verdict too. Raises GatewayFault."""
        copy = Copy.STORE if self._store is not None and not self.path_of(recording).exists() else Copy.HERE
        return self._verdict(copy, recording, expected_final_hash, destroyed)

    def verify_copies(
        self, recording: str, expected_final_hash: bytes | None = None, *, destroyed: frozenset[int] = frozenset()
    ) -> dict[Copy, Verdict]:
        """The verdict on each copy there should be: the one here if it is here, the store's once it was said to be there.

        Never empty. Raises GatewayFault, also where the store cannot be asked.
        """
        path = self.path_of(recording)
        here = path.exists()
        in_store = self._store is not None and (not here or shipped.read(path) is not None)
        copies = [copy for copy, there in ((Copy.HERE, here or not in_store), (Copy.STORE, in_store)) if there]
        return {copy: self._verdict(copy, recording, expected_final_hash, destroyed) for copy in copies}

    def _verdict(self, copy: Copy, recording: str, expected: bytes | None, destroyed: frozenset[int]) -> Verdict:
        if copy is Copy.HERE or self._store is None:
            return verify(self.path_of(recording), self._vkey, expected, recording=recording, destroyed=destroyed)
        opener = partial(self._store.open, recording)
        return verify_opened(opener, self._vkey, expected, recording=recording, destroyed=destroyed)

    def exists(self, recording: str) -> bool:
        """Whether there is any copy. Raises GatewayFault, ValueError for what is no identifier."""
        try:
            self.opened(recording).close()
        except FileNotFoundError:
            return False
        except OSError as wrong:
            raise GatewayFault(f"the recording cannot be read: {wrong}", CANNOT_READ) from wrong
        return True

    def known(self) -> set[str]:
        """Every recording of which there is a copy here or a whole in the store. Raises GatewayFault."""
        try:
            stores = [FolderStore(self._directory), *([] if self._store is None else [self._store])]
            return {each.recording for store in stores for each in store.listed()}
        except OSError as wrong:
            raise GatewayFault(f"the recordings cannot be listed: {wrong}", CANNOT_READ) from wrong

    def opened(self, recording: str) -> BinaryIO:
        """The nearest copy, for reading. Raises FileNotFoundError, OSError, ValueError for what is no identifier."""
        try:
            return FolderStore(self._directory).open(recording)
        except FileNotFoundError:
            if self._store is None:
                raise
        return self._store.open(recording)

    def open(
        self,
        recording: str,
        *,
        opener: KeyOpener,
        expected_final_hash: bytes | None = None,
        destroyed: frozenset[int] = frozenset(),
    ) -> Reading:
        """The recording, verified. One that still runs opens as far as it got. Raises RecordingDamaged, GatewayFault."""
        verdict = self.verify(recording, expected_final_hash, destroyed=destroyed)
        if verdict.findings:
            raise RecordingDamaged(verdict)
        return self.open_damaged(recording, opener=opener)

    def open_damaged(self, recording: str, *, opener: KeyOpener) -> Reading:
        """The recording as far as it holds, for an auditor who was shown the verdict. Raises GatewayFault."""
        try:
            file = self.opened(recording)
        except OSError as wrong:
            raise GatewayFault(f"the recording cannot be read: {wrong}", CANNOT_READ) from wrong
        return Reading(file, vkey=self._vkey, opener=opener)

    def watch(
        self, recording: str, *, opener: KeyOpener, clock: Clock, on_touch: Callable[[], None] = lambda: None
    ) -> Following:
        """A running recording, to be polled; `on_touch` as `Following` takes it. Raises GatewayFault."""
        return Following(self.path_of(recording), vkey=self._vkey, opener=opener, clock=clock, on_touch=on_touch)


def entry_of(path: Path) -> Entry:
    """What the file at `path` says about itself. Raises GatewayFault when it cannot be read."""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            header = _header(file, size)
            found = None if header is None else closing.find(file, size)
    except OSError as wrong:
        raise GatewayFault(f"the recording cannot be read: {wrong}", CANNOT_READ) from wrong
    sealed = None if found is None else found.sealed(size)
    return Entry(recording=path.stem, path=path, stored_bytes=size, header=header, sealed=sealed)


def _header(file: BinaryIO, size: int) -> RecordingHeader | None:
    try:
        return opening.read(file, size).signed.header
    except OpeningDamaged:
        return None
