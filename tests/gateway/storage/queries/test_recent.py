from datetime import timedelta

import pytest

from gateway.audit.entry import NO_ENTRY, Entry
from gateway.storage.engine import reading, writing
from gateway.storage.queries.recent import PAGE_ROWS, Past, beyond
from gateway.storage.stores.journal import Journal
from gateway.vocabulary.clock import timestamp
from tests.gateway.storage.samples import NOW

SECOND = timedelta(seconds=1)
ROWS = 3 * PAGE_ROWS + 7


def _entry(seq: int) -> Entry:
    person = "P-1" if seq % 2 else None
    return Entry(
        seq=seq, at=timestamp(NOW + seq * SECOND), node="n", kind="x.y" if seq % 3 == 0 else "a.b", person=person, session=None,
        terminal=None, target=None, order=None, body=b"{}", prev=NO_ENTRY, hash=NO_ENTRY,
    )  # fmt: skip


@pytest.fixture
def written(database):
    with writing(database) as connection:
        Journal(connection).append([_entry(seq) for seq in range(ROWS)])
    return database


@pytest.mark.parametrize("since", [-5, 0, 1, PAGE_ROWS, ROWS - 1, ROWS + 5])
def test_backwards_to_a_moment_over_all_pages(written, since):
    with reading(written) as connection:
        past = Past(connection)
        moment = NOW + since * SECOND
        of_kind = [entry.seq for entry in past.of_kind("x.y", since=moment)]
        of_person = [entry.seq for entry in past.of_person("P-1", since=moment)]
    wanted = range(max(since, 0), ROWS)
    assert of_kind == [seq for seq in reversed(wanted) if seq % 3 == 0]
    assert of_person == [seq for seq in reversed(wanted) if seq % 2]


def test_nobody_and_nothing(written):
    with reading(written) as connection:
        assert list(Past(connection).of_person("P-none", since=NOW)) == []
        assert list(Past(connection).of_kind("no.such", since=NOW)) == []


def test_onwards_from_a_place(written):
    with reading(written) as connection:
        assert [entry.seq for entry in beyond(connection, 3, {"x.y"}, 3)] == [6, 9, 12]
        assert [entry.seq for entry in beyond(connection, 3, {"x.y", "a.b"}, 3)] == [4, 5, 6]
        assert beyond(connection, ROWS, {"x.y"}, 3) == []
        assert beyond(connection, -1, set(), 3) == []
