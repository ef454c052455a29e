"""Verification as a whole: figures, flat memory, speed. What it must find stands in tests/hostile/test_audit_*.py."""

import time
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.audit.checkpoint import Checkpoint, write_checkpoint
from gateway.audit.entry import NO_ENTRY, Entry, make
from gateway.audit.export import export_journal
from gateway.audit.merkle import GrowingTree
from gateway.audit.note import write_note
from gateway.audit.ports import SignedCheckpoint
from gateway.audit.report import Outcome
from gateway.audit.verify import verify
from gateway.audit.verify_export import verify_export
from gateway.audit.witness import FolderWitness
from gateway.crypto import signing
from tests.gateway.audit.ledger import KEY, SEED, START, Ledger, Noted, Rows, written


def test_R44_the_report_has_every_figure(tmp_path: Path) -> None:
    ledger = written(tmp_path / "witness", 100, 10)
    report = ledger.verify(witness=True, tiles=True)
    assert report.outcome is Outcome.HOLDS
    assert (report.entries, report.size, report.checkpoints, report.last_checkpoint) == (107, 107, 10, 100)
    assert report.key == str(KEY)
    tree = GrowingTree()
    tree.extend(row.hash for row in ledger.store.rows)
    assert report.root == tree.root()
    assert report.tail.count == 7
    since = ledger.store.rows[100].moment()
    assert report.tail.age_seconds == (ledger.clock.moment + timedelta(seconds=30) - since).total_seconds()
    assert report.unchecked == ()
    assert report.left_out == 0


def test_R44_without_a_tail_nothing_is_unsigned(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "witness")
    ledger.write(10)
    tail = ledger.verify().tail
    assert (tail.count, tail.age_seconds) == (0, None)


def test_R44_an_empty_journal_could_not_be_checked(tmp_path: Path) -> None:
    report = Ledger(tmp_path / "witness").verify()
    assert report.outcome is Outcome.COULD_NOT_BE_CHECKED
    assert report.unchecked


class Busy(Rows):
    """A journal that is written to, and signed, whenever somebody reads it."""

    ledger: Ledger

    def read(self, start: int, stop: int | None) -> Iterator[Entry]:
        yield from list(super().read(start, stop))
        self.ledger.write(5)

    def checkpoints(self) -> Iterator[SignedCheckpoint]:
        size = -1
        while later := [one for one in self.signed if one.size > size]:
            yield later[0]
            size = later[0].size
            if size > 60:
                return


def test_R44_a_journal_that_grows_meanwhile_holds_and_is_exported(tmp_path: Path) -> None:
    ledger = written(tmp_path / "witness", 30, 10)
    busy = Busy(ledger.store.rows, ledger.store.signed)
    busy.ledger = ledger
    witness = FolderWitness(ledger.witness)
    report = verify(busy, key=KEY, now=START, witness=witness)
    assert report.outcome is Outcome.HOLDS, report.findings
    assert report.last_checkpoint == 30
    assert export_journal(busy, tmp_path / "export", key=KEY, now=START).outcome is Outcome.HOLDS
    report = verify_export(tmp_path / "export", now=START)
    assert report.outcome is Outcome.HOLDS, report.findings


class Endless:
    """A JournalSource that makes its rows while they are read, and forgets them."""

    def __init__(self, entries: int, step: int) -> None:
        self.entries = entries
        self.signed = list(self._sign(step))

    def read(self, start: int, stop: int | None) -> Iterator[Entry]:
        prev = NO_ENTRY
        for seq in range(self.entries):
            row = make(seq=seq, at=START, node="n", prev=prev, event=Noted(number=seq, person="sato", session="S-1"))
            prev = row.hash
            yield row

    def checkpoints(self) -> Iterator[SignedCheckpoint]:
        return iter(self.signed)

    def _sign(self, step: int) -> Iterator[SignedCheckpoint]:
        tree = GrowingTree()
        for row in self.read(0, None):
            tree.append(row.hash)
            if tree.size % step == 0:
                text = write_checkpoint(Checkpoint(origin=KEY.name, size=tree.size, root=tree.root()))
                note = write_note(text, KEY, signing.sign(SEED, text))
                yield SignedCheckpoint(size=tree.size, root=tree.root(), note=note, at=START)


def test_R44_verification_needs_no_more_memory_for_a_longer_journal() -> None:
    peaks = []
    for entries in (2000, 6000):
        source = Endless(entries, 500)
        tracemalloc.start()
        assert verify(source, key=KEY, now=START).outcome is Outcome.HOLDS
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000, peaks


@pytest.mark.long
def test_R44_verification_reads_50_000_events_a_second() -> None:
    source = Endless(100_000, 100)
    rows = list(source.read(0, None))
    source.read = lambda start, stop: iter(rows)  # type: ignore[method-assign]
    began = time.process_time()
    assert verify(source, key=KEY, now=START).outcome is Outcome.HOLDS
    rate = len(rows) / (time.process_time() - began)
    print(f"verified {rate:,.0f} events/s, a checkpoint each 100")
    assert rate >= 50_000
