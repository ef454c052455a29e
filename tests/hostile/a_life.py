"""A session's whole life as its process writes it, and processes that stop after a write of it, with SIGKILL.

The hooks live here, around the parts, in children of the test's own; no part knows of them. `half` stops in the middle of the
write: half of a record is in the file, a call was sent and nobody waits for its answer.
"""

import asyncio
import itertools
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from gateway.authentication.events import LoginCompleted, LoginFactorProved, LoginStarted
from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Door
from gateway.crypto import signing, wrapping
from gateway.ipc.client import Caller
from gateway.recording.content_key import LASTING, WrapTo
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.limits import RecorderLimits
from gateway.recording.recorder import Recorder
from gateway.recording.tape import Tape
from gateway.registrar.client import SessionClient
from gateway.sessions.ending import EndReason
from gateway.sessions.events import SessionEnded, SessionStarted, SessionWarned
from gateway.sessions.session import RecordingSummary, SessionOpening
from gateway.storage.for_registrar import Store
from gateway.storage.stores.journal import Journal
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding
from tests.gateway.registrar import process
from tests.gateway.registrar.process import RECORDINGS, SEEDS, RecordingSigner, parts_of
from tests.gateway.registrar.scene import opened

QUICK = RecorderLimits(chunk_seconds=0.01, sync_seconds=0.02, look_seconds=5.0)
SHOWN = b"customer 200001\r\n"
ADDRESS = "192.0.2.7"


class How(StrEnum):
    """Where in a write a process stops."""

    AFTER = "after"
    HALF = "half"
    BEFORE = "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """What a session process is born with."""

    connection: str
    assertion: bytes
    opening: SessionOpening
    directory: Path


def forks() -> Any:
    """Children that have everything imported: a fork each."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def die() -> None:
    """Now, without another instruction of ours."""
    os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()


# -- the session process


class _Count:
    """Counts the writes of this process, and stops at one of them."""

    def __init__(self, at: int, how: How, told: Connection) -> None:
        self.at, self.how, self._told = at, how, told
        self._numbers = itertools.count(1)  # the recording's writer and the session itself write at the same time

    def step(self, name: str, whole: Callable[[], Any], half: Callable[[], Any]) -> Any:
        here = next(self._numbers) == self.at
        if here and self.how is How.HALF:
            half()
            die()
        result = whole()
        self._told.send(name)
        if here:
            die()
        return result


def session(sock: socket.socket, birth: Birth, at: int, how: How, told: Connection) -> None:
    """One life. Every write is told through the pipe once it was done, "over" when it is all over."""
    count = _Count(at, how, told)
    _hook_tape(count)
    registrar = SessionClient(Caller(sock))
    _hook_calls(count)
    _live(registrar, birth)
    told.send("over")


def _hook_calls(count: _Count) -> None:
    plain = Caller.call

    def call(self: Caller, name: str, params: Any, result: Any, **more: Any) -> Any:
        def sent() -> None:
            self._answered = lambda *_: die()  # type: ignore[method-assign,assignment]
            plain(self, name, params, result, **more)

        return count.step(name, lambda: plain(self, name, params, result, **more), sent)

    Caller.call = call  # type: ignore[method-assign,assignment]


def _hook_tape(count: _Count) -> None:
    append, sync, sync_name = Tape.append, Tape.sync, Tape.sync_name
    Tape.append = (
        lambda self, data: count.step(  # type: ignore[method-assign]
            "append", lambda: append(self, data), lambda: append(self, data[: len(data) // 2])
        )
    )
    Tape.sync = lambda self: count.step("sync", lambda: sync(self), lambda: None)  # type: ignore[method-assign]
    Tape.sync_name = lambda self: count.step(  # type: ignore[method-assign]
        "sync_name", lambda: sync_name(self), lambda: None
    )


def _live(registrar: SessionClient, birth: Birth) -> None:
    opening = birth.opening
    who: dict[str, Any] = {
        "connection": birth.connection, "door": Door.SSH, "address": ADDRESS, "username": opening.username,
    }  # fmt: skip
    registrar.append([LoginStarted(**who)])
    registrar.append([LoginFactorProved(**who, factor=Factor.TERMINAL_KEY, fingerprint="SHA256:x")])
    registrar.bind(birth.assertion, opening.terminal)
    proved = (Factor.TERMINAL_KEY, Factor.PASSWORD, Factor.CODE)
    registrar.append([LoginCompleted(**who, person=opening.person, terminal=opening.terminal, factors=proved)])
    assert registrar.open(opening, [opened(opening)]) is None
    recorder = _recorder(birth)
    about = {"person": opening.person, "session": opening.id}
    (birth.directory / f"{opening.id}.dialled").touch()  # an effect: from here on a target knows of it
    registrar.started(opening.id, [SessionStarted(**about, target=opening.target)])
    for number in range(3):
        recorder.output(SHOWN)
        registrar.append([SessionWarned(**about, remaining_seconds=number)])
    seal = recorder.seal("left")
    summary = RecordingSummary(
        recording=seal.recording, chunks=seal.chunks, stored_bytes=seal.stored_bytes, final_hash=seal.final_hash,
        last_at=seal.last_at,
    )  # fmt: skip
    ended = SessionEnded(**about, reason=EndReason.LEFT, shown_bytes=3 * len(SHOWN), typed_bytes=0)
    registrar.end(opening.id, "left", summary, [ended])


def _recorder(birth: Birth) -> Recorder:
    opening, directory = birth.opening, birth.directory
    seed = Secret(parts_of((directory / SEEDS).read_bytes())[2])
    header = RecordingHeader(
        recording=opening.recording, session=opening.id, person=opening.person, username=opening.username,
        terminal=opening.terminal, target=opening.target, account=opening.account, order=opening.order, approvers=(),
        purpose="failure", clients=("C-01",), policy_digest="00", node="node-1", started_at=datetime.now(UTC), cols=80,
        rows=24, term="xterm", gateway_version="0", encoding=Encoding.UTF_8,
    )  # fmt: skip
    return Recorder.start(
        (directory / RECORDINGS / opening.recording_path).parent,
        header,
        PersonalHeader(name="SATO", employer="Hoshu"),
        wrap_to=WrapTo(name=LASTING, public=wrapping.new_pair().public),
        signer=RecordingSigner(seed),
        clock=SystemClock(),
        limits=QUICK,
    )


def recording_key(directory: Path) -> bytes:
    """What verifies recordings."""
    return signing.public_of(Secret(parts_of((directory / SEEDS).read_bytes())[2]))


# -- the registrar


def registrar(directory: Path, kind: str, count: int, how: How) -> None:
    """A registrar that stops at its `count`-th commit with an event of `kind`: BEFORE the commit, or AFTER it, unanswered.

    An empty kind stops nowhere.
    """
    if kind:
        _hook_commits(kind, count, how)
    os._exit(asyncio.run(process._serve(directory)))


def _hook_commits(kind: str, count: int, how: How) -> None:
    seen = {"here": False, "times": 0}
    append, transaction = Journal.append, Store.transaction

    def noted(self: Journal, entries: Any) -> None:
        append(self, entries)
        seen["here"] = seen["here"] or any(entry.kind == kind for entry in entries)

    @contextmanager
    def watched(self: Store) -> Iterator[Any]:
        seen["here"] = False
        with transaction(self) as inner:
            yield inner
            seen["times"] += seen["here"]
            now = seen["here"] and seen["times"] == count
            if now and how is How.BEFORE:
                die()
        if now:
            die()

    Journal.append = noted  # type: ignore[method-assign]
    Store.transaction = watched  # type: ignore[method-assign]
