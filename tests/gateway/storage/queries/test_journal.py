from dataclasses import replace
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
        _entry(5, kind="c.d", subject="C-1"),
    ]
    with writing(database) as connection:
        Journal(connection).append(rows)
    return database


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [5, 4, 3, 2, 1, 0]),
        ({"limit": 2}, [5, 4]),
        ({"limit": 2, "before": 3}, [2, 1]),
        ({"kind": "x.y"}, [4, 0]),
        ({"person": "P-1"}, [3, 1]),
        ({"session": "S-1"}, [1]),
        ({"terminal": "T-1"}, [2]),
        ({"target": "app"}, [3]),
        ({"order": "WO-1"}, [4]),
        ({"since": NOW + HOUR, "until": NOW + 3 * HOUR}, [2, 1]),
        ({"since": NOW + HOUR + timedelta(microseconds=1)}, [5, 4, 3, 2]),
        ({"person": "P-1", "target": "none"}, []),
        ({"subject": "C-1"}, [5]),
        ({"kinds": ("x.y", "c.d")}, [5, 4, 0]),
        ({"kinds": ()}, []),
        ({"people": ("P-1", "P-2")}, [3, 2, 1]),
        ({"people": ()}, []),
        ({"since": NOW - 100 * HOUR, "until": NOW + 100 * HOUR, "kind": "x.y"}, [4, 0]),
        ({"since": NOW + 100 * HOUR}, []),
        ({"until": NOW - 100 * HOUR}, []),
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


def test_entries_about_any_of_several_things_come_once_and_newest_first(written):
    with reading(written) as connection:

        def seqs(places, kinds=None, limit=9):
            return [entry.seq for entry in lists.entries_about(connection, places, kinds, limit)]

        both = [("person", "P-1"), ("target", "app"), ("subject", "C-1")]
        assert seqs(both) == [5, 3, 1]
        assert seqs(both, limit=2) == [5, 3]
        assert seqs(both, kinds={"a.b"}) == [3, 1]
        assert seqs([("order", "WO-1"), ("terminal", "T-1"), ("session", "S-1")]) == [4, 2, 1]
        assert seqs([]) == []


def test_time_is_not_trusted_beyond_a_day(database):
    """Clocks of nodes that differ: what a time filter asks for is found although it stands out of order."""
    rows = [_entry(0), replace(_entry(1), at=timestamp(NOW + 20 * HOUR)), _entry(2), _entry(3)]
    with writing(database) as connection:
        Journal(connection).append(rows)
        wanted = JournalFilter(since=NOW + 2 * HOUR, until=NOW + 3 * HOUR)
        assert [entry.seq for entry in lists.entries(connection, wanted)] == [2]
