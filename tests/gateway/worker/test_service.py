from datetime import UTC, date, datetime, time

import pytest

from gateway.audit.ports import SignedCheckpoint
from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.daily import due_day
from gateway.worker.letter import letter
from gateway.worker.service import Worker

NOTE = "sekisho.internal/journal/1\n41\nAAAA\n\n— sekisho.internal/journal/1 AAAA\n".encode()
MORNING = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)  # 07:30 of the 22nd in Japan


class Clock:
    def __init__(self) -> None:
        self.at = MORNING

    def now(self):
        return self.at

    def monotonic(self):
        return 0.0


class Registrar:
    def __init__(self) -> None:
        self.events = []
        self.signed = 0

    def checkpoint(self):
        self.signed += 1

    def append(self, events):
        self.events += events


class Journal:
    def __init__(self, registrar) -> None:
        self.registrar = registrar

    def last_checkpoint(self):
        return SignedCheckpoint(size=41, root=b"r" * 32, note=NOTE, at=MORNING) if self.registrar.signed else None

    def mailed_on(self, day):
        return any(event.day == day.isoformat() for event in self.registrar.events)


class Post:
    def __init__(self) -> None:
        self.sent = []
        self.broken = False

    def send(self, recipients, subject, text):
        if self.broken:
            raise ConnectionRefusedError("nobody there")
        self.sent.append((tuple(recipients), subject, text))


@pytest.fixture
def worker():
    registrar = Registrar()
    return Worker(
        node="node1",
        clock=Clock(),
        registrar=registrar,
        journal=Journal(registrar),
        post=Post(),
        witnesses=("tanaka@client.example", "audit@operator.example"),
        daily_at=time(7, 0),
    )


def test_R45_the_days_checkpoint_goes_to_every_witness_once(worker):
    assert worker.look()
    assert worker.look()
    assert [sent[0] for sent in worker.post.sent] == [("tanaka@client.example", "audit@operator.example")]
    assert worker.registrar.signed == 1
    assert [(event.day, event.size, event.witnesses) for event in worker.registrar.events] == [("2026-11-22", 41, 2)]


def test_R45_the_note_stands_in_the_letter_byte_for_byte(worker):
    worker.look()
    text = worker.post.sent[0][2]
    assert text.split("-----BEGIN CHECKPOINT-----\n")[1].split("-----END")[0].encode() == NOTE
    assert "2026-11-22" in worker.post.sent[0][1]


def test_a_mail_server_that_is_away_is_tried_again(worker):
    worker.post.broken = True
    assert not worker.look()
    assert worker.registrar.events == []
    worker.post.broken = False
    assert worker.look()
    assert len(worker.post.sent) == 1


def test_a_registrar_that_is_away_is_tried_again(worker, monkeypatch):
    def away():
        raise GatewayFault("nobody listens")

    monkeypatch.setattr(worker.registrar, "checkpoint", away)
    assert not worker.look()
    assert worker.post.sent == []


def test_the_next_day_has_a_letter_of_its_own(worker):
    worker.look()
    worker.clock.at = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    worker.look()
    assert [event.day for event in worker.registrar.events] == ["2026-11-22", "2026-11-23"]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 21, 21, 59, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 21, 22, 0, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 14, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), None),
    ],
)
def test_a_day_begins_at_midnight_in_japan(now, day):
    assert due_day(now, time(7, 0)) == day


def test_the_loop_waits_longer_after_a_failure(worker):
    worker.post.broken = True
    pauses = []

    def wait(seconds):
        pauses.append(seconds)
        return len(pauses) == 3

    worker.run(wait)
    assert pauses == [5.0, 60.0, 60.0]


def test_no_personal_field_has_a_place_in_the_letter():
    written = letter(SignedCheckpoint(size=1, root=b"", note=NOTE, at=MORNING), "node1")
    assert "node1" in written.subject
    assert "1 件" in written.text
