"""The shelf: the recordings directory, by identifier. Verified first, then opened.

Reading asks the keeper for a key; whoever calls journals `RecordingViewed` between the verdict and the first event.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
from gateway.recording.texts import CANNOT_READ
from gateway.recording.verdict import Verdict
from gateway.recording.verify import verify
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


class Library:
    """Recordings in `directory`; `vkey` is the keeper's 32-byte recording key."""

    def __init__(self, directory: Path, *, vkey: bytes) -> None:
        self._directory = directory
        self._vkey = vkey

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
        """The verdict on one recording; a missing or exchanged file is a verdict too. Raises GatewayFault."""
        path = self.path_of(recording)
        return verify(path, self._vkey, expected_final_hash, recording=recording, destroyed=destroyed)

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
        return Reading(self.path_of(recording), vkey=self._vkey, opener=opener)

    def watch(self, recording: str, *, opener: KeyOpener, clock: Clock) -> Following:
        """A running recording, to be polled. Raises GatewayFault."""
        return Following(self.path_of(recording), vkey=self._vkey, opener=opener, clock=clock)


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
