"""Recorded before shown: the recorder of one session.

`output` only puts bytes into a bounded queue; a writer thread makes chunks of them and a watch thread tells the session when
the writer cannot. What `output` has accepted is in the file within a second and on the disk a second later, or the recorder
has failed: then it accepts nothing more, and `on_failure` was called. It never goes on without recording.

The data key is made here, wrapped to the keeper, and forgotten with the recorder: a session can write and never read back.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from gateway.crypto.digest import sha256
from gateway.recording import closing, seal
from gateway.recording.beginning import Begun, begin
from gateway.recording.content_key import WrapTo
from gateway.recording.frame import own_hash
from gateway.recording.growth import Growth
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.limits import Pace, RecorderLimits
from gateway.recording.pending import Pending
from gateway.recording.ports import Signer
from gateway.recording.seal import Seal, Sealed, SealState
from gateway.recording.terminal_event import Code
from gateway.recording.texts import CANNOT_GO_ON, CANNOT_SEAL
from gateway.recording.watched import WatchFlag
from gateway.recording.writer import Writer
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

LABEL_BYTES_MAX: Final = 1024


class Recorder:
    """Thread safe. Made by `start`, ended by `seal`; one that is never sealed is sealed by recovery, as interrupted."""

    def __init__(
        self, begun: Begun, *, signer: Signer, clock: Clock, limits: RecorderLimits,
        on_failure: Callable[[GatewayFault], None] | None,
    ) -> None:  # fmt: skip
        """Use `start`."""
        self._signed = begun.signed
        self._tape = begun.tape
        self._chain = begun.chain
        self._signer = signer
        self._clock = clock
        self._limits = limits
        self._on_failure = on_failure
        self._pending = Pending(clock, limits)
        self._flag = WatchFlag(begun.tape.path, clock)
        self._growth = Growth()
        self._writer = Writer(
            begun, pending=self._pending, flag=self._flag, growth=self._growth, limits=limits, clock=clock
        )
        self._writer.start()
        threading.Thread(target=self._watch, name="recording-watch", daemon=True).start()

    @classmethod
    def start(
        cls, directory: Path, header: RecordingHeader, personal: PersonalHeader, *, wrap_to: WrapTo, signer: Signer,
        clock: Clock, limits: RecorderLimits, on_failure: Callable[[GatewayFault], None] | None = None,
    ) -> "Recorder":  # fmt: skip
        """A recording whose header is signed and on the disk. Raises GatewayFault: then there is no session.

        The file is made in `directory`, the folder of its day (`paths.day_of`). `wrap_to` is what the keeper gave for this
        recording. `on_failure` is called at most once, from a thread of the recorder, as soon as it cannot go on, also while
        nothing is being sent; it should only end the session.
        """
        begun = begin(directory, header, personal, wrap_to=wrap_to, signer=signer)
        return cls(begun, signer=signer, clock=clock, limits=limits, on_failure=on_failure)

    @property
    def path(self) -> Path:
        """The file."""
        return self._tape.path

    @property
    def failed(self) -> bool:
        """True once something broke; it never turns back."""
        return self._pending.fault is not None

    @property
    def quota_bytes(self) -> int | None:
        """How large the file may become; None: as large as the disk lets it."""
        return self._limits.quota_bytes

    def on_size(self, size_bytes: int, tell: Callable[[], None]) -> None:
        """`tell` once, on a thread of its own, when the file has grown so large."""
        self._growth.at(size_bytes, tell)

    def output(self, data: bytes) -> None:
        """What is about to be shown; call BEFORE the send. Blocks while the writer is behind.

        Raises GatewayFault: do not send.
        """
        if data:
            self._pending.put(Code.OUTPUT, bytes(data))

    def input(self, data: bytes) -> None:
        """What was typed; call before it goes to the target. Raises GatewayFault: do not send."""
        if data:
            self._pending.put(Code.INPUT, bytes(data))

    def resize(self, cols: int, rows: int) -> None:
        """The terminal's new size in cells. Raises GatewayFault."""
        self._pending.put(Code.RESIZE, f"{cols}x{rows}".encode("ascii"))

    def marker(self, label: str) -> None:
        """A named moment (refusal, freeze, alarm, what was withheld); at most 1024 bytes are kept. Raises GatewayFault."""
        kept = label.encode("utf-8", "replace")[:LABEL_BYTES_MAX].decode("utf-8", "ignore")
        self._pending.put(Code.MARKER, kept.encode("utf-8"))

    def exited(self, status: int) -> None:
        """The exit status the target reported. Raises GatewayFault."""
        self._pending.put(Code.EXIT, str(status).encode("ascii"))

    def pace(self, pace: Pace) -> None:
        """Close finer chunks while somebody watches; a fresh watch flag beside the file does the same."""
        self._flag.asked = pace
        watched = pace is Pace.WATCHED
        self._pending.chunk_seconds(self._limits.watched_chunk_seconds if watched else self._limits.chunk_seconds)

    def seal(self, reason: str) -> Sealed:
        """Write what is left, have it signed, close the file. `reason` is fixed wording, at most 200 characters are kept.

        Raises GatewayFault when anything is missing for it: the file stays as it is, and recovery seals it. When only the
        signature was missing, recovery calls it late and nothing is lost.
        """
        self._pending.end(reason[: seal.REASON_MAX])
        self._writer.join(self._limits.unwritten_seconds + self._limits.grace_seconds + self._limits.unsynced_seconds)
        if self._writer.is_alive():
            self._pending.fail("the recording's writer hangs at the end")
            raise GatewayFault("the recording's writer hangs at the end", CANNOT_SEAL)  # it still owns the file
        try:
            return self._sealed(reason[: seal.REASON_MAX])
        except OSError as wrong:
            raise GatewayFault(f"the recording cannot be sealed: {wrong}", CANNOT_SEAL) from wrong
        finally:
            self._tape.close()

    def _sealed(self, reason: str) -> Sealed:
        fault = self._pending.fault
        if fault is not None:
            raise GatewayFault(fault, CANNOT_GO_ON)
        said = self._seal(reason)
        body = seal.write(said)
        chain = self._chain
        record = closing.record(
            body, self._signer.sign("seal", body), file=chain.file, number=chain.number, until_us=chain.until_us,
            prev=chain.last_hash,
        )  # fmt: skip
        self._tape.look()
        self._tape.append(record + closing.footer(record))
        self._tape.sync()
        return closing.sealed(said, own_hash(record), self._tape.size)

    def _seal(self, reason: str) -> Seal:
        header = self._signed.header
        return Seal(
            recording=header.recording,
            session=header.session,
            person=header.person,
            file=self._signed.file,
            state=SealState.SEALED,
            reason=reason,
            chunks=self._chain.chunks,
            length=self._tape.size,
            torn=0,
            torn_hash=sha256(b""),
            beyond=0,
            last_hash=self._chain.last_hash,
            last_at=seal.moment(header.started_at, self._chain.until_us),
            sealed_at=self._clock.now(),
        )

    def _watch(self) -> None:
        fault = self._pending.fault_or_end()
        if fault is not None and self._on_failure is not None:
            self._on_failure(GatewayFault(fault, CANNOT_GO_ON))
