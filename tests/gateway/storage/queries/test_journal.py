from datetime import timedelta

import pytest

from gateway.audit.entry import NO_ENTRY, Entry, EntryMalformed, make
from gateway.storage.engine import reading, writing
from gateway.storage.queries import journal as lists
from gateway.storage.queries.journal import JournalFilter
from gateway.storage.stores.journal import Journal
from gateway.vocabulary.clock import timestamp
from gateway.worker.events import WitnessMailed
from tests.gateway.storage.samples import HOUR, NOW


def _entry(seq: int, **columns: str) -> Entry:
    values = {
        "seq": seq, "at": timestamp(NOW + seq * HOUR), "node": "n", "kind": "a.b", "person": None, "session": None,
        "terminal": None, "target": None, "order": None, "body": b"{}", "prev": NO_ENTRY, "hash": NO_ENTRY,
    }  # fmt: skip
    return Entry(**(values | columns))


@pytest.fixture
def written(database):
    rows = [
        _entry(0, kind="x.y"),
        _entry(1, person="P-1", session="S-1"),
        _entry(2, person="P-2", terminal="T-1"),
        _entry(3, person="P-1", target="app"),
        _entry(4, kind="x.y", order="WO-1"),
    ]
    with writing(database) as connection:
        Journal(connection).append(rows)
    return database


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [4, 3, 2, 1, 0]),
        ({"limit": 2}, [4, 3]),
        ({"limit": 2, "before": 3}, [2, 1]),
        ({"kind": "x.y"}, [4, 0]),
        ({"person": "P-1"}, [3, 1]),
        ({"session": "S-1"}, [1]),
        ({"terminal": "T-1"}, [2]),
        ({"target": "app"}, [3]),
        ({"order": "WO-1"}, [4]),
        ({"since": NOW + HOUR, "until": NOW + 3 * HOUR}, [2, 1]),
        ({"since": NOW + HOUR + timedelta(microseconds=1)}, [4, 3, 2]),
        ({"person": "P-1", "target": "none"}, []),
    ],
)
def test_entries_by_every_part_of_the_filter(written, wanted, found):
    with reading(written) as connection:
        assert [entry.seq for entry in lists.entries(connection, JournalFilter(**wanted))] == found


def test_the_newest_event_of_a_kind_is_read_from_its_body(database):
    letters = [WitnessMailed(day=f"2026-11-{day}", size=day, witnesses=2) for day in (20, 21)]
    rows = [make(seq=seq, at=NOW, node="n", prev=NO_ENTRY, event=event) for seq, event in enumerate(letters)]
    with writing(database) as connection:
        assert lists.last_of_kind(connection, WitnessMailed.kind) is None
        Journal(connection).append([*rows, _entry(2)])
        assert lists.last_of_kind(connection, WitnessMailed.kind) == letters[-1]


def test_a_body_that_was_tampered_with_is_a_fault(database):
    with writing(database) as connection:
        Journal(connection).append([_entry(0, kind=WitnessMailed.kind)])
        with pytest.raises(EntryMalformed):
            lists.last_of_kind(connection, WitnessMailed.kind)
