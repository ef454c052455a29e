"""The walk hands on every leaf in order, keeps going behind damage, and stops guessing where nothing attests."""

from dataclasses import replace
from pathlib import Path

import pytest

from gateway.audit.entry import Entry
from gateway.audit.finding import Findings, What
from gateway.audit.walk import Walk
from tests.gateway.audit.ledger import Ledger


@pytest.fixture
def rows(tmp_path: Path) -> list[Entry]:
    ledger = Ledger(tmp_path)
    ledger.write(12, checkpoint=False)
    return ledger.store.rows


def walked(
    rows: list[Entry], known: dict[int, bytes] | None = None
) -> tuple[list[bytes | None], list[tuple[What, int | None]]]:
    findings = Findings()
    walk = Walk(iter(rows), (known or {}).get, findings)
    leaves = list(walk.leaves())
    assert walk.rows == len(rows)
    return leaves, [(one.what, one.seq) for one in findings.in_order()]


def test_sound_rows_are_handed_on(rows: list[Entry]) -> None:
    assert walked(rows) == ([row.hash for row in rows], [])
    assert walked([]) == ([], [])


def test_the_frontier_is_the_entry_after_the_leaf(rows: list[Entry]) -> None:
    walk = Walk(iter(rows), lambda _: None, Findings())
    assert [walk.frontier_at for _ in walk.leaves()] == [*(row.at for row in rows[1:]), None]
    assert walk.expected == 12


@pytest.mark.parametrize("gone", [0, 5, 10])
def test_one_missing_leaf_is_told_by_the_next_row(rows: list[Entry], gone: int) -> None:
    assert walked(rows[:gone] + rows[gone + 1 :]) == ([row.hash for row in rows], [(What.DELETED, gone)])


def test_several_missing_leaves_are_told_only_by_tiles(rows: list[Entry]) -> None:
    hashes: list[bytes | None] = [row.hash for row in rows]
    leaves, found = walked(rows[:4] + rows[7:])
    assert (leaves[4], found) == (None, [(What.DELETED, 4)])
    assert walked(rows[:4] + rows[7:], dict(enumerate(row.hash for row in rows))) == (hashes, found)


def test_a_changed_body_is_replaced_by_its_attested_hash(rows: list[Entry]) -> None:
    hashes = [row.hash for row in rows]
    rows[5] = replace(rows[5], body=rows[5].body.replace(b"sato", b"tano").replace(b"test", b"tset"))
    assert walked(rows) == (hashes, [(What.CHANGED, 5)])
    rows[5] = replace(rows[5], hash=bytes(32))
    assert walked(rows) == (hashes, [(What.CHANGED, 5)])


def test_a_row_far_away_is_not_a_million_findings(rows: list[Entry]) -> None:
    rows[11] = replace(rows[11], seq=2**62)
    assert walked(rows)[1] == [(What.COLUMN, 11)]
    rows[11] = replace(rows[11], body=b"?")
    leaves, found = walked(rows)
    assert found[0] == (What.DELETED, 11)
    assert len(leaves) < 20


def test_every_row_the_same_is_found(rows: list[Entry]) -> None:
    found = walked([replace(rows[3], seq=seq) for seq in range(3000)])[1]
    assert found
    assert found[0][1] in (0, 1)
