"""How fast the journal grows when the registrar commits fifty entries at once; run with `--long`, prints what it measured."""

import time

import pytest

from gateway.storage.for_registrar import Store
from gateway.storage.journal_source import DatabaseJournal
from tests.gateway.storage.samples import entries

ROWS, GROUP = 20_000, 50
ROWS_A_SECOND_MIN = 2_000  # a thousand busy sessions write a few hundred; the rest is room for a loaded machine


@pytest.mark.long
def test_R44_group_commit_leaves_room(database, cipher):
    written = entries(ROWS)
    store = Store(database, cipher)
    began = time.perf_counter()
    for start in range(0, ROWS, GROUP):
        with store.transaction() as transaction:
            transaction.journal.append(written[start : start + GROUP])
    rate = ROWS / (time.perf_counter() - began)
    began = time.perf_counter()
    assert sum(1 for _ in DatabaseJournal(database).read(0, None)) == ROWS
    reading = ROWS / (time.perf_counter() - began)
    print(f"{database.dialect.name}: {rate:,.0f} rows/s written in groups of {GROUP}, {reading:,.0f} rows/s read")
    assert rate > ROWS_A_SECOND_MIN
