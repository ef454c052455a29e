"""Looking at rows without taking them."""

from dataclasses import replace
from pathlib import Path

from gateway.audit.look import Ahead, look
from gateway.audit.merkle import leaf_hash
from tests.gateway.audit.ledger import Ledger


def test_a_row_says_what_its_bytes_say(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.write(2, checkpoint=False)
    row = look(ledger.store.rows[1])
    assert (row.claims, row.prev, row.agrees) == (1, ledger.store.rows[0].hash, True)
    junk = look(replace(ledger.store.rows[1], body=b"?"))
    assert (junk.claims, junk.prev, junk.agrees, junk.leaf) == (None, None, False, leaf_hash(b"?"))


def test_rows_shown_are_taken_later_in_order(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.write(4, checkpoint=False)
    ahead = Ahead(iter(ledger.store.rows))
    assert (ahead.claims(2), ahead.claims(), ahead.claims(9)) == (2, 0, None)
    assert [row.seq for row in ahead] == [0, 1, 2, 3]
    assert ahead.taken == 4
    assert ahead.peek() is None
