"""An export or a witness's folder is tampered with: every file is covered, what was done to it is named (R-45, R-54)."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from gateway.audit.checkpoint import Checkpoint, write_checkpoint
from gateway.audit.export import export_journal
from gateway.audit.finding import What
from gateway.audit.manifest import read_manifest, write_manifest
from gateway.audit.note import VerifierKey, read_note, write_note
from gateway.audit.report import Outcome, Report
from gateway.audit.verify_export import verify_export
from gateway.audit.witness import FolderWitness
from gateway.crypto import signing
from tests.gateway.audit.ledger import KEY, SEED, START, Ledger, LocalSigner, written

ENTRIES = 600


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ledger]:
    folder = tmp_path_factory.mktemp("audit")
    ledger = written(folder / "witness", ENTRIES, 50)
    assert export_journal(ledger.store, folder / "export", key=KEY, now=START).outcome is Outcome.HOLDS
    return folder, ledger


@pytest.fixture
def folder(untouched: tuple[Path, Ledger], tmp_path: Path) -> Path:
    shutil.copytree(untouched[0], tmp_path / "audit")
    return tmp_path / "audit" / "export"


def check(folder: Path) -> Report:
    return verify_export(folder, now=START)


def check_with_witness(folder: Path) -> Report:
    return verify_export(folder, now=START, witness=FolderWitness(folder.parent / "witness"))


def named(report: Report) -> set[tuple[What, str]]:
    """(what, file) of all findings; it must not hold, and each finding must be said in both languages."""
    assert report.outcome is Outcome.DOES_NOT_HOLD, report
    assert all(one.text().ja and one.text().en.isascii() for one in report.findings)
    return {(one.what, one.place) for one in report.findings}


def entries(report: Report) -> list[tuple[What, int]]:
    return [(one.what, one.seq) for one in report.findings if one.seq is not None]


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def relist(folder: Path) -> None:
    """What a careful attacker does after touching a file: make MANIFEST fit."""
    lines = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files(folder) if name != "MANIFEST"
    }
    (folder / "MANIFEST").write_bytes(write_manifest(lines))


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


FILES = [
    "MANIFEST", "README", "checkpoint", "checkpoints", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2",
    "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88", "unsigned-tail", "vkey",
]  # fmt: skip


def test_R54_an_untouched_export_holds_without_the_database(folder: Path) -> None:
    assert files(folder) == FILES
    for report in (check(folder), check_with_witness(folder), verify_export(folder, now=START, key=KEY)):
        assert report.outcome is Outcome.HOLDS
        assert (report.entries, report.last_checkpoint, report.checkpoints) == (607, 600, 12)
        assert report.tail.count == 7
        assert report.key == str(KEY)


@pytest.mark.parametrize("name", FILES)
def test_R54_any_altered_file_is_named(folder: Path, name: str) -> None:
    size = (folder / name).stat().st_size
    for at in (0, size // 3, size - 1):
        flip(folder / name, at)
        assert name in {place for _, place in named(check(folder))}, (name, at)
        flip(folder / name, at)
    assert check(folder).outcome is Outcome.HOLDS


@pytest.mark.parametrize("name", FILES)
def test_R54_any_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert (What.FILE_MISSING, name) in named(check(folder))


@pytest.mark.parametrize("name", FILES)
def test_R54_any_file_altered_with_the_manifest_made_to_fit_is_found(folder: Path, name: str) -> None:
    if name in ("MANIFEST", "unsigned-tail"):
        return  # the tail is not signed yet: see below
    size = (folder / name).stat().st_size
    for at in (0, size // 3, size // 2, size - 1):
        flip(folder / name, at)
        relist(folder)
        report = check(folder)
        places = {place for _, place in named(report)}
        where = range(int(name[13:16]) * 256, int(name[13:16]) * 256 + 256) if name.startswith("tile/entries") else ()
        assert name in places or any(seq in where for _, seq in entries(report)), (name, at, report.findings)
        flip(folder / name, at)


@pytest.mark.parametrize("name", FILES)
def test_R54_any_file_missing_with_the_manifest_made_to_fit_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    if name != "MANIFEST":
        relist(folder)
    assert (What.FILE_MISSING, name) in named(check(folder))


@pytest.mark.parametrize("fitted", [False, True])
@pytest.mark.parametrize("name", ["extra.txt", "tile/0/003", "tile/entries/000.p/7", "tile/0/x000/001", ".hidden"])
def test_R54_an_added_file_is_named(folder: Path, name: str, fitted: bool) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"x")
    if fitted:
        relist(folder)
    assert named(check(folder)) == {(What.FILE_ADDED, name)}


def test_R54_a_line_of_the_manifest_altered_blames_the_manifest(folder: Path) -> None:
    lines = read_manifest((folder / "MANIFEST").read_bytes())
    for changed in (lines | {"tile/0/000": "0" * 64}, {"vkey": lines["vkey"]}, lines | {"gone": "0" * 64}):
        (folder / "MANIFEST").write_bytes(write_manifest(changed))
        assert named(check(folder)) == {(What.FILE_ALTERED, "MANIFEST")}


def test_R54_one_byte_of_an_entry_names_the_entry_and_the_file(folder: Path) -> None:
    path = folder / "tile/entries/001"
    at = path.read_bytes().index("出来事 300".encode())
    flip(path, at + 10)
    report = check(folder)
    assert entries(report) == [(What.CHANGED, 300)]
    assert (What.FILE_ALTERED, "tile/entries/001") in named(report)
    relist(folder)
    assert entries(check(folder)) == [(What.CHANGED, 300)]


def test_R54_an_entry_taken_out_or_swapped_is_named(folder: Path) -> None:
    path = folder / "tile/entries/001"
    data = path.read_bytes()
    bodies, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 2], "big") + 2
        bodies.append(data[at : at + size])
        at += size
    path.write_bytes(b"".join(bodies[:44] + bodies[45:]))
    relist(folder)
    assert entries(check(folder))[0] == (What.DELETED, 300)
    bodies[44], bodies[60] = bodies[60], bodies[44]
    path.write_bytes(b"".join(bodies))
    relist(folder)
    assert entries(check(folder)) == [(What.SWAPPED, 300)]


def test_R54_the_unsigned_tail_is_covered_by_the_manifest_and_the_chain(folder: Path) -> None:
    path = folder / "unsigned-tail"
    path.write_bytes(path.read_bytes().replace("出来事 603".encode(), "出来事 693".encode()))
    report = check(folder)
    assert entries(report) == [(What.CHANGED, 603)]
    assert (What.FILE_ALTERED, "unsigned-tail") in named(report)
    relist(folder)
    assert entries(check(folder)) == [(What.CHANGED, 603)]


@pytest.mark.parametrize("name", ["checkpoint", "tile/entries/000", "README", "MANIFEST"])
def test_R54_a_link_or_pipe_instead_of_a_file_is_named_and_never_followed(folder: Path, name: str) -> None:
    place, aside = folder / name, folder.parent / "aside"
    place.rename(aside)
    place.symlink_to(aside)
    assert name in {one for _, one in named(check(folder))}
    place.unlink()
    os.mkfifo(place)
    assert name in {one for _, one in named(check(folder))}


def test_R54_a_linked_folder_is_named(folder: Path) -> None:
    shutil.move(folder / "tile", folder.parent / "aside")
    (folder / "tile").symlink_to(folder.parent / "aside")
    assert (What.FILE_ADDED, "tile") in named(check(folder))


def test_R54_a_folder_that_is_no_export_could_not_be_checked(tmp_path: Path) -> None:
    assert check(tmp_path).outcome is Outcome.COULD_NOT_BE_CHECKED
    assert check(tmp_path / "nowhere").outcome is Outcome.COULD_NOT_BE_CHECKED


def test_R54_checkpoints_out_of_order_are_named(folder: Path) -> None:
    lines = (folder / "checkpoints").read_bytes().splitlines(keepends=True)
    (folder / "checkpoints").write_bytes(b"".join([*lines[:3], lines[4], lines[3], *lines[5:]]))
    relist(folder)
    assert (What.FILE_ALTERED, "checkpoints") in named(check(folder))


def test_R54_a_signature_altered_in_the_history_names_the_checkpoint(folder: Path) -> None:
    path = folder / "checkpoints"
    lines = path.read_bytes().splitlines(keepends=True)
    at = lines[4].index(b"journal ") + 20
    lines[4] = lines[4][:at] + (b"A" if lines[4][at : at + 1] != b"A" else b"B") + lines[4][at + 1 :]
    path.write_bytes(b"".join(lines))
    relist(folder)
    assert (What.SIGNATURE, "checkpoint 250") in named(check(folder))


def _resigned(untouched: Ledger, folder: Path, seed: object, key: VerifierKey) -> None:
    """Another journal, entry 133 told differently, all signed with `seed`, exported in place of the true one."""
    ledger = Ledger(folder.parent / "false-witness", signer=LocalSigner(seed))  # type: ignore[arg-type]
    from gateway.audit.entry import NO_ENTRY, make
    from tests.gateway.audit.ledger import Noted

    prev = NO_ENTRY
    for row in untouched.store.rows:
        event = Noted(number=133, text="nothing happened") if row.seq == 133 else row.event()
        made = make(seq=row.seq, at=row.moment(), node=row.node, prev=prev, event=event)
        ledger.store.rows.append(made)
        prev = made.hash
    whole, tree_rows = ledger.store.rows, ledger.store.rows
    for one in untouched.store.signed:
        ledger.store.rows = tree_rows[: one.size]
        from gateway.audit.journal import Journal

        Journal(ledger.store, ledger.tiles, node="node-1", key=key, clock=ledger.clock).checkpoint(ledger.signer)
    ledger.store.rows = whole
    shutil.rmtree(folder)
    assert export_journal(ledger.store, folder, key=key, now=START).outcome is Outcome.HOLDS


def test_R45_an_export_rebuilt_with_the_stolen_key_is_named_only_by_the_witness(
    untouched: tuple[Path, Ledger], folder: Path
) -> None:
    ledger = untouched[1]
    _resigned(ledger, folder, SEED, KEY)
    assert check(folder).outcome is Outcome.HOLDS
    report = check_with_witness(folder)
    assert entries(report) == [(What.WITNESS, 100)]
    finding = report.findings[0]
    assert finding.last == 149
    assert finding.day == f"{next(one.at for one in ledger.store.signed if one.size == 150):%Y-%m-%d}"
    assert finding.day in finding.text().ja


def test_R45_an_export_under_another_key_is_named(untouched: tuple[Path, Ledger], folder: Path) -> None:
    seed = signing.new_signing_key()
    _resigned(untouched[1], folder, seed, VerifierKey(name=KEY.name, public=signing.public_of(seed)))
    assert check(folder).outcome is Outcome.HOLDS  # so the report shows its key: somebody must know the right one
    for report in (check_with_witness(folder), verify_export(folder, now=START, key=KEY)):
        assert (What.KEY, "vkey") in named(report)


def _witness_files(folder: Path) -> list[Path]:
    return sorted((folder.parent / "witness").rglob("*.checkpoint"))


def test_R45_an_altered_witness_file_is_named(folder: Path) -> None:
    path = _witness_files(folder)[3]
    original = path.read_bytes()
    path.chmod(0o644)
    for at in (0, 25, 40, 70, len(original) - 10, len(original) - 1):
        path.write_bytes(original[:at] + bytes([original[at] ^ 1]) + original[at + 1 :])
        report = check_with_witness(folder)
        assert named(report) == {(What.WITNESS_FILE, f"00000000/{path.name}")}, at
        assert report.witness is not None
        assert report.witness.agreed == 11
    for junk in (b"", b"\xff" * 70_000, original[:-1], original + b"x"):
        path.write_bytes(junk)
        assert named(check_with_witness(folder)) == {(What.WITNESS_FILE, f"00000000/{path.name}")}


def test_R45_a_witness_file_filed_under_another_size_is_named(folder: Path) -> None:
    path = _witness_files(folder)[3]
    path.rename(path.with_name(path.name.replace("0000000200", "0000000205")))
    assert {what for what, _ in named(check_with_witness(folder))} == {What.WITNESS_FILE}


def test_R45_a_root_the_journal_never_had_is_named_by_its_file(folder: Path) -> None:
    path = _witness_files(folder)[3]
    text = write_checkpoint(Checkpoint(origin=KEY.name, size=200, root=bytes(32)))
    path.chmod(0o644)
    path.write_bytes(write_note(text, KEY, signing.sign(SEED, text)))
    report = check_with_witness(folder)
    assert entries(report) == [(What.WITNESS, 150)]
    assert path.name in report.findings[0].place


def test_R45_an_empty_witness_is_no_witness(folder: Path) -> None:
    for path in _witness_files(folder):
        path.unlink()
    report = check_with_witness(folder)
    assert report.outcome is Outcome.COULD_NOT_BE_CHECKED
    shutil.rmtree(folder.parent / "witness")
    assert check_with_witness(folder).outcome is Outcome.COULD_NOT_BE_CHECKED


def test_R45_a_checkpoint_saved_from_mail_under_any_name_is_a_witness_too(folder: Path) -> None:
    kept = _witness_files(folder)
    note = kept[-1].read_bytes()
    for path in kept:
        path.unlink()
    (folder.parent / "witness" / "mail of 2026-11-23.checkpoint").write_bytes(note)
    report = check_with_witness(folder)
    assert report.outcome is Outcome.HOLDS
    assert report.witness is not None
    assert (report.witness.agreed_size, report.witness.agreed_day) == (600, "2026-11-23")
    assert read_note(note).text
    (folder.parent / "witness" / "mail of 2026-11-24.checkpoint").write_bytes(b"Dear Sirs")
    assert named(check_with_witness(folder)) == {(What.WITNESS_FILE, "mail of 2026-11-24.checkpoint")}


def test_R50_a_journal_that_does_not_hold_is_not_exported(untouched: tuple[Path, Ledger], tmp_path: Path) -> None:
    ledger = untouched[1].copy()
    ledger.store.edit(133, person="mallory")
    report = export_journal(ledger.store, tmp_path / "export", key=KEY, now=START)
    assert report.outcome is Outcome.DOES_NOT_HOLD
    assert not list((tmp_path / "export").iterdir())
