"""The writer: events in order, checkpoints that continue one another, and nothing signed over damage."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.audit.checkpoint import verified
from gateway.audit.entry import NO_ENTRY, make, rederive
from gateway.audit.journal import Draft, sign_draft
from gateway.audit.merkle import GrowingTree
from gateway.audit.note import VerifierKey
from gateway.audit.report import Outcome
from gateway.crypto import signing
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.audit.ledger import KEY, START, Ledger, LocalSigner, Noted


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "witness")


def test_R44_entries_are_chained_from_zero_in_order(ledger: Ledger) -> None:
    made = ledger.journal().append([Noted(number=1), Noted(number=2)])
    made += ledger.journal().append([Noted(number=3)])
    assert made == ledger.store.rows
    assert [row.seq for row in made] == [0, 1, 2]
    assert [row.prev for row in made] == [NO_ENTRY, made[0].hash, made[1].hash]
    assert [row.event() for row in made] == [Noted(number=1), Noted(number=2), Noted(number=3)]
    assert made[0].at == made[1].at == timestamp(START + timedelta(hours=3))
    assert ledger.journal().head() == made[2]
    assert [rederive(row.body) for row in made] == made


def test_an_event_that_cannot_be_written_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(GatewayFault):
        ledger.journal().append([Noted(number=1), Noted(number=2, text="x" * 70_000)])
    assert ledger.store.rows == []


def test_R44_a_checkpoint_covers_all_rows_and_is_signed(ledger: Ledger) -> None:
    assert ledger.journal().checkpoint(ledger.signer) is None
    sizes = []
    for count in (1, 1, 254, 1, 300, 3):
        ledger.write(count)
        sizes.append(len(ledger.store.rows))
        assert ledger.journal().checkpoint(ledger.signer) is None  # no news
    tree = GrowingTree()
    roots = {}
    for row in ledger.store.rows:
        tree.append(row.hash)
        roots[tree.size] = tree.root()
    assert [one.size for one in ledger.store.signed] == sizes
    for one in ledger.store.signed:
        signed = verified(one.note, KEY)
        assert (signed.size, signed.root) == (one.size, one.root) == (one.size, roots[one.size])
    assert ledger.verify(witness=True, tiles=True).outcome is Outcome.HOLDS


def test_a_roll_back_leaves_no_trace(ledger: Ledger) -> None:
    ledger.write(10)
    before = list(ledger.store.rows)
    ledger.journal().append([Noted(number=1)])
    ledger.store.rows = list(before)  # what the database does
    ledger.write(10)
    assert ledger.verify(tiles=True).outcome is Outcome.HOLDS


def test_no_checkpoint_over_rows_that_may_be_rolled_back(ledger: Ledger) -> None:
    journal = ledger.journal()
    journal.append([Noted(number=1)])
    with pytest.raises(GatewayFault, match="transaction of its own"):
        journal.draft()


def test_after_a_crash_between_signature_and_record_the_signer_is_caught_up_with(ledger: Ledger) -> None:
    ledger.write(5)
    ledger.write(5, checkpoint=False)
    draft = ledger.journal().draft()
    assert draft is not None
    sign_draft(draft, ledger.signer, KEY, ledger.tiles)  # and the power goes
    assert ledger.signer.signed_size() == 10
    ledger.journal().checkpoint(ledger.signer)  # the same tree again
    ledger.write(5, checkpoint=False)
    draft = ledger.journal().draft()
    assert draft is not None
    sign_draft(draft, ledger.signer, KEY, ledger.tiles)
    ledger.write(5)  # a longer tree than the one signed and lost
    assert [one.size for one in ledger.store.signed] == [5, 10, 20]
    assert ledger.verify(tiles=True).outcome is Outcome.HOLDS


def test_R44_the_signer_is_ahead_of_the_rows_so_rows_were_lost(ledger: Ledger) -> None:
    ledger.write(20)
    del ledger.store.rows[5:]
    ledger.store.signed.clear()
    ledger.tiles.clear()
    with pytest.raises(GatewayFault, match="rows were lost"):
        ledger.journal().checkpoint(ledger.signer)


@pytest.mark.parametrize("seq", [2, 10, 11, 19])
def test_R44_nothing_is_signed_over_a_changed_row(ledger: Ledger, seq: int) -> None:
    ledger.write(10)
    ledger.write(10, checkpoint=False)
    ledger.tiles.clear()
    row = ledger.store.rows[seq]
    ledger.store.rows[seq] = make(seq=seq, at=START, node="n", prev=row.prev, event=Noted(number=-1))
    if seq == 19:
        ledger.store.edit(19, person="mallory")
    with pytest.raises(GatewayFault, match="sekisho audit verify"):
        ledger.journal().checkpoint(ledger.signer)


def test_R44_nothing_is_signed_over_a_gap(ledger: Ledger) -> None:
    ledger.write(10)
    ledger.write(10, checkpoint=False)
    del ledger.store.rows[15]
    with pytest.raises(GatewayFault, match="row 15"):
        ledger.journal().checkpoint(ledger.signer)


def test_R44_nothing_is_signed_over_altered_tiles(ledger: Ledger) -> None:
    ledger.write(300)
    ledger.write(1, checkpoint=False)
    path = "tile/0/001.p/44"
    good = ledger.tiles[path]
    for data in (bytes(len(good)), good[:-1]):
        ledger.tiles[path] = data
        with pytest.raises(GatewayFault, match="sekisho audit verify"):
            ledger.journal().checkpoint(ledger.signer)


@pytest.mark.parametrize("sizes", [(300, 10), (256, 1), (10, 600), (513, 513)])
def test_missing_tiles_are_made_again_from_the_rows(ledger: Ledger, sizes: tuple[int, int]) -> None:
    ledger.write(sizes[0])
    ledger.tiles.clear()
    ledger.write(sizes[1])
    report = ledger.verify(tiles=True)
    assert report.outcome in (Outcome.HOLDS, Outcome.DOES_NOT_HOLD)
    missing = {one.place for one in report.findings}
    assert missing <= {"tile/0/000", "tile/0/001"}  # full tiles nobody needed to read yet
    other = Ledger(ledger.witness, store=ledger.store, signer=LocalSigner())
    assert other.journal().draft() is None


def test_a_signature_that_is_none_is_never_recorded(ledger: Ledger) -> None:
    ledger.write(5, checkpoint=False)
    draft = ledger.journal().draft()
    assert draft is not None
    with pytest.raises(GatewayFault, match="unsigned"):
        sign_draft(draft, LocalSigner(signing.new_signing_key()), KEY, ledger.tiles)
    other = VerifierKey(name="other.example/journal", public=KEY.public)
    with pytest.raises(GatewayFault, match="unsigned"):
        sign_draft(draft, LocalSigner(), other, ledger.tiles)
    with pytest.raises(GatewayFault, match="tiles are damaged"):
        sign_draft(_larger(draft), _ahead(), KEY, ledger.tiles)


def _larger(draft: Draft) -> Draft:
    return replace(draft, checkpoint=replace(draft.checkpoint, size=500))


def _ahead() -> LocalSigner:
    signer = LocalSigner()
    signer.size = 5
    return signer
