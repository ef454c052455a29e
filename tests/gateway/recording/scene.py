"""A recording room with real keys: what the keeper does for it, in the test's own process."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gateway.crypto import signing, wrapping
from gateway.recording.content_key import LASTING, WrapTo
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.library import Library
from gateway.recording.limits import RecorderLimits
from gateway.recording.paths import day_of, path_of
from gateway.recording.ports import key_context
from gateway.recording.reading import Reading
from gateway.recording.recorder import Recorder
from gateway.recording.seal import Sealed
from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.vocabulary.clock import Clock, SystemClock
from gateway.vocabulary.identifiers import new_recording_id
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding

STARTED = datetime(2026, 11, 22, 5, 6, 7, tzinfo=UTC)
PERSONAL = PersonalHeader(name="佐藤 花子", employer="株式会社テスト保守")
QUICK = RecorderLimits(chunk_seconds=0.03, sync_seconds=0.05, look_seconds=0.1)
"""Chunks of 30 ms, so that a test need not wait for a second."""


def header(**changed: Any) -> RecordingHeader:
    facts = RecordingHeader(
        recording="R-20261122-7F3K9QW2ZD",
        session="S-20261122-7F3K9QW2ZD",
        person="P-20261101-AAAAAAAAAA",
        username="sato",
        terminal="T-20261101-BBBBBBBBBB",
        target="callcenter-app",
        account="maint",
        order="WO-20261122-CCCCCCCCCC",
        approvers=("P-20261101-DDDDDDDDDD",),
        purpose="サービスの故障対応",
        clients=("C-20261101-EEEEEEEEEE",),
        policy_digest="ab" * 32,
        node="node-1",
        started_at=STARTED,
        cols=80,
        rows=24,
        term="xterm-256color",
        gateway_version="0.1.0",
        encoding=Encoding.UTF_8,
    )
    return replace(facts, **changed)


@dataclass
class Keeper:
    """Signs and opens with real keys; `away` makes it raise, `asked` counts."""

    seed: Secret = field(default_factory=signing.new_signing_key)
    pair: wrapping.Pair = field(default_factory=wrapping.new_pair)
    away: bool = False
    opened: list[tuple[str, int]] = field(default_factory=list)

    def handed(self) -> str:
        """Its keys in one word, for a process of the test."""
        return self.seed.reveal().hex() + self.pair.private.reveal().hex()

    @classmethod
    def from_hand(cls, word: str) -> "Keeper":
        seed, private = Secret(bytes.fromhex(word[:64])), Secret(bytes.fromhex(word[64:]))
        return cls(seed=seed, pair=wrapping.Pair(private, wrapping.public_of(private)))

    @property
    def wrap_to(self) -> WrapTo:
        return WrapTo(name=LASTING, public=self.pair.public)

    @property
    def vkey(self) -> bytes:
        return signing.public_of(self.seed)

    def sign(self, kind: str, body: bytes) -> bytes:
        if self.away:
            raise GatewayFault("the keeper is away")
        return signing.sign(self.seed, signing.tagged(f"recording.{kind}", body))

    def open(self, recording: str, segment: int, wrapped: bytes) -> Secret:
        self.opened.append((recording, segment))
        return wrapping.unwrap(self.pair.private, wrapped, key_context(recording, segment))


@dataclass
class Room:
    """A directory of recordings and its keeper."""

    directory: Path
    keeper: Keeper = field(default_factory=Keeper)
    clock: Clock = field(default_factory=SystemClock)

    def start(
        self,
        facts: RecordingHeader | None = None,
        *,
        limits: RecorderLimits = QUICK,
        on_failure: Callable[[GatewayFault], None] | None = None,
    ) -> Recorder:
        facts = facts or header(recording=new_recording_id(STARTED))
        folder = self.directory / day_of(facts.recording)
        folder.mkdir(exist_ok=True)
        return Recorder.start(
            folder,
            facts,
            PERSONAL,
            wrap_to=self.keeper.wrap_to,
            signer=self.keeper,
            clock=self.clock,
            limits=limits,
            on_failure=on_failure,
        )

    def record(self, chunks: Iterable[Iterable[tuple[str, bytes]]], facts: RecordingHeader | None = None) -> Sealed:
        """A sealed recording with exactly one chunk per inner list (besides the first, which holds the personal half)."""
        recorder = self.start(facts)
        for chunk in chunks:
            before = recorder.path.stat().st_size
            for code, data in chunk:
                recorder._pending.put(Code(code), data)
            while recorder.path.stat().st_size == before:
                assert not recorder.failed
        return recorder.seal("client closed")

    @property
    def library(self) -> Library:
        return Library(self.directory, vkey=self.keeper.vkey)

    def path_of(self, recording: str) -> Path:
        return path_of(self.directory, recording)

    def read(self, recording: str) -> list[TerminalEvent]:
        with self.library.open_damaged(recording, opener=self.keeper) as reading:
            return list(reading.events())

    def reading(self, recording: str) -> Reading:
        return self.library.open(recording, opener=self.keeper)

    def output(self, recording: str) -> bytes:
        return b"".join(event.data for event in self.read(recording) if event.code is Code.OUTPUT)


def in_terminal(command: list[str], env: dict[str, str], keys: bytes = b"") -> tuple[bytes, int]:
    """What a command shows on a real terminal of its own, and its exit status; `keys` are typed at the first output."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break  # the terminal closed with its last process
        if keys:
            os.write(ours, keys)
            keys = b""
        shown += piece
    os.close(ours)
    return shown, process.wait(30)
