import threading

import pytest

import gateway.wiring.events  # noqa: F401  # every kind of event
from gateway.audit.entry import NO_ENTRY, make
from gateway.authentication.events import LoginCompleted
from gateway.authentication.ports import Door
from gateway.detection.alert import KINDS
from gateway.detection.events import RefusalRepeated
from gateway.registrar.events import OfficeCommitted
from gateway.storage.engine import writing
from gateway.storage.stores.journal import Journal
from gateway.wiring.alarms import JournalTail
from gateway.wiring.beside import Beside
from gateway.worker.events import AlarmMailed, AlarmUnsent, WitnessMailed
from tests.gateway.storage.samples import NOW

RAISED = RefusalRepeated(person="P-1", refusals=3, minutes=10, last="channel.refused")
MAILED = AlarmMailed(first=0, through=4, alarms=1, recipients=2, missed=0)
UNSENT = AlarmUnsent(first=5, alarms=1, why="x")
LOGIN = LoginCompleted(person="P-1", username="sato", connection="C-1", door=Door.SSH, address="a", factors=())


class Rows:
    """A journal in a real database."""

    def __init__(self, engine):
        self.engine, self.count = engine, 0

    def add(self, *events, body=None):
        for event in events:
            entry = make(seq=self.count, at=NOW, node="n", prev=NO_ENTRY, event=event)
            if body is not None:
                entry = type(entry)(**{**{name: getattr(entry, name) for name in entry.__slots__}, "body": body})
            with writing(self.engine) as connection:
                Journal(connection).append([entry])
            self.count += 1


@pytest.fixture
def rows(database):
    return Rows(database)


def test_the_tail_of_an_empty_journal(rows):
    tail = JournalTail(rows.engine)
    assert (tail.last_seq(), tail.mailed_through(), tail.outage_told()) == (-1, -1, False)
    assert tail.after(-1, KINDS, 10) == []
    assert tail.name_of("P-1") is None


def test_alarms_are_found_beyond_a_place_and_read_from_their_bytes(rows):
    rows.add(WitnessMailed(day="2026-11-22", size=1, witnesses=1), RAISED, RAISED, LOGIN)
    tail = JournalTail(rows.engine)
    assert tail.last_seq() == 3
    first, second = tail.after(-1, KINDS, 10)
    assert (first.seq, first.at, first.kind, first.data["person"]) == (1, NOW, "refusal.repeated", "P-1")
    assert [each.seq for each in tail.after(1, KINDS, 10)] == [second.seq]
    assert tail.name_of("P-1") == "sato"


def test_a_terminal_is_known_by_the_name_it_was_registered_under_last(rows):
    def committed(name):
        who = {"by": "P-9", "by_username": "ito", "os_user": None, "uid": 0}
        return OfficeCommitted(change="TerminalAdded", subject="T-1", facts={"name": name}, terminal="T-1", **who)

    rows.add(committed("pc-1"), committed("pc-sato"), LOGIN)
    assert JournalTail(rows.engine).name_of("T-1") == "pc-sato"
    assert JournalTail(rows.engine).name_of("T-2") is None


def test_how_far_mails_went_stands_in_the_journal(rows):
    rows.add(MAILED, UNSENT)
    tail = JournalTail(rows.engine)
    assert (tail.mailed_through(), tail.outage_told()) == (4, True)
    rows.add(AlarmMailed(first=5, through=9, alarms=1, recipients=2, missed=0))
    assert (tail.mailed_through(), tail.outage_told()) == (9, False)


def test_a_damaged_entry_is_told_twice_rather_than_forgotten(rows):
    rows.add(MAILED)
    rows.add(MAILED, body=b"\x00no body")
    rows.add(RAISED, body=b"[]")
    tail = JournalTail(rows.engine)
    assert tail.mailed_through() == -1
    (seen,) = tail.after(-1, KINDS, 10)
    assert (seen.seq, seen.kind, seen.data) == (2, "refusal.repeated", None)


def test_a_watch_that_breaks_takes_the_worker_with_it(caplog):
    class Broken:
        def run(self, _wait):
            raise RuntimeError("a defect")

    over = threading.Event()
    watching = Beside("alarms", Broken().run, over)
    assert over.wait(5)
    watching.end(5)
    assert watching.broke
    assert "the worker ends" in caplog.text


def test_a_watch_ends_with_the_worker():
    class Patient:
        def run(self, wait):
            while not wait(0.01):
                pass

    over = threading.Event()
    watching = Beside("alarms", Patient().run, over)
    over.set()
    watching.end(5)
    assert not watching.broke
