"""Somebody with the database changes the past: every way is named by its first sequence number (R-44) or its day (R-45)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.audit.checkpoint import Checkpoint, write_checkpoint
from gateway.audit.entry import COLUMNS, NO_ENTRY, Entry, make, rederive
from gateway.audit.finding import What
from gateway.audit.merkle import GrowingTree, leaf_hash
from gateway.audit.note import VerifierKey, read_note, write_note
from gateway.audit.report import Outcome, Report
from gateway.audit.verify import verify
from gateway.audit.witness import FolderWitness
from gateway.crypto import signing
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.audit.ledger import KEY, SEED, START, Ledger, LocalSigner, Noted, written

ENTRIES = 300
SEQS = (0, 1, 24, 25, 133, 255, 256, 298, 299)  # edges of journal, checkpoints and tiles
TAIL = range(ENTRIES, ENTRIES + 7)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return written(tmp_path_factory.mktemp("witness"), ENTRIES)


@pytest.fixture
def ledger(untouched: Ledger) -> Ledger:
    return untouched.copy()


def first(report: Report) -> tuple[What, int | None]:
    """What is wrong first. Nothing may hold, and words exist in both languages."""
    assert report.outcome is Outcome.DOES_NOT_HOLD, report
    for finding in report.findings:
        text = finding.text()
        assert text.ja
        assert text.en.isascii()
        assert text.en
    return report.findings[0].what, report.findings[0].seq


def only(report: Report) -> tuple[What, int | None]:
    """The one thing that is wrong."""
    assert len(report.findings) == 1, report.findings
    return first(report)


@pytest.mark.parametrize("tiles", [False, True])
def test_R44_an_untouched_journal_holds(ledger: Ledger, tiles: bool) -> None:
    report = ledger.verify(witness=True, tiles=tiles)
    assert report.outcome is Outcome.HOLDS
    assert (report.entries, report.checkpoints, report.last_checkpoint) == (307, 12, 300)
    assert report.tail.count == 7
    assert report.tail.age_seconds is not None
    assert report.tail.age_seconds > 0
    assert report.witness is not None
    assert (report.witness.agreed, report.witness.compared, report.witness.agreed_size) == (12, 12, 300)


@pytest.mark.parametrize("seq", [*SEQS, *TAIL])
def test_R44_one_byte_changed_is_named(ledger: Ledger, seq: int) -> None:
    body = bytearray(ledger.store.rows[seq].body)
    body[len(body) // 2] ^= 1
    ledger.store.edit(seq, body=bytes(body))
    assert only(ledger.verify()) == (What.CHANGED, seq)
    assert only(ledger.verify(tiles=True)) == (What.CHANGED, seq)


def test_R44_any_byte_of_a_body_changed_is_named(ledger: Ledger) -> None:
    original = ledger.store.rows[133].body
    for at in range(len(original)):
        ledger.store.edit(133, body=original[:at] + bytes([original[at] ^ 0x20]) + original[at + 1 :])
        assert only(ledger.verify()) == (What.CHANGED, 133), at


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff", b"[1]", b'{"v":1}'])
def test_R44_a_body_replaced_by_junk_is_named(ledger: Ledger, body: bytes) -> None:
    ledger.store.edit(133, body=body)
    assert only(ledger.verify()) == (What.CHANGED, 133)
    ledger.store.edit(133, hash=leaf_hash(body))
    assert only(ledger.verify()) == (What.CHANGED, 133)


def _forged(ledger: Ledger, seq: int) -> Entry:
    """Another event in the place of entry `seq`, chained to the entry before it."""
    row = ledger.store.rows[seq]
    return make(seq=seq, at=row.moment(), node=row.node, prev=row.prev, event=Noted(number=seq, person="mallory"))


@pytest.mark.parametrize("seq", SEQS[:-1])
def test_R44_an_entry_rewritten_with_its_own_hash_is_named(ledger: Ledger, seq: int) -> None:
    ledger.store.rows[seq] = _forged(ledger, seq)
    assert only(ledger.verify()) == (What.CHANGED, seq)
    assert only(ledger.verify(tiles=True)) == (What.CHANGED, seq)


def test_R44_an_entry_rewritten_with_the_next_row_s_column_made_to_fit_is_named(ledger: Ledger) -> None:
    ledger.store.rows[133] = _forged(ledger, 133)
    ledger.store.edit(134, prev=ledger.store.rows[133].hash)
    found = [(one.what, one.seq, one.place) for one in ledger.verify().findings]
    assert found == [(What.CHANGED, 133, ""), (What.COLUMN, 134, "prev")]


def test_R44_a_last_entry_that_lies_about_its_number_is_named(ledger: Ledger) -> None:
    lies = replace(_forged(ledger, 306), seq=999)
    made = make(seq=999, at=lies.moment(), node=lies.node, prev=lies.prev, event=lies.event())
    ledger.store.rows[306] = replace(made, seq=306)
    assert only(ledger.verify()) == (What.CHANGED, 306)


def _rechained(ledger: Ledger, seq: int, rows: list[Entry]) -> None:
    """Make all rows from `seq` on anew, so that hashes and columns all fit each other."""
    prev = NO_ENTRY if seq == 0 else ledger.store.rows[seq - 1].hash
    for place, row in enumerate(rows, seq):
        made = make(seq=place, at=row.moment(), node=row.node, prev=prev, event=row.event())
        ledger.store.rows[place : place + 1] = [made]
        prev = made.hash
    del ledger.store.rows[seq + len(rows) :]


@pytest.mark.parametrize("seq", [0, 133, 256, 299])
def test_R44_everything_rechained_after_a_change_contradicts_the_next_checkpoint(ledger: Ledger, seq: int) -> None:
    _rechained(ledger, seq, [_forged(ledger, seq), *ledger.store.rows[seq + 1 :]])
    without = ledger.verify()
    start = seq // 25 * 25
    assert only(without) == (What.TREE, start)
    assert (without.findings[0].last, without.findings[0].place) == (start + 24, f"checkpoint {start + 25}")
    assert only(ledger.verify(tiles=True)) == (What.CHANGED, seq)  # the tiles know which it was


@pytest.mark.parametrize("renumbered", [False, True])
@pytest.mark.parametrize("count", [1, 2, 40])
@pytest.mark.parametrize("seq", SEQS[:-3])
def test_R44_deleted_rows_are_named(ledger: Ledger, seq: int, count: int, renumbered: bool) -> None:
    rows = ledger.store.rows
    del rows[seq : seq + count]
    if renumbered:
        rows[seq:] = [replace(row, seq=row.seq - count) for row in rows[seq:]]
    for tiles in (False, True):
        report = ledger.verify(tiles=tiles)
        assert only(report) == (What.DELETED, seq)
        assert report.findings[0].last == seq + count - 1


def test_R44_a_deleted_row_rechained_is_named(ledger: Ledger) -> None:
    _rechained(ledger, 133, ledger.store.rows[134:])
    assert first(ledger.verify()) == (What.TREE, 125)
    assert first(ledger.verify(tiles=True)) == (What.CHANGED, 133)


@pytest.mark.parametrize("seq", SEQS[1:])
@pytest.mark.parametrize("kind", ["copy", "forged", "junk", "another"])
def test_R44_an_inserted_row_is_named(ledger: Ledger, seq: int, kind: str) -> None:
    rows = ledger.store.rows
    new = {
        "copy": replace(rows[7], seq=seq),
        "forged": _forged(ledger, seq),
        "junk": replace(rows[7], seq=seq, body=b"?", hash=leaf_hash(b"?")),
        "another": replace(_forged(ledger, seq - 1), seq=seq),
    }[kind]
    rows[seq:] = [new, *(replace(row, seq=row.seq + 1) for row in rows[seq:])]
    for tiles in (False, True):
        report = ledger.verify(tiles=tiles)
        assert report.findings[0].what is What.INSERTED, report.findings
        assert only(report) == (What.INSERTED, seq)


def test_R44_a_row_inserted_under_an_unused_number_is_named(ledger: Ledger) -> None:
    ledger.store.rows.insert(0, replace(ledger.store.rows[5], seq=-3))
    assert only(ledger.verify()) == (What.INSERTED, -3)
    ledger.store.rows[0] = replace(_forged(ledger, 5), seq=-3)
    assert only(ledger.verify()) == (What.INSERTED, -3)


@pytest.mark.parametrize("columns", ["all", "body"])
@pytest.mark.parametrize(("one", "other"), [(0, 1), (133, 134), (133, 135), (24, 25), (7, 298), (0, 299), (304, 306)])
def test_R44_two_rows_swapped_are_named(ledger: Ledger, one: int, other: int, columns: str) -> None:
    left, right = ledger.store.rows[one], ledger.store.rows[other]
    if columns == "all":
        ledger.store.rows[one], ledger.store.rows[other] = replace(right, seq=one), replace(left, seq=other)
    else:
        ledger.store.edit(one, body=right.body)
        ledger.store.edit(other, body=left.body)
    for tiles in (False, True):
        report = ledger.verify(tiles=tiles)
        assert only(report) == (What.SWAPPED, one)
        assert report.findings[0].last == other


OTHER: dict[str, Any] = {
    "at": "2026-11-20T09:00:00.000000Z", "node": "node-2", "kind": "test.other", "person": "tanaka", "session": None,
    "terminal": "T-2", "target": "", "order": "WO-999", "subject": "somebody else", "prev": bytes(32), "hash": bytes(32),
}  # fmt: skip


@pytest.mark.parametrize("seq", [133, 299, 306])
@pytest.mark.parametrize("column", [column for column in COLUMNS if column != "seq"])
def test_R44_an_index_column_edited_is_named(ledger: Ledger, column: str, seq: int) -> None:
    ledger.store.edit(seq, **{column: OTHER[column]})
    if (column, seq) == ("hash", 306):  # the very last row: nothing else speaks for its hash
        assert only(ledger.verify())[1] == 306
        return
    for tiles in (False, True):
        report = ledger.verify(tiles=tiles)
        assert only(report) == (What.COLUMN, seq)
        assert report.findings[0].place == column


def test_R44_a_name_added_where_there_was_none_is_named(ledger: Ledger) -> None:
    assert ledger.store.rows[134].person is None
    ledger.store.edit(134, person="sato")
    report = ledger.verify()
    assert (*only(report), report.findings[0].place) == (What.COLUMN, 134, "person")


@pytest.mark.parametrize(("seq", "number"), [(133, 5000), (306, 5000), (133, -7), (0, 900)])
def test_R44_the_number_of_a_row_edited_is_named(ledger: Ledger, seq: int, number: int) -> None:
    ledger.store.edit(seq, seq=number)
    report = ledger.verify()
    assert (*only(report), report.findings[0].place) == (What.COLUMN, seq, "seq")
    assert report.findings[0].found == str(number)


def test_R44_all_numbers_moved_are_named_once(ledger: Ledger) -> None:
    ledger.store.rows[200:] = [replace(row, seq=row.seq + 5) for row in ledger.store.rows[200:]]
    report = ledger.verify()
    assert (*only(report), report.findings[0].place) == (What.COLUMN, 200, "seq")


def test_R44_two_changes_far_apart_are_both_named(ledger: Ledger) -> None:
    ledger.store.edit(40, person="mallory")
    ledger.store.edit(201, body=ledger.store.rows[201].body.replace(b"sato", b"tano"))
    del ledger.store.rows[260]
    found = [(one.what, one.seq) for one in ledger.verify().findings]
    assert found == [(What.COLUMN, 40), (What.CHANGED, 201), (What.DELETED, 260)]


def test_R44_a_cut_tail_is_named_by_the_checkpoint_and_by_the_witness(ledger: Ledger) -> None:
    del ledger.store.rows[290:]
    report = ledger.verify()
    assert only(report) == (What.TAIL_CUT, 290)
    assert (report.findings[0].last, report.findings[0].place) == (299, "checkpoint 300")
    ledger.store.signed = [one for one in ledger.store.signed if one.size <= 290]
    assert ledger.verify().outcome is Outcome.HOLDS  # nothing inside the database contradicts it now
    report = ledger.verify(witness=True)
    assert only(report) == (What.TAIL_CUT, 290)
    assert report.findings[0].day == f"{ledger.clock.moment:%Y-%m-%d}" > "2026-11-20"


def test_R44_after_a_cut_tail_nothing_more_is_signed(ledger: Ledger) -> None:
    del ledger.store.rows[290:]
    with pytest.raises(GatewayFault, match="before its last checkpoint"):
        ledger.journal().checkpoint(ledger.signer)
    ledger.store.signed = [one for one in ledger.store.signed if one.size <= 275]
    with pytest.raises(GatewayFault):  # the keeper remembers what it signed
        ledger.journal().checkpoint(ledger.signer)


def test_R44_an_emptied_journal_never_holds(ledger: Ledger) -> None:
    signed = ledger.store.signed
    ledger.store.rows, ledger.store.signed = [], []
    assert ledger.verify().outcome is Outcome.COULD_NOT_BE_CHECKED
    assert only(ledger.verify(witness=True)) == (What.TAIL_CUT, 0)
    ledger.store.signed = signed
    assert only(ledger.verify()) == (What.TAIL_CUT, 0)


def test_R44_without_its_checkpoints_a_journal_could_not_be_checked(ledger: Ledger) -> None:
    ledger.store.signed = []
    report = ledger.verify()
    assert report.outcome is Outcome.COULD_NOT_BE_CHECKED
    assert report.tail.count == 307


def _stolen(ledger: Ledger, seq: int, seed: Any = SEED, key: VerifierKey = KEY) -> None:
    """The attacker of R-45: rewrites entry `seq`, rechains all, rebuilds the tiles and signs every checkpoint anew."""
    _rechained(ledger, seq, [_forged(ledger, seq), *ledger.store.rows[seq + 1 :]])
    tree = GrowingTree()
    signed = []
    old = {one.size: one for one in ledger.store.signed}
    for row in ledger.store.rows:
        tree.append(row.hash)
        if tree.size in old:
            text = write_checkpoint(Checkpoint(origin=key.name, size=tree.size, root=tree.root()))
            note = write_note(text, key, signing.sign(seed, text))
            signed.append(replace(old[tree.size], root=tree.root(), note=note))
    ledger.store.signed = []
    ledger.tiles.clear()
    ledger.signer = LocalSigner(seed)
    ledger.store.signed = signed


@pytest.mark.parametrize("seq", [0, 133, 256, 299])
def test_R45_everything_rebuilt_with_the_stolen_key_is_named_only_by_the_witness(ledger: Ledger, seq: int) -> None:
    days = {one.size: f"{one.at:%Y-%m-%d}" for one in ledger.store.signed}
    _stolen(ledger, seq)
    assert ledger.verify().outcome is Outcome.HOLDS  # so strong is the key: nothing inside can tell
    report = ledger.verify(witness=True)
    start = seq // 25 * 25
    assert only(report) == (What.WITNESS, start)
    finding = report.findings[0]
    assert finding.last == start + 24
    assert finding.day == days[start + 25]
    assert f"{start + 25:012d}" in finding.place
    assert finding.day in finding.text().en
    assert report.witness is not None
    assert report.witness.agreed == start // 25


def test_R45_rebuilt_under_a_new_key_is_named(ledger: Ledger) -> None:
    seed = signing.new_signing_key()
    key = VerifierKey(name=KEY.name, public=signing.public_of(seed))
    _stolen(ledger, 133, seed, key)
    report = ledger.verify(witness=True)  # by the key the auditor holds
    assert report.outcome is Outcome.DOES_NOT_HOLD
    assert {one.what for one in report.findings} >= {What.SIGNATURE, What.WITNESS}
    held = FolderWitness(ledger.witness)
    report = verify(ledger.store, key=key, now=START, witness=held)  # by the key the attacker left in the settings
    assert (What.KEY, "witness") in {(one.what, one.place) for one in report.findings}
    assert {one.what for one in report.findings} == {What.KEY, What.WITNESS_FILE}


def test_R44_an_altered_signature_is_named(ledger: Ledger) -> None:
    one = ledger.store.signed[5]
    for at in range(len(one.note)):
        ledger.store.signed[5] = replace(one, note=one.note[:at] + bytes([one.note[at] ^ 1]) + one.note[at + 1 :])
        report = ledger.verify()
        assert only(report) == (What.SIGNATURE, None), at
        assert report.findings[0].place == "checkpoint 150"
        assert "checkpoint 150" in report.findings[0].text().en


@pytest.mark.parametrize("column", ["size", "root"])
def test_R44_an_edited_checkpoint_column_is_named(ledger: Ledger, column: str) -> None:
    other: Any = {column: 149 if column == "size" else bytes(32)}
    ledger.store.signed[5] = replace(ledger.store.signed[5], **other)
    report = ledger.verify()
    assert only(report) == (What.SIGNATURE, None)
    assert column in report.findings[0].place


def test_R44_a_foreign_signature_beside_ours_is_named(ledger: Ledger) -> None:
    seed = signing.new_signing_key()
    other = VerifierKey(name="witness.example/w", public=signing.public_of(seed))
    note = ledger.store.signed[5].note
    text = read_note(note).text
    line = write_note(text, other, signing.sign(seed, text)).rpartition(b"\n\n")[2]
    ledger.store.signed[5] = replace(ledger.store.signed[5], note=note + line)
    assert only(ledger.verify()) == (What.SIGNATURE, None)


def test_R44_a_checkpoint_of_another_journal_is_named(ledger: Ledger) -> None:
    text = write_checkpoint(Checkpoint(origin="elsewhere.example/log", size=150, root=ledger.store.signed[5].root))
    ledger.store.signed[5] = replace(ledger.store.signed[5], note=write_note(text, KEY, signing.sign(SEED, text)))
    assert only(ledger.verify()) == (What.SIGNATURE, None)


def test_R44_an_altered_tile_is_named(ledger: Ledger) -> None:
    data = bytearray(ledger.tiles["tile/0/000"])
    data[40 * 32] ^= 1
    ledger.tiles["tile/0/000"] = bytes(data)
    report = ledger.verify(tiles=True)
    assert only(report) == (What.FILE_ALTERED, None)
    assert (report.findings[0].place, report.findings[0].found) == ("tile/0/000", "hash 40")
    del ledger.tiles["tile/0/000"]
    report = ledger.verify(tiles=True)
    assert (*only(report), report.findings[0].place) == (What.FILE_MISSING, None, "tile/0/000")


def test_R44_an_altered_tile_does_not_hide_an_altered_row(ledger: Ledger) -> None:
    """Row and tile say the same wrong thing: the signed root contradicts both."""
    ledger.store.rows[133] = _forged(ledger, 133)
    _rechained(ledger, 133, ledger.store.rows[133:])
    data = bytearray(ledger.tiles["tile/0/000"])
    data[133 * 32 : 134 * 32] = ledger.store.rows[133].hash
    ledger.tiles["tile/0/000"] = bytes(data)
    assert only(ledger.verify(tiles=True)) == (What.TREE, 125)


def test_R44_a_duplicate_key_in_a_body_is_no_body() -> None:
    row = make(seq=0, at=START, node="n", prev=NO_ENTRY, event=Noted(number=1, person="sato"))
    twice = row.body.replace(b'"person":"sato"', b'"person":"sato","person":"tano"')
    with pytest.raises(ValueError, match="canonical"):
        rederive(twice)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return written(tmp_path_factory.mktemp("witness"), 100, 10)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_R44_whatever_is_done_to_the_rows_is_found_and_never_crashes(whole: Ledger, data: st.DataObject) -> None:
    """Any handful of edits, deletions, copies and moves: it does not hold, and nothing before the first damage is blamed."""
    ledger = whole.copy()
    rows, lowest = ledger.store.rows, 10**9
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, min(len(rows), 98) - 1))
        lowest = min(lowest, at, rows[at].seq, *(row.seq for row in (rederive_or_none(rows[at]),) if row))
        match data.draw(st.sampled_from(["byte", "delete", "copy", "number", "column"])):
            case "byte":
                place = data.draw(st.integers(0, len(rows[at].body) - 1))
                body = rows[at].body
                rows[at] = replace(rows[at], body=body[:place] + bytes([body[place] ^ 4]) + body[place + 1 :])
            case "delete":
                del rows[at]
            case "copy":
                rows[at] = replace(rows[data.draw(st.integers(0, len(rows) - 1))], seq=rows[at].seq)
            case "number":
                rows[at] = replace(rows[at], seq=data.draw(st.integers(-5, 200).filter(_free(rows))))
            case "column":
                rows[at] = replace(rows[at], person="mallory")
    report = ledger.verify(tiles=data.draw(st.booleans()))
    changed = sorted(rows, key=lambda row: row.seq) != whole.store.rows
    assert (report.outcome is Outcome.DOES_NOT_HOLD) == changed
    if changed:
        named = [one.seq for one in report.findings if one.seq is not None]
        assert named
        assert min(named) >= min(lowest, *(row.seq for row in rows)) - 1


def rederive_or_none(row: Entry) -> Entry | None:
    try:
        return rederive(row.body)
    except ValueError:
        return None


def _free(rows: list[Entry]) -> Any:
    taken = {row.seq for row in rows}
    return lambda number: number not in taken
