from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from gateway.audit.entry import NO_ENTRY, Entry, make
from gateway.recording.seal import SealState
from gateway.registrar.events import RecordingClosed
from gateway.sessions.events import SessionOpened, SessionStarted
from gateway.wiring.office_told import told_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)
OPENED = SessionOpened(
    session="S-1", username="sato", account="a", capability="shell", address="x", recording="R-1", until="", policy_digest="",
)  # fmt: skip
CLOSED = RecordingClosed(
    recording="R-1", how=SealState.SEALED, final_hash=b"\x07" * 32, chunks=1, stored_bytes=1, last_at=NOW
)


class Rows(list[Entry]):
    """A journal in memory."""

    def read(self, start: int, stop: int | None) -> Iterator[Entry]:
        return iter(self[start:stop])

    def checkpoints(self) -> Iterator[object]:
        return iter(())


def rows() -> Rows:
    events = (OPENED, SessionStarted(session="S-1"), CLOSED)
    return Rows(make(seq=seq, at=NOW, node="n", prev=NO_ENTRY, event=event) for seq, event in enumerate(events))


def test_R41_what_was_begun_and_how_it_was_closed() -> None:
    told = told_of(rows())  # type: ignore[arg-type]
    assert told.begun == {"R-1"}
    assert told.closed == {"R-1": b"\x07" * 32}


def test_columns_are_not_believed_and_damaged_bytes_are_left_to_the_audit() -> None:
    journal = rows()
    journal[0] = replace(journal[0], kind="session.started")
    journal[2] = replace(journal[2], body=journal[2].body.replace(b"}", b""))
    told = told_of(journal)  # type: ignore[arg-type]
    assert told.begun == {"R-1"}
    assert told.closed == {}
